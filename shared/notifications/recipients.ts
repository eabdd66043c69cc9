import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import type { AlertDefinition } from '#shared/alerts/alert-definition.ts';
import type { Appointment } from '#shared/appointments/appointment.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import type { DomainEvent } from '#shared/events/event.ts';
import { type Directory, type DirectoryPerson, membersOfGroups } from '#shared/notifications/directory.ts';
import { hiddenAddress } from '#shared/portal/hidden-requester.ts';
import type { Actor, PersonOrGroup } from '#shared/records/primitives.ts';
import type { Task } from '#shared/tasks/task.ts';

// Who hears of something. Nobody of staff hears of a record that the access policy would not let them open: of a private case that is its assignee or
// team and whoever raised it, not the managers and not the escalation group. Its requester sees it in the portal, so they are told as of any other.

/**
 * For whom a mail is written: it decides what the mail may say and where its links lead. A follower is a contact who subscribes to a case that is not about
 * them; the raiser of an alert need not be among those who may read what came of it.
 */
export type Audience = 'staff' | 'requester' | 'follower' | 'raiser';

export interface Recipient {
  address: string;
  name?: string | undefined;
  /** Of the person or the contact; what they did themselves they are not told. */
  id?: string | undefined;
  audience: Audience;
  /** In which language and zone they are written to, where they are known to have one. */
  language?: string | undefined;
  timeZone?: string | undefined;
}

interface Around {
  event: Pick<DomainEvent, 'eventId' | 'type' | 'occurredAt' | 'actor' | 'after' | 'subject' | 'changed' | 'cause'> & {
    before?: DomainEvent['before'];
  };
  directory: Directory;
  /** Whom the record is about. */
  contact?: Contact | undefined;
  /** Contacts who subscribe to the case. */
  followers?: readonly Contact[] | undefined;
}
/** An event of a case with all that its mails depend on. The record is the one of the event: as it was then. */
export type CaseSituation = Around & { kind: 'case'; record: Case; definition: CaseDefinition };
export type AlertSituation = Around & { kind: 'alert'; record: Alert; definition: AlertDefinition };
export type Situation = CaseSituation | AlertSituation;

const mayView = (situation: Situation, person: DirectoryPerson): boolean =>
  situation.kind === 'case'
    ? mayOnCase(person, 'view', situation.definition.type, situation.record)
    : mayOnAlert(person, 'view', situation.definition.type, situation.record);

/** Whether somebody who was to be told of a record may still know of it. Those outside may always know of their own. */
export const maySee = (situation: Situation, { id, audience }: Pick<Recipient, 'id' | 'audience'>): boolean => {
  if (audience === 'requester' || audience === 'follower') return true;
  const person = id === undefined ? undefined : situation.directory.people.get(id);
  return person !== undefined && mayView(situation, person);
};

const staff = (situation: Situation, people: readonly DirectoryPerson[]): Recipient[] =>
  people
    .filter((person) => mayView(situation, person))
    .map(({ id, email, name }): Recipient => ({ id, address: email, name, audience: 'staff' }));

const holders = ({ directory }: Situation, owner: PersonOrGroup | undefined): DirectoryPerson[] => {
  if (!owner) return [];
  if ('group' in owner) return membersOfGroups(directory, [owner.group]);
  const person = directory.people.get(owner.user);
  return person ? [person] : [];
};

