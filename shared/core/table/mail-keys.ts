import { foldAddress } from '#shared/core/records/address.ts';
import { growing, type Key, type Place, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';

// Keys of mail: what goes out, what comes in, and who wants none.

export const messagePrefix = 'message#';
export const messageKey = (subject: SubjectRef, messageId: string): Key => ({
  pk: partitionOf(subject),
  sk: `${messagePrefix}${messageId}`,
});
/** That a mail that came in was put on a record: it may arrive twice. */
export const receivedKey = (subject: SubjectRef, messageId: string): Key => ({
  pk: partitionOf(subject),
  sk: `${growing}received#${messageId}`,
});

/** Mails that came in and are on no case; newest last. */
export const setAsidePartition = 'SET-ASIDE';
export const setAsideKey = (at: string, mail: string): Key => ({ pk: setAsidePartition, sk: `${at}#${mail}` });

export const mailPrefix = `${growing}mail#`;
export const mailKey = (subject: Place, eventId: string, notification: string, recipient: string): Key => ({
  pk: partitionOf(subject),
  sk: `${mailPrefix}${eventId}#${notification}#${recipient}`,
});
/** Where the mails of a batch are found, in the order of their events. */
export const batchPartition = (batch: string): string => `batch#${batch}`;
export const batchIndexKeys = (batch: string, mail: string): Record<string, string> => ({
  gsi1pk: batchPartition(batch),
  gsi1sk: mail,
});

/** A person's delivery preferences. */
export const preferencesKey = (person: string): Key => ({ pk: `PERSON#${person}`, sk: 'notification-settings' });
/**
 * Addresses that are not mailed any more share a partition, so that an administrator can look
 * through them; each is asked for by its key.
 */
export const suppressionPartition = 'SUPPRESSION';
export const suppressionKey = (address: string): Key => ({
  pk: suppressionPartition,
  sk: foldAddress(address),
});

/** That a contact wants no more mail of a kind. */
const optOutPrefix = 'opt-out#';
export const optOutKey = (contactId: string, kind: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${optOutPrefix}${kind}`,
});
