import type { Activity } from '#shared/casework/activities/activity.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import { hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import { isManagerRole } from '#shared/casework/cases/people/people.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import type { Actor, PersonOrGroup } from '#shared/core/records/primitives.ts';
import type {
  AlertMailContext,
  Audience,
  CaseMailContext,
  ContactMailContext,
  MailContext,
  Recipient,
  TypedMailContext,
} from '#shared/mail/notifications/context.ts';
import { type DirectoryPerson, membersOfGroups } from '#shared/mail/notifications/directory.ts';
import { mayView } from '#shared/mail/notifications/may-receive.ts';
import { hears } from '#shared/mail/notifications/subscribed-events.ts';

// Whom an event concerns. Whether they may know is asked of every mail alike: may-receive.ts.

const staff = (context: TypedMailContext, people: readonly DirectoryPerson[]): Recipient[] =>
  people
    .filter((person) => mayView(context, person))
    .map(({ id, email, name }): Recipient => ({ id, address: email, name, audience: 'staff' }));

const holders = (
  { directory }: Pick<MailContext, 'directory'>,
  owner: PersonOrGroup | undefined,
): DirectoryPerson[] => {
  if (!owner) return [];
  if ('group' in owner) return membersOfGroups(directory, [owner.group]);
  const person = directory.people.get(owner.user);
  return person ? [person] : [];
};