const whoRaised = ({ directory }: Situation, by: Actor): DirectoryPerson[] => {
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
export const assigned = (situation: CaseSituation): Recipient[] =>
  staff(situation, holders(situation, situation.record.assignee));

/** The task that an event tells of. */
export const taskOf = ({ event }: CaseSituation): Task | undefined => event.after.task as Task | undefined;

/** The person who has the task, or everybody of the team that has it. */
export const taskOwners = (situation: CaseSituation): Recipient[] =>
  staff(situation, holders(situation, taskOf(situation)?.assignee));

/**
 * Who looks after a case: its assignee; every manager who may see it while nobody who can be reached has it; and whoever raised it where that leaves
 * nobody, as with a private case that is not assigned.
 */
export const caretakers = (situation: CaseSituation): Recipient[] => {
  const { directory, definition, record } = situation;
  return firstOf(
    () => assigned(situation),
    () => staff(situation, membersOfGroups(directory, definition.type.groups.managers)),
    () => staff(situation, whoRaised(situation, record.createdBy)),
  );
};

/**
 * The case manager: who holds the role that the type calls so, else the assignee, else every manager, as for whoever looks after it.
 */
export const caseManager = (situation: CaseSituation): Recipient[] => {
  const { definition, directory, record } = situation;
  const managing = new Set(definition.type.roles.filter(({ manager }) => manager).map(({ key }) => key));
  const holding = record.roles.filter(({ role, to }) => managing.has(role) && to === undefined);
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
export const taskCaretakers = (situation: CaseSituation): Recipient[] =>
  firstOf(
    () => taskOwners(situation),
    () => caretakers(situation),
  );

export const escalationGroup = (situation: CaseSituation): Recipient[] =>
  staff(situation, membersOfGroups(situation.directory, situation.definition.type.groups.escalation));

const toContact = ({ id, email, name, language, timeZone }: Contact, audience: Audience): Recipient[] =>
  email ? [{ id, address: email, name, audience, language, timeZone }] : [];

/** The groups that a level of a ladder names. */
export const calledIn = (situation: CaseSituation): Recipient[] =>
  staff(situation, membersOfGroups(situation.directory, (situation.event.after.groups ?? []) as string[]));

/** The contact of the case, else whoever raised it unknown to staff, else whoever it was raised for. */
export const requester = ({ record, contact }: CaseSituation): Recipient[] => {
  if (contact?.email) return toContact(contact, 'requester');
  if (record.anonymous) return [{ id: record.id, address: hiddenAddress, audience: 'requester' }];
  const { onBehalfOf } = record;
  if (record.contactId || !onBehalfOf || 'contactId' in onBehalfOf || !onBehalfOf.email) return [];
  return [{ address: onBehalfOf.email, name: onBehalfOf.name, audience: 'requester' }];
};

/** Whose an appointment is: the team that it names, else whoever looks after the case. */
export const hosts = (situation: CaseSituation): Recipient[] => {
  const group = (situation.event.after.appointment as Appointment | undefined)?.group;
  return group === undefined ? caretakers(situation) : staff(situation, membersOfGroups(situation.directory, [group]));
};

/** `Case Closed` as a trigger names it: `case-closed`. */
const kebab = (type: string): string => type.toLowerCase().replaceAll(' ', '-');

/** Whether a subscription asks to hear of a notification: by its key, or by its event in either spelling. One that names nothing hears all. */
const hears = ({ events }: { events?: string[] | undefined }, notification: string, { type }: { type: string }) =>
  events === undefined || [notification, type, kebab(type)].some((name) => events.includes(name));

/** Staff who subscribe and hear of a notification. */
export const subscribers =
  (notification: string) =>
  (situation: CaseSituation): Recipient[] => {
    const { record, directory, event } = situation;
    const asking = record.subscriptions.filter((one) => hears(one, notification, event));
    return staff(
      situation,
      asking.flatMap(({ id }) => directory.people.get(id) ?? []),
    );
  };

/** Contacts who subscribe to a case of somebody else and hear of a notification. Only for what the public may know. */
export const followers =
  (notification: string) =>
  ({ record, event, contact, followers: contacts = [] }: CaseSituation): Recipient[] => {
    const confirmed = record.subscriptions.filter((one) => one.confirmed !== false);
    const asking = new Set(confirmed.filter((one) => hears(one, notification, event)).map(({ id }) => id));
    return contacts
      .filter(({ id }) => asking.has(id) && id !== contact?.id && !record.locks.includes(id))
      .flatMap((one) => toContact(one, 'follower'));
  };

/** Whoever has just asked to follow a case. */
export const whoAsked = ({ event, followers: contacts = [] }: CaseSituation): Recipient[] =>
  contacts.filter(({ id }) => id === event.after.asked).flatMap((one) => toContact(one, 'follower'));

export const reviewers = (situation: AlertSituation): Recipient[] =>
  staff(situation, holders(situation, situation.record.reviewer));

/** Who is to look at an alert: its reviewer, else everybody who may be one. */
export const eligibleReviewers = (situation: AlertSituation): Recipient[] =>
  firstOf(
    () => reviewers(situation),
    () => staff(situation, membersOfGroups(situation.directory, situation.definition.type.groups.reviewers)),
  );

export const raiser = (situation: AlertSituation): Recipient[] =>
  staff(situation, whoRaised(situation, situation.record.createdBy)).map((one) => ({ ...one, audience: 'raiser' }));

/** Whether somebody did what the event says. What a rule, a clock or a signal did is nobody's own doing. */
export const didIt = (actor: Actor, { id }: Recipient): boolean =>
  (actor.kind === 'user' || actor.kind === 'requester') && id === actor.id;
