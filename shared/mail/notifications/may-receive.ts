import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import { holdsRole } from '#shared/casework/cases/people/people.ts';
import { requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import type { AlertStanding, CaseStanding, Recipient, Standing } from '#shared/mail/notifications/context.ts';
import type { DirectoryPerson } from '#shared/mail/notifications/directory.ts';

/** Whether a member of staff may open the record. */
export const mayView = (context: CaseStanding | AlertStanding, person: DirectoryPerson): boolean =>
  context.kind === 'case'
    ? mayOnCase(person, 'view', context.definition.type, context.record)
    : mayOnAlert(person, 'view', context.definition.type, context.record);

type PossibleRecipient = Pick<Recipient, 'id' | 'address' | 'audience' | 'isFormer' | 'isAsking'>;

/**
 * A hidden requester is asked for by id alone: by address, the locks would show staff whose address
 * it is.
 */
const isLockedOut = ({ record, lockedAddresses }: CaseStanding, { id, address }: PossibleRecipient): boolean =>
  (id !== undefined && record.locks.includes(id)) || (lockedAddresses?.has(foldAddress(address)) ?? false);

const mayReaderOfCaseKnow = (
  context: CaseStanding,
  { id, audience, isAsking }: PossibleRecipient,
  isByHand: boolean,
): boolean => {
  const { record, directory } = context;
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
      return person !== undefined && mayView(context, person);
    }
  }
};

/** By whom a reader was chosen, where it was no notification. */
export interface Choice {
  isByHand?: boolean;
  isAutomated?: boolean;
}

/**
 * Whether a person may get mail of a record as it is now; asked when a mail is decided on, and
 * again when it is sent: docs/decisions/0039. `choice`: who chose this person.
 */
export const mayReceive = (
  standing: Standing,
  reader: PossibleRecipient,
  { isByHand = false, isAutomated = false }: Choice = {},
): boolean => {
  switch (standing.kind) {
    case 'contact':
      return true;
    case 'alert': {
      // What an automation writes to the contact says nothing of the alert.
      if (reader.audience === 'requester') return isAutomated && reader.id === standing.record.contactId;
      const person = reader.id === undefined ? undefined : standing.directory.people.get(reader.id);
      return person !== undefined && mayView(standing, person);
    }
    case 'case':
      if (isLockedOut(standing, reader)) return false;
      if (reader.isFormer) return true;
      return !standing.record.trashedAt && mayReaderOfCaseKnow(standing, reader, isByHand);
  }
};