const whoRaised = ({ directory }: TypedMailContext, by: Actor): DirectoryPerson[] => {
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
const assigned = (context: CaseMailContext): Recipient[] => staff(context, holders(context, context.record.assignee));

/** The task of an event. */
export const taskOf = ({ event: { after } }: CaseMailContext): Task | undefined =>
  'task' in after ? after.task : undefined;

/** The appointment of an event. */
export const appointmentOf = ({ event: { after } }: Pick<CaseMailContext, 'event'>): Appointment | undefined =>
  'appointment' in after ? after.appointment : undefined;

/** The person who has the task, or everybody of the team that has it. */
const taskOwners = (context: CaseMailContext): Recipient[] =>
  staff(context, holders(context, taskOf(context)?.assignee));

/**
 * Who looks after a case: its assignee; while nobody who can be reached has it every manager who
 * may see it; else, as with a private case, its creator.
 */
const caretakers = (context: CaseMailContext): Recipient[] => {
  const { record } = context;
  return firstOf(
    () => assigned(context),
    () => managers(context),
    () => staff(context, whoRaised(context, record.createdBy)),
  );
};

/** Nobody where the case was given to a person with an address. */
const caretakersUnlessTaken = (context: CaseMailContext): Recipient[] => {
  const { assignee } = context.record;
  const isTaken = assignee !== undefined && 'user' in assignee && assigned(context).length > 0;
  return isTaken ? [] : caretakers(context);
};

/**
 * The case manager: who holds the role that the type calls so, else the assignee, else every
 * manager, as for those who look after it.
 */
const caseManager = (context: CaseMailContext): Recipient[] => {
  const { definition, directory, record } = context;
  const holding = record.roles.filter(({ role, to }) => to === undefined && isManagerRole(definition.type, role));
  return firstOf(
    () =>
      staff(
        context,
        holding.flatMap(({ id }) => directory.people.get(id) ?? []),
      ),
    () => caretakers(context),
  );
};

/** Who has a task; who looks after the case while nobody who can be reached has it. */
const taskCaretakers = (context: CaseMailContext): Recipient[] =>
  firstOf(
    () => taskOwners(context),
    () => caretakers(context),
  );

/** Everybody who manages cases of its type. */
const managers = (context: CaseMailContext): Recipient[] =>
  staff(context, membersOfGroups(context.directory, context.definition.type.groups.managers));

const escalationGroup = (context: CaseMailContext): Recipient[] =>
  staff(context, membersOfGroups(context.directory, context.definition.type.groups.escalation));

export const toContact = (contact: Contact, audience: Audience): Recipient[] => {
  const { id, email, name, language, timeZone, unconfirmed } = contact;
  const isUnconfirmed = unconfirmed && true;
  return email
    ? [{ id, address: email, name, audience, language, timeZone, ...(isUnconfirmed && { isUnconfirmed }) }]
    : [];
};

/** The groups that a level of a ladder names. */
const calledIn = (context: CaseMailContext): Recipient[] => {
  const { event, directory } = context;
  return event.type === 'Case Escalated' ? staff(context, membersOfGroups(directory, event.after.groups ?? [])) : [];
};

/** The contact of the case, else its anonymous creator, else the contact it was raised for. */
export const requester = ({ record, contact }: CaseMailContext): Recipient[] => {
  if (record.anonymous) return [{ id: record.id, address: hiddenAddress, audience: 'requester', isUnconfirmed: true }];
  if (contact?.email) return toContact(contact, 'requester');
  const { onBehalfOf } = record;
  if (record.contactId || !onBehalfOf || 'contactId' in onBehalfOf || !onBehalfOf.email) return [];
  // Of whom staff raise a case they know the address; a requester may have written anybody's.
  const isUnconfirmed = record.createdBy.kind === 'requester' ? { isUnconfirmed: true as const } : {};
  return [{ id: record.id, address: onBehalfOf.email, name: onBehalfOf.name, audience: 'requester', ...isUnconfirmed }];
};

/**
 * Whose contact details changed: at their address, and at the former one, in case another person
 * changed it without their knowledge.
 */
const whoseDetails = ({ record, event }: ContactMailContext): Recipient[] => {
  const was = event.type === 'Contact Updated' ? event.before?.email : undefined;
  const isElsewhere = was !== undefined && !isSameAddress(was, record.email);
  // Without an id: what its owner wants now is not known of an address that they have left.
  const former: Recipient[] = isElsewhere ? [{ address: was, audience: 'requester', isFormer: true }] : [];
  // Without the name, which may be part of what somebody else changed.
  return [...toContact(record, 'requester').map((one) => ({ ...one, name: undefined })), ...former];
};

/** Whose an appointment is: the team that it names, else those who look after the case. */
const hosts = (context: CaseMailContext): Recipient[] => {
  const group = appointmentOf(context)?.group;
  return group === undefined ? caretakers(context) : staff(context, membersOfGroups(context.directory, [group]));
};

/** The activity that an event tells of. */
export const activityOf = ({ event: { after } }: Pick<CaseMailContext, 'event'>): Activity | undefined =>
  'activity' in after ? after.activity : undefined;

/** Who has an activity, and who of staff takes part; who looks after the case while nobody does. */
const activityHolders = (context: CaseMailContext): Recipient[] => {
  const { assignee, people = [] } = activityOf(context) ?? {};
  const taking = people.flatMap((id) => context.directory.people.get(id) ?? []);
  return firstOf(
    () => staff(context, [...holders(context, assignee), ...taking]),
    () => caretakers(context),
  );
};

/** The requester, where they take part in the activity: of any other they know nothing. */
const takingPart = (context: CaseMailContext): Recipient[] =>
  requester(context).filter(({ id }) => id !== undefined && activityOf(context)?.people?.includes(id));

/** Staff whose subscription includes a notification. */
const subscribers = (context: CaseMailContext, notification: string): Recipient[] => {
  const { record, directory, event } = context;
  const asking = record.subscriptions.filter((one) => hears(one, notification, event));
  return staff(
    context,
    asking.flatMap(({ id }) => directory.people.get(id) ?? []),
  );
};

/**
 * Contacts whose subscription to another person's case includes a notification. Only for what the
 * public may know: not that a case was private from the beginning.
 */
const followers = (context: CaseMailContext, notification: string): Recipient[] => {
  const { record, event, contact, followers: contacts = [] } = context;
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
const askingFollower = ({ asking, record }: CaseMailContext): Recipient[] => {
  if (!asking || record.private) return [];
  const { id, name, email } = asking;
  return [{ id, address: email, name, audience: 'follower', isUnconfirmed: true, isAsking: true }];
};

/** Who wrote a mail that came in, where it is confirmed that they did. */
const mailSender = (context: CaseMailContext): Recipient[] => {
  const { event, record, contact, followers: contacts = [] } = context;
  const { actor } = event;
  if (actor.kind === 'user') return staff(context, whoRaised(context, actor));
  if (actor.kind !== 'requester') return [];
  if (actor.id === contact?.id || actor.id === record.id || actor.id === 'by-mail') return requester(context);
  return contacts.filter(({ id }) => id === actor.id).flatMap((one) => toContact(one, 'follower'));
};

const reviewers = (context: AlertMailContext): Recipient[] => staff(context, holders(context, context.record.reviewer));

/** Everybody who may review alerts of its type. */
const possibleReviewers = (context: AlertMailContext): Recipient[] =>
  staff(context, membersOfGroups(context.directory, context.definition.type.groups.reviewers));

/** Who is to look at an alert: its reviewer, else everybody who may be one. */
const eligibleReviewers = (context: AlertMailContext): Recipient[] =>
  firstOf(
    () => reviewers(context),
    () => possibleReviewers(context),
  );

const raiser = (context: AlertMailContext): Recipient[] =>
  staff(context, whoRaised(context, context.record.createdBy)).map((one) => ({ ...one, audience: 'raiser' }));

/** The staff among whom an automation found somebody: a person, or everybody of a team. */
export const staffMeant = (context: MailContext, owner: PersonOrGroup): Recipient[] => {
  const people = holders(context, owner);
  return context.kind === 'contact'
    ? people.map(({ id, email, name }) => ({ id, address: email, name, audience: 'staff' }))
    : staff(context, people);
};

/**
 * To whom notifications of a case go, by the names that they are declared with. `key`: of the
 * notification.
 */
export const caseRecipients = {
  activityHolders,
  assigned,
  calledIn,
  caretakers,
  caretakersUnlessTaken,
  caseManager,
  escalationGroup,
  hosts,
  managers,
  requester,
  taskCaretakers,
  taskOwners,
  takingPart,
  subscribers,
  followers,
  askingFollower,
  mailSender,
};
export const alertRecipients = { reviewers, eligibleReviewers, possibleReviewers, raiser };
export const contactRecipients = { whoseDetails };

/**
 * Whether somebody did what the event says. What a rule, a clock or a signal did is nobody's own
 * doing.
 */
export const didIt = (actor: Actor, { id }: Recipient): boolean =>
  (actor.kind === 'user' || actor.kind === 'requester') && id === actor.id;
