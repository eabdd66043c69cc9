import { foldAddress } from '#shared/core/records/address.ts';
import { ownerKey } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { growing, type Key, partitionOf, type SubjectRef, shardOf } from '#shared/core/table/keys.ts';

// Keys of how a case is found, who stands around it, and whose work it is.

/**
 * Who raised a case whose requester staff are not to know. Nothing reads it but what writes to
 * them.
 */
export const hiddenRequesterKey = (caseId: string): Key => ({
  pk: partitionOf({ kind: 'case', id: caseId }),
  sk: 'requester',
});

/** The links that open a case to its requester, by the hashes of their tokens. */
export const portalLinkPrefix = `${growing}link#`;
export const portalLinkKey = (caseId: string, hash: string): Key => ({
  pk: partitionOf({ kind: 'case', id: caseId }),
  sk: `${portalLinkPrefix}${hash}`,
});

/** Who asks from outside to follow a case, until they confirm it. */
export const followRequestKey = (caseId: string, id: string): Key => ({
  pk: partitionOf({ kind: 'case', id: caseId }),
  sk: `${growing}following#${id}`,
});

export const referenceKey = (reference: string): Key => ({ pk: `REFERENCE#${reference}`, sk: 'reference' });

/** The link from a contact to what concerns them; newest last. */
export const contactLinkPrefix = (kind: 'case' | 'alert'): string => `${kind}#`;
/** The newest alert of a type about a contact: what another one may be a repeat of. */
export const latestAlertKey = (contactId: string, type: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `latest-alert#${type}`,
});
/** The turns of those who join the open case of a contact and a type, or make it. */
export const openCaseKey = (contactId: string, type: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `open-case#${type}`,
});
export const contactLinkKey = (contactId: string, kind: 'case' | 'alert', createdAt: string, id: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${contactLinkPrefix(kind)}${createdAt}#${id}`,
});

/**
 * The link from a contact to the cases that concern them without being theirs: as a client, or as
 * somebody whom another's case was raised for.
 */
export const clientLinkPrefix = 'client#';
export const clientLinkKey = (contactId: string, createdAt: string, caseId: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${clientLinkPrefix}${createdAt}#${caseId}`,
});

/** Where the contacts lie that have a mail address, however it is written. */
export const addressPartition = (email: string): string => `EMAIL#${foldAddress(email)}`;
export const addressKey = (email: string, contactId: string): Key => ({ pk: addressPartition(email), sk: contactId });

/** Where the open cases of a type in a square of the map lie. */
export const placePartition = (type: string, square: string): string => `PLACE#${type}#${square}`;
export const placeKey = (type: string, square: string, place: string): Key => ({
  pk: placePartition(type, square),
  sk: place,
});

export type WorkKind = 'case' | 'alert' | 'task';
/** Where open work lies: with a person, with a team, or with nobody, by its type. */
export const workIn = (place: PersonOrGroup | { type: string }): string =>
  `WORK#${'type' in place ? `type:${place.type}` : ownerKey(place)}`;
export const workPrefix = (kind: WorkKind): string => `${kind}#`;
export const workKey = (kind: WorkKind, place: PersonOrGroup | { type: string }, order: string): Key => ({
  pk: workIn(place),
  sk: `${workPrefix(kind)}${order}`,
});
/** Whether work may be dealt to a person: when they are away, and what was dealt to them last. */
export const availabilityKey = (person: string): Key => ({ pk: `PERSON#${person}`, sk: 'availability' });
/** That a record was found to be forgotten, and where all of them stand by since when. */
export const forgottenKey = (subject: SubjectRef): Key => ({ pk: partitionOf(subject), sk: 'forgotten' });
export const forgottenPartition = (shard: number): string => `forgotten#${shard}`;
export const forgottenItem = (
  { kind, id }: { kind: 'case' | 'alert'; id: string },
  { type, since }: { type: string; since: string },
) => ({
  ...forgottenKey({ kind, id }),
  kind,
  recordId: id,
  type,
  since,
  gsi1pk: forgottenPartition(shardOf(id)),
  gsi1sk: `${since}#${kind}#${id}`,
});
/** How far the check for them is. */
export const forgottenCheckKey: Key = { pk: 'FORGOTTEN', sk: 'check' };
