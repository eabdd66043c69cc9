import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import type { AlertDefinition } from '#shared/alerts/alert-definition.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import type { DomainEvent } from '#shared/events/event.ts';
import { type Directory, type DirectoryPerson, membersOfGroups } from '#shared/notifications/directory.ts';
import type { Actor, PersonOrGroup } from '#shared/records/primitives.ts';

// Who hears of something. Nobody of staff hears of a record that the access policy would not let them open: of a private case that is its assignee or
// team and whoever raised it, not the managers and not the escalation group. Its requester sees it in the portal, so they are told as of any other.

/** For whom a mail is written: it decides what the mail may say and where its links lead. */
export type Audience = 'staff' | 'requester';

export interface Recipient {
  address: string;
  name?: string | undefined;
  /** Of the person or the contact; what they did themselves they are not told. */
  id?: string | undefined;
  audience: Audience;
}

interface Around {
  event: Pick<DomainEvent, 'eventId' | 'type' | 'occurredAt' | 'actor' | 'after' | 'subject'>;
  directory: Directory;
  /** Whom the record is about. */
  contact?: Contact | undefined;
}
/** An event of a case with all that its mails depend on. The record is the one of the event: as it was then. */
export type CaseSituation = Around & { kind: 'case'; record: Case; definition: CaseDefinition };
export type AlertSituation = Around & { kind: 'alert'; record: Alert; definition: AlertDefinition };
export type Situation = CaseSituation | AlertSituation;

const mayView = (situation: Situation, person: DirectoryPerson): boolean =>
  situation.kind === 'case'
    ? mayOnCase(person, 'view', situation.definition.type, situation.record)
    : mayOnAlert(person, 'view', situation.definition.type, situation.record);

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

export const escalationGroup = (situation: CaseSituation): Recipient[] =>
  staff(situation, membersOfGroups(situation.directory, situation.definition.type.groups.escalation));

/** The contact of the case, else whoever it was raised for. */
export const requester = ({ record, contact }: CaseSituation): Recipient[] => {
  if (contact?.email) return [{ id: contact.id, address: contact.email, name: contact.name, audience: 'requester' }];
  const { onBehalfOf } = record;
  if (record.contactId || !onBehalfOf || 'contactId' in onBehalfOf || !onBehalfOf.email) return [];
  return [{ address: onBehalfOf.email, name: onBehalfOf.name, audience: 'requester' }];
};

export const reviewers = (situation: AlertSituation): Recipient[] =>
  staff(situation, holders(situation, situation.record.reviewer));

export const raiser = (situation: AlertSituation): Recipient[] =>
  staff(situation, whoRaised(situation, situation.record.createdBy));

/** Whether somebody did what the event says. What a rule, a clock or a signal did is nobody's own doing. */
export const didIt = (actor: Actor, { id }: Recipient): boolean =>
  (actor.kind === 'user' || actor.kind === 'requester') && id === actor.id;
