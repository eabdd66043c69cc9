import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import { hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import { isManagerRole } from '#shared/casework/cases/people/people.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import type { Actor, PersonOrGroup } from '#shared/core/records/primitives.ts';
import type {
  AlertSituation,
  Audience,
  CaseSituation,
  ContactSituation,
  Recipient,
  TypedSituation,
} from '#shared/mail/notifications/context.ts';
import { type DirectoryPerson, membersOfGroups } from '#shared/mail/notifications/directory.ts';
import { mayView } from '#shared/mail/notifications/may-receive.ts';

// Whom an event concerns. Whether they may know is asked of every mail alike: may-receive.ts.

const staff = (situation: TypedSituation, people: readonly DirectoryPerson[]): Recipient[] =>
  people
    .filter((person) => mayView(situation, person))
    .map(({ id, email, name }): Recipient => ({ id, address: email, name, audience: 'staff' }));

const holders = ({ directory }: TypedSituation, owner: PersonOrGroup | undefined): DirectoryPerson[] => {
  if (!owner) return [];
  if ('group' in owner) return membersOfGroups(directory, [owner.group]);
  const person = directory.people.get(owner.user);
  return person ? [person] : [];
};

const whoRaised = ({ directory }: TypedSituation, by: Actor): DirectoryPerson[] => {
  const person = by.kind === 'user' ? directory.people.get(by.id) : undefined;
  return person ? [person] : [];
};

const firstOf = (...choices: (() => Recipient[])[]): Recipient[] => {
  for (const choice of choices) {
    const found = choice();
    if (found.length > 0) return found;
  }
  return [];
};

/** The person who has the case, or everybody of the team that has it. */
const assigned = (situation: CaseSituation): Recipient[] =>
  staff(situation, holders(situation, situation.record.assignee));

/** The task that an event tells of. */
export const taskOf = ({ event }: CaseSituation): Task | undefined => event.after.task as Task | undefined;

/** The person who has the task, or everybody of the team that has it. */
const taskOwners = (situation: CaseSituation): Recipient[] =>
  staff(situation, holders(situation, taskOf(situation)?.assignee));

/**
 * Who looks after a case: its assignee; every manager who may see it while nobody who can be reached has it; and whoever raised it where that leaves
 * nobody, as with a private case that is not assigned.
 */
const caretakers = (situation: CaseSituation): Recipient[] => {
  const { directory, definition, record } = situation;
  return firstOf(
    () => assigned(situation),
    () => staff(situation, membersOfGroups(directory, definition.type.groups.managers)),
    () => staff(situation, whoRaised(situation, record.createdBy)),
  );
};

/** Nobody where the case was given to a person who can be told. */
const caretakersUnlessTaken = (situation: CaseSituation): Recipient[] => {
  const { assignee } = situation.record;
  const isTaken = assignee !== undefined && 'user' in assignee && assigned(situation).length > 0;
  return isTaken ? [] : caretakers(situation);
};

/**
 * The case manager: who holds the role that the type calls so, else the assignee, else every manager, as for whoever looks after it.
 */
const caseManager = (situation: CaseSituation): Recipient[] => {
  const { definition, directory, record } = situation;
  const holding = record.roles.filter(({ role, to }) => to === undefined && isManagerRole(definition.type, role));
  return firstOf(
    () =>
      staff(
        situation,
        holding.flatMap(({ id }) => directory.people.get(id) ?? []),
      ),
    () => caretakers(situation),
  );
};

/** Who has a task; who looks after the case while nobody who can be reached has it. */
const taskCaretakers = (situation: CaseSituation): Recipient[] =>
  firstOf(
    () => taskOwners(situation),
    () => caretakers(situation),
  );

const escalationGroup = (situation: CaseSituation): Recipient[] =>
  staff(situation, membersOfGroups(situation.directory, situation.definition.type.groups.escalation));

const toContact = (contact: Contact, audience: Audience): Recipient[] => {
  const { id, email, name, language, timeZone, unconfirmed } = contact;
  const isUnconfirmed = unconfirmed && true;
  return email
    ? [{ id, address: email, name, audience, language, timeZone, ...(isUnconfirmed && { isUnconfirmed }) }]
    : [];
};

/** The groups that a level of a ladder names. */
const calledIn = (situation: CaseSituation): Recipient[] =>
  staff(situation, membersOfGroups(situation.directory, (situation.event.after.groups ?? []) as string[]));

/** The contact of the case, else whoever raised it unknown to staff, else whoever it was raised for. */
export const requester = ({ record, contact }: CaseSituation): Recipient[] => {
  if (record.anonymous) return [{ id: record.id, address: hiddenAddress, audience: 'requester', isUnconfirmed: true }];
  if (contact?.email) return toContact(contact, 'requester');
  const { onBehalfOf } = record;
  if (record.contactId || !onBehalfOf || 'contactId' in onBehalfOf || !onBehalfOf.email) return [];
  // Of whom staff raise a case they know the address; a requester may have written anybody's.
  const isUnconfirmed = record.createdBy.kind === 'requester' ? { isUnconfirmed: true as const } : {};
  return [{ id: record.id, address: onBehalfOf.email, name: onBehalfOf.name, audience: 'requester', ...isUnconfirmed }];
};

/** Whose contact details changed: at their address, and at the one before, where whoever changed it did not want them to read of it. */
const whoseDetails = ({ record, event: { before } }: ContactSituation): Recipient[] => {
  const was = before?.email;
  const isElsewhere = typeof was === 'string' && !isSameAddress(was, record.email);
  // Without an id: what its owner wants now is not known of an address that they have left.
  const former: Recipient[] = isElsewhere ? [{ address: was, audience: 'requester', isFormer: true }] : [];
  // Without the name, which may be part of what somebody else changed.
  return [...toContact(record, 'requester').map((one) => ({ ...one, name: undefined })), ...former];
};

/** Whose an appointment is: the team that it names, else whoever looks after the case. */
const hosts = (situation: CaseSituation): Recipient[] => {
  const group = (situation.event.after.appointment as Appointment | undefined)?.group;
  return group === undefined ? caretakers(situation) : staff(situation, membersOfGroups(situation.directory, [group]));
};

/** `Case Closed` as a trigger names it: `case-closed`. */
const kebab = (type: string): string => type.toLowerCase().replaceAll(' ', '-');

/** Whether a subscription asks to hear of a notification: by its key, or by its event in either spelling. One that names nothing hears all. */
const hears = ({ events }: { events?: string[] | undefined }, notification: string, { type }: { type: string }) =>
  events === undefined || [notification, type, kebab(type)].some((name) => events.includes(name));

/** Staff who subscribe and hear of a notification. */
const subscribers = (situation: CaseSituation, notification: string): Recipient[] => {
  const { record, directory, event } = situation;
  const asking = record.subscriptions.filter((one) => hears(one, notification, event));
  return staff(
    situation,
    asking.flatMap(({ id }) => directory.people.get(id) ?? []),
  );
};

/**
 * Contacts who subscribe to a case of somebody else and hear of a notification. Only for what the public may know: not that a
 * case was private from the beginning.
 */
const followers = (situation: CaseSituation, notification: string): Recipient[] => {
  const { record, event, contact, followers: contacts = [] } = situation;
  if (record.private) return [];
  const confirmed = record.subscriptions.filter((one) => one.confirmed !== false);
  const asking = new Set(confirmed.filter((one) => hears(one, notification, event)).map(({ id }) => id));
  return (
    contacts
      .filter(({ id }) => asking.has(id) && id !== contact?.id)
      // They have confirmed the address for this case.
      .flatMap((one) => toContact(one, 'follower').map(({ isUnconfirmed: _no, ...reader }) => reader))
  );
};

/** Who has just asked to follow a case. */
const askingFollower = ({ asking, record }: CaseSituation): Recipient[] => {
  if (!asking || record.private) return [];
  const { id, name, email } = asking;
  return [{ id, address: email, name, audience: 'follower', isUnconfirmed: true, isAsking: true }];
};

/** Who wrote a mail that came in, where it is confirmed that they did. */
const mailSender = (situation: CaseSituation): Recipient[] => {
  const { event, record, contact, followers: contacts = [] } = situation;
  const { actor } = event;
  if (actor.kind === 'user') return staff(situation, whoRaised(situation, actor));
  if (actor.kind !== 'requester') return [];
  if (actor.id === contact?.id || actor.id === record.id || actor.id === 'by-mail') return requester(situation);
  return contacts.filter(({ id }) => id === actor.id).flatMap((one) => toContact(one, 'follower'));
};

const reviewers = (situation: AlertSituation): Recipient[] =>
  staff(situation, holders(situation, situation.record.reviewer));

/** Who is to look at an alert: its reviewer, else everybody who may be one. */
const eligibleReviewers = (situation: AlertSituation): Recipient[] =>
  firstOf(
    () => reviewers(situation),
    () => staff(situation, membersOfGroups(situation.directory, situation.definition.type.groups.reviewers)),
  );

const raiser = (situation: AlertSituation): Recipient[] =>
  staff(situation, whoRaised(situation, situation.record.createdBy)).map((one) => ({ ...one, audience: 'raiser' }));

/** To whom notifications of a case go, by the names that they are declared with. `key`: of the notification. */
export const caseRecipients = {
  assigned,
  calledIn,
  caretakers,
  caretakersUnlessTaken,
  caseManager,
  escalationGroup,
  hosts,
  requester,
  taskCaretakers,
  taskOwners,
  subscribers,
  followers,
  askingFollower,
  mailSender,
};
export const alertRecipients = { reviewers, eligibleReviewers, raiser };
export const contactRecipients = { whoseDetails };

/** Whether somebody did what the event says. What a rule, a clock or a signal did is nobody's own doing. */
export const didIt = (actor: Actor, { id }: Recipient): boolean =>
  (actor.kind === 'user' || actor.kind === 'requester') && id === actor.id;
