import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import { holdsRole, isManagerRole } from '#shared/casework/cases/people/people.ts';
import { requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { foldAddress, isSameAddress } from '#shared/core/records/address.ts';
import type { Actor, PersonOrGroup } from '#shared/core/records/primitives.ts';
import { type Directory, type DirectoryPerson, membersOfGroups } from '#shared/mail/notifications/directory.ts';

// Who hears of something. The table of notifications says whom an event concerns; `mayBeTold` says, for every mail alike, whether its reader may know.

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
  /** Something is taken back from them, such as an invitation: they hear that also where the case is not theirs to see any more. */
  isFormer?: true | undefined;
  /** Nobody has shown that they read this address: somebody may have written that of somebody else. */
  isUnconfirmed?: true | undefined;
  /** Somebody asks from outside to follow the case, and is no follower yet. */
  isAsking?: true | undefined;
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
  /** It is told to the requester of a case that was merged into the one of the event: `record` is theirs, as it goes on. */
  isOfMerged?: true;
  /** Who asks to follow it by this event. */
  asking?: { id: string; name: string; email: string } | undefined;
}
/** A case with all by which it is decided who may know of it. */
export interface CaseStanding {
  kind: 'case';
  record: Case;
  definition: CaseDefinition;
  directory: Directory;
  /** The addresses, folded, of everybody who is kept out of the case: one person may be known by several ids. */
  lockedAddresses?: ReadonlySet<string> | undefined;
}
export interface AlertStanding {
  kind: 'alert';
  record: Alert;
  definition: AlertDefinition;
  directory: Directory;
}
/** An event of a case with all that its mails depend on. The record is the one of the event: as it was then. */
export type CaseSituation = CaseStanding & Around;
export type AlertSituation = AlertStanding & Around;
/** What a contact is told of itself, whichever cases it has. */
export type ContactSituation = Around & { kind: 'contact'; record: Contact; cases: readonly CaseSituation[] };
/** An event of a record that has a type. */
export type TypedSituation = CaseSituation | AlertSituation;
export type Situation = TypedSituation | ContactSituation;
export type Standing = CaseStanding | AlertStanding | Pick<ContactSituation, 'kind'>;

const mayView = (situation: CaseStanding | AlertStanding, person: DirectoryPerson): boolean =>
  situation.kind === 'case'
    ? mayOnCase(person, 'view', situation.definition.type, situation.record)
    : mayOnAlert(person, 'view', situation.definition.type, situation.record);

type Told = Pick<Recipient, 'id' | 'address' | 'audience' | 'isFormer' | 'isAsking'>;

/** A hidden requester is asked for by id alone: by address, the locks would tell staff whose address it is. */
const isLockedOut = ({ record, lockedAddresses }: CaseStanding, { id, address }: Told): boolean =>
  (id !== undefined && record.locks.includes(id)) || (lockedAddresses?.has(foldAddress(address)) ?? false);

const mayReaderOfCaseKnow = (situation: CaseStanding, { id, audience, isAsking }: Told, isByHand: boolean): boolean => {
  const { record, directory } = situation;
  switch (audience) {
    case 'requester':
      return id === requesterIdOf(record) || (record.anonymous === true && id === record.id);
    case 'follower': {
      if (isAsking) return !record.private;
      const isOfCase = isByHand && id !== undefined && (record.clients.includes(id) || holdsRole(record, id));
      return isOfCase || ((isByHand || !record.private) && record.subscriptions.some((one) => one.id === id));
    }
    default: {
      const person = id === undefined ? undefined : directory.people.get(id);
      return person !== undefined && mayView(situation, person);
    }
  }
};

/**
 * Whether somebody may be told of a record as it stands. Every mail asks here when it is decided on, and again with the newest record
 * when it is sent. Staff hear of what the access policy lets them open; those outside of their own, also of a private case; nobody who is kept out of a
 * case, and nobody of what lies in the trash.
 *
 * @param isByHand staff wrote it to this person: clients, who are told nothing by notifications, may get it
 */
export const mayBeTold = (standing: Standing, reader: Told, { isByHand = false } = {}): boolean => {
  switch (standing.kind) {
    case 'contact':
      return true;
    case 'alert': {
      const person = reader.id === undefined ? undefined : standing.directory.people.get(reader.id);
      return person !== undefined && mayView(standing, person);
    }
    case 'case':
      if (isLockedOut(standing, reader)) return false;
      if (reader.isFormer) return true;
      return !standing.record.trashedAt && mayReaderOfCaseKnow(standing, reader, isByHand);
  }
};

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
export const taskCaretakers = (situation: CaseSituation): Recipient[] =>
  firstOf(
    () => taskOwners(situation),
    () => caretakers(situation),
  );

export const escalationGroup = (situation: CaseSituation): Recipient[] =>
  staff(situation, membersOfGroups(situation.directory, situation.definition.type.groups.escalation));

const toContact = (contact: Contact, audience: Audience): Recipient[] => {
  const { id, email, name, language, timeZone, unconfirmed } = contact;
  const isUnconfirmed = unconfirmed && true;
  return email
    ? [{ id, address: email, name, audience, language, timeZone, ...(isUnconfirmed && { isUnconfirmed }) }]
    : [];
};

/** The groups that a level of a ladder names. */
export const calledIn = (situation: CaseSituation): Recipient[] =>
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
export const whoseDetails = ({ record, event: { before } }: ContactSituation): Recipient[] => {
  const was = before?.email;
  const isElsewhere = typeof was === 'string' && !isSameAddress(was, record.email);
  // Without an id: what its owner wants now is not known of an address that they have left.
  const former: Recipient[] = isElsewhere ? [{ address: was, audience: 'requester', isFormer: true }] : [];
  // Without the name, which may be part of what somebody else changed.
  return [...toContact(record, 'requester').map((one) => ({ ...one, name: undefined })), ...former];
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
    return (
      contacts
        .filter(({ id }) => asking.has(id) && id !== contact?.id)
        // They have confirmed the address for this case.
        .flatMap((one) => toContact(one, 'follower').map(({ isUnconfirmed: _no, ...reader }) => reader))
    );
  };

/** Whoever has just asked to follow a case. */
export const whoAsked = ({ asking }: CaseSituation): Recipient[] => {
  if (!asking) return [];
  const { id, name, email } = asking;
  return [{ id, address: email, name, audience: 'follower', isUnconfirmed: true, isAsking: true }];
};

/** Who wrote a mail that came in, where it is confirmed that they did. */
export const whoMailed = (situation: CaseSituation): Recipient[] => {
  const { event, record, contact, followers: contacts = [] } = situation;
  const { actor } = event;
  if (actor.kind === 'user') return staff(situation, whoRaised(situation, actor));
  if (actor.kind !== 'requester') return [];
  if (actor.id === contact?.id || actor.id === record.id || actor.id === 'by-mail') return requester(situation);
  return contacts.filter(({ id }) => id === actor.id).flatMap((one) => toContact(one, 'follower'));
};

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
