import { foldAddress } from '#shared/core/records/address.ts';
import { ownerKey } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

// Every key is built here and in list-keys.ts; docs/data-model.md has its question. What grows
// sorts after `~`, so the first page of a partition is the screen of a record.

/** What a list may be of, and in what order. Each pair is an index. */
const listScopes = ['owner', 'type', 'all'] as const;
export type ListScope = (typeof listScopes)[number];
const listOrders = ['createdAt', 'updatedAt', 'dueAt', 'priority'] as const;
export type ListOrder = (typeof listOrders)[number];
type ListIndex = `${ListScope}-${ListOrder}`;

const overloadedIndexes = ['gsi1', 'gsi2', 'gsi3', 'gsi4'] as const;
export type IndexName = (typeof overloadedIndexes)[number] | ListIndex;

/**
 * The table as infrastructure declares it: four overloaded indexes of whole items, and those of
 * lists. Indexes of a scope share its partitions, those of an order what they are sorted by.
 */
export const tableDefinition = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  indexes: [
    ...overloadedIndexes,
    ...listScopes.flatMap((scope) => listOrders.map((order): ListIndex => `${scope}-${order}`)),
  ] as readonly IndexName[],
} as const;

const listIndexNames = (index: IndexName): [scope: string, order: string] | undefined => {
  const dash = index.indexOf('-');
  return dash === -1 ? undefined : [index.slice(0, dash), index.slice(dash + 1)];
};
type OverloadedIndex = (typeof overloadedIndexes)[number];
export const indexPartitionKey = (index: IndexName) =>
  `${listIndexNames(index)?.[0] ?? index}pk` as `${OverloadedIndex | ListScope}pk`;
export const indexSortKey = (index: IndexName) =>
  `${listIndexNames(index)?.[1] ?? index}sk` as `${OverloadedIndex | ListOrder}sk`;
/** What an index holds beside keys; whole items where it names nothing. */
export const attributesIn = (index: IndexName): readonly string[] | undefined => listIndexNames(index) && ['row'];

export interface Key {
  pk: string;
  sk: string;
}

export type RecordKind = 'case' | 'alert' | 'contact' | 'configuration';

/** A record that has its own partition, events below it, and a version. */
export interface SubjectRef {
  kind: RecordKind;
  id: string;
}

/** What waits for an instant without being a record. */
export type TimerKind =
  | 'batch' // mails to one person
  | 'delay' // a run of a rule
  | 'quiet' // a record to which nothing happens
  | 'schedule' // the next occasion of a rule
  | 'walk' // going over all records for a rule
  | 'enrolment' // a person in a workflow
  | 'publication' // the move of enrolments to another version of their workflow
  | 'webhook' // deliveries to it
  | 'crossing' // what time moves into or out of segments and counts
  | 'filling' // a part of a segment
  | 'job' // work over many records
  | 'erasing' // what lies below a record
  | 'question'; // counting all records for a view

/** Whatever has a partition of its own: a record, or a thing that waits for an instant. */
export interface Place {
  kind: RecordKind | TimerKind;
  id: string;
}

/** What a mail may be about: a record, or a batch of others. */
export interface MailPlace {
  kind: RecordKind | 'batch';
  id: string;
}

// Sort keys after `~` hold what only grows.
const growing = '~';

export const partitionOf = (subject: Place): string => `${subject.kind.toUpperCase()}#${subject.id}`;

/**
 * Configuration of one kind shares a partition, so that one consistent Query loads it; its id is
 * `<kind>/<key>`. Every other record has its own.
 */
export const recordKey = (subject: SubjectRef): Key => {
  if (subject.kind !== 'configuration') return { pk: partitionOf(subject), sk: subject.kind };
  const slash = subject.id.indexOf('/');
  return { pk: configurationPartition(subject.id.slice(0, slash)), sk: subject.id.slice(slash + 1) };
};
export const configurationPartition = (kind: string): string => `CONFIGURATION#${kind}`;
/** One item that every change of configuration rewrites; caches of configuration compare it. */
export const configurationEpochKey: Key = { pk: 'CONFIGURATION', sk: 'epoch' };

// Versions are written with ten digits so that text order is their order; a record changed 30 times
// a second reaches ten digits after ten years.
const padded = (version: number): string => version.toString().padStart(10, '0');

export const eventPrefix = `${growing}event#`;
/** Events of one version of a record. */
export const eventsOfVersion = (version: number): string => `${eventPrefix}${padded(version)}`;
export const eventKey = (subject: Place, version: number, index: number): Key => ({
  pk: partitionOf(subject),
  sk: `${eventsOfVersion(version)}#${index.toString().padStart(3, '0')}`,
});

/**
 * Of what happened to a mail about a record rather than to the record: behind the events of a
 * version, and no version of its own.
 */
export const mailEventKey = (subject: Place, version: number, eventId: string): Key => ({
  pk: partitionOf(subject),
  sk: `${eventsOfVersion(version)}#~${eventId}`,
});

export const eventBesidePrefix = `${eventPrefix}~`;
/**
 * Of what happens beside the versions of a record: below one that has gone, or to a contact by a
 * signal, in the order of time.
 */
export const eventBesideVersions = (subject: Place, eventId: string): Key => ({
  pk: partitionOf(subject),
  sk: `${eventBesidePrefix}${eventId}`,
});

export const notePrefix = 'note#';
export const noteKey = (subject: SubjectRef, noteId: string): Key => ({
  pk: partitionOf(subject),
  sk: `${notePrefix}${noteId}`,
});

/** What lies below a case. Tasks and questions wait for instants of their own. */
export type ChildKind = 'task' | 'question' | 'activity' | 'timeline' | 'sequence' | 'appointment';
export const childPrefix = (kind: ChildKind): string => `${kind}#`;
export const childKey = (caseId: string, { kind, id }: { kind: ChildKind; id: string }): Key => ({
  pk: partitionOf({ kind: 'case', id: caseId }),
  sk: `${childPrefix(kind)}${id}`,
});

/** Who is invited to an appointment, and the mails still to be sent. */
export const invitationsKey = (caseId: string, appointmentId: string): Key => ({
  pk: partitionOf({ kind: 'case', id: caseId }),
  sk: `${growing}invitations#${appointmentId}`,
});

export const filePrefix = 'file#';
export const fileKey = (caseId: string, fileId: string): Key => ({
  pk: partitionOf({ kind: 'case', id: caseId }),
  sk: `${filePrefix}${fileId}`,
});

/** By what records are counted. */
export const questionPrefix = 'counted-by#';

/**
 * Which items projections hear of, by their sort keys, as the stream filters by them. Nothing else
 * wakes their function; a projection of something else adds it here.
 */
export const projectedItems = {
  dynamodb: {
    Keys: {
      sk: {
        S: ['case', 'alert', 'contact', { prefix: notePrefix }, { prefix: filePrefix }, { prefix: questionPrefix }],
      },
    },
  },
};

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

export const runPrefix = `${growing}run#`;
export const runKey = (subject: SubjectRef, eventId: string, ruleId: string): Key => ({
  pk: partitionOf(subject),
  sk: `${runPrefix}${eventId}#${ruleId}`,
});
/** Of one event. */
export const runsOfEvent = (eventId: string): string => `${runPrefix}${eventId}#`;
export const runsOfRule = (ruleId: string) => ({ pk: `RUN#${ruleId}` });
const ninetyDays = 90 * 24 * 60 * 60 * 1000;
/** When a run, or what an event did not set off, is forgotten: in epoch seconds. */
export const expiryOfRun = (at: number): number => Math.ceil((at + ninetyDays) / 1000);

export type ExplainedBy = 'rules' | 'routines';
/** What an event did not set off on its record: behind its runs. */
export const explanationKey = (subject: SubjectRef, eventId: string, by: ExplainedBy): Key => ({
  pk: partitionOf(subject),
  sk: `${runsOfEvent(eventId)}~${by}`,
});

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

export const momentKey = (subject: Place): Key => ({ pk: partitionOf(subject), sk: 'moment' });

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

/** What was observed of a contact: attendance by its instant, the rest by term and course. */
export const observationPrefix = (kind: string): string => `observed#${kind}#`;
export const observationKey = (
  contactId: string,
  {
    kind,
    term = '',
    course = '',
    at,
  }: { kind: string; term?: string | undefined; course?: string | undefined; at: string },
): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${observationPrefix(kind)}${kind === 'attendance' ? `${at}#` : ''}${JSON.stringify([term, course])}`,
});

/** What a roster of the SIS says of a user, a class or a course, and when it was last modified. */
export const rosterPartition = (kind: 'user' | 'class' | 'course', id: string): string => `ROSTER#${kind}#${id}`;
export const rosterKey = (kind: 'user' | 'class' | 'course', id: string): Key => ({
  pk: rosterPartition(kind, id),
  sk: 'roster',
});
/** The enrolments of a contact as a student. */
export const rosterEnrolmentPrefix = 'enrolment#';
export const rosterEnrolmentKey = (contactId: string, sourcedId: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${rosterEnrolmentPrefix}${sourcedId}`,
});
/** The contacts of a class, and the classes of a course. */
export const rosterMemberPrefix = 'member#';
export const rosterMemberKey = (kind: 'class' | 'course', id: string, member: string): Key => ({
  pk: rosterPartition(kind, id),
  sk: `${rosterMemberPrefix}${member}`,
});

/** What of another system a record was imported from: taken once for each kind. */
export const importedKey = (kind: RecordKind, externalId: string): Key => ({
  pk: `IMPORTED#${kind}#${externalId}`,
  sk: 'imported',
});

/** Where the contacts lie that have a mail address, however it is written. */
export const addressPartition = (email: string): string => `EMAIL#${foldAddress(email)}`;
export const addressKey = (email: string, contactId: string): Key => ({ pk: addressPartition(email), sk: contactId });

/** How often a rule was carried out in an hour, by share of its limit; and that it reached it. */
export const limitKey = (ruleId: string, window: string, share: number): Key => ({
  pk: `LIMIT#${ruleId}#${window}#${share}`,
  sk: 'count',
});
export const limitReachedKey = (ruleId: string, window: string): Key => ({
  pk: `LIMIT#${ruleId}#${window}`,
  sk: 'reached',
});
/** What happens to a rule rather than to a record. It is no version of the rule. */
export const ruleEventKey = (ruleId: string, eventId: string): Key => ({
  pk: `RUN#${ruleId}`,
  sk: `${eventPrefix}~${eventId}`,
});

/** How often something happened in a window of time, by the window's first instant. */
export const rateKey = (what: string, window: string): Key => ({ pk: `RATE#${what}#${window}`, sk: 'count' });

const idempotencyPrefix = 'IDEMPOTENCY#';
export const isIdempotencyKey = ({ pk }: Key): boolean => pk.startsWith(idempotencyPrefix);
/** How long an answer is kept under its Idempotency-Key, in milliseconds: docs/guide/callers.md. */
export const answersKeptFor = 24 * 60 * 60 * 1000;
export const idempotencyKey = (callerId: string, key: string): Key => ({
  pk: `${idempotencyPrefix}${callerId}#${key}`,
  sk: 'marker',
});
export const signalKey = (mapping: string, dedupeKey: string): Key => ({
  pk: `SIGNAL#${mapping}#${dedupeKey}`,
  sk: 'signal',
});
/**
 * What the deployment signs with: cursors of lists, the addresses that people reply to, messages to
 * webhooks. A function reads those that `infra/functions.ts` gives it.
 */
export type SecretName = 'cursors' | 'replies' | 'opt-outs' | 'webhooks';
export const secretPartition = (name: SecretName | '*'): string => `SECRET#${name}`;
export const secretKey = (name: SecretName): Key => ({ pk: secretPartition(name), sk: 'secret' });

/** Where the open cases of a type in a square of the map lie. */
export const placePartition = (type: string, square: string): string => `PLACE#${type}#${square}`;
export const placeKey = (type: string, square: string, place: string): Key => ({
  pk: placePartition(type, square),
  sk: place,
});

// A partition of an index takes some 500 such writes a second: two carry the 1,000 changes a second
// of one type that production lets in. With four a page would cost half as much again.
export const shards = 2;

/** Which shard a record is in: by the last character of its id, which is random in a ULID. */
export const shardOf = (id: string): number => id.charCodeAt(id.length - 1) % shards;
export const everyShard: readonly number[] = Array.from({ length: shards }, (_, shard) => shard);

/** What is closed, by its closing; what is anonymised stands apart. */
export const closedPartition = (
  kind: 'case' | 'alert',
  { type, isAnonymised, shard }: { type: string; isAnonymised: boolean; shard: number },
): string => `${kind}#${isAnonymised ? 'anonymised' : 'closed'}#${type}#${shard}`;
export const closedKeys = (
  kind: 'case' | 'alert',
  { id, type, anonymisedAt }: { id: string; type: string; anonymisedAt?: string | undefined },
  closedAt: string,
): Record<string, string> => ({
  gsi4pk: closedPartition(kind, { type, isAnonymised: anonymisedAt !== undefined, shard: shardOf(id) }),
  gsi4sk: `${closedAt}#${id}`,
});

/**
 * Where a moment waits. `armed`: an execution waits for it; `waiting`: it lies beyond the horizon,
 * and the sweep, which reads only these, will start one: docs/decisions/0005.
 */
export const momentPartition = (state: 'armed' | 'waiting', shard: number): string => `moment#${state}#${shard}`;
export const momentIndexKeys = (subject: Place, state: 'armed' | 'waiting', at: string): Record<string, string> => ({
  gsi4pk: momentPartition(state, shardOf(subject.id)),
  gsi4sk: `${at}#${subject.kind}#${subject.id}`,
});

/** What became of the events that a webhook wants, below it; ids are in order of time. */
export const deliveryPrefix = `${growing}delivery#`;
export const deliveryKey = (webhook: string, id: string): Key => ({
  pk: partitionOf({ kind: 'webhook', id: webhook }),
  sk: `${deliveryPrefix}${id}`,
});
/** Those that are still to be sent, by the instant of their next attempt. */
export const dueDeliveryPrefix = 'due#';
export const dueDeliveryKey = (webhook: string, at: string, id: string): Key => ({
  pk: partitionOf({ kind: 'webhook', id: webhook }),
  sk: `${dueDeliveryPrefix}${at}#${id}`,
});
/** Since when a webhook has failed. */
export const webhookStandingKey = (webhook: string): Key => ({
  pk: partitionOf({ kind: 'webhook', id: webhook }),
  sk: 'standing',
});
/** What a webhook's messages are signed with. */
export const webhookSecretKey = (webhook: string): Key => ({ pk: secretPartition('webhooks'), sk: webhook });

/**
 * The change feed: what was published of a shard of the records, in the order of its numbers. They
 * have no gap, since each is taken by somebody who has seen the one before it.
 */
export const feedPartition = (shard: number): string => `FEED#${shard}`;
export const feedKey = (shard: number, number: number): Key => ({
  pk: feedPartition(shard),
  // A thousand a second for thirty years.
  sk: number.toString().padStart(12, '0'),
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
/** Where the rotation of an action of a rule stands, by its place among them. */
export const rotationKey = (ruleId: string, action: number): Key => ({ pk: `ROTATION#${ruleId}`, sk: `${action}` });

/** A person in a workflow. */
export const enrolmentKey = (id: string): Key => ({ pk: partitionOf({ kind: 'enrolment', id }), sk: 'enrolment' });
export const enrolmentPartition = (workflow: string, side: 'running' | 'ended', shard: number): string =>
  `enrolment#${workflow}#${side}#${shard}`;
export const enrolmentsOfContact = (contactId: string): string => `enrolment#contact#${contactId}`;
interface IndexedEnrolment {
  id: string;
  workflow: string;
  contactId: string;
  enrolledAt: string;
}
/**
 * The index entries of an enrolment: of its workflow, by whether it is over, and of its contact.
 */
export const enrolmentIndexKeys = (
  { id, workflow, contactId, enrolledAt }: IndexedEnrolment,
  side: 'running' | 'ended',
): Record<string, string> => ({
  gsi1pk: enrolmentPartition(workflow, side, shardOf(id)),
  gsi1sk: `${enrolledAt}#${id}`,
  gsi2pk: enrolmentsOfContact(contactId),
  gsi2sk: `${enrolledAt}#${id}`,
});

/** Who waits in a workflow for something to happen to a contact. */
export const awaitsPrefix = `${growing}awaits#`;
export const awaitsKey = (contactId: string, event: string, enrolment: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${awaitsPrefix}${event}#${enrolment}`,
});

/** That a contact wants no more mail of a kind. */
const optOutPrefix = 'opt-out#';
export const optOutKey = (contactId: string, kind: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${optOutPrefix}${kind}`,
});

/** The shards in which contacts are walked, side by side. */
export const contactShards = 4;
export const everyContactShard: readonly number[] = Array.from({ length: contactShards }, (_, shard) => shard);
/**
 * Ids of contacts are the SIS's, and may all end alike: FNV-1a (Fowler, Noll and Vo, 1991) spreads
 * them.
 */
export const contactShardOf = (contactId: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(contactId)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % contactShards;
};
/** All contacts, in the order of their ids. */
export const contactPartition = (shard: number): string => `contact#all#${shard}`;
export const contactListKeys = (id: string): Record<string, string> => ({
  gsi3pk: contactPartition(contactShardOf(id)),
  gsi3sk: id,
});

/** How far each segment has come. */
export const segmentStatePartition = 'SEGMENT';
export const segmentStateKey = (segment: string): Key => ({ pk: segmentStatePartition, sk: segment });
/** Who is in a segment by a generation of its definition. */
export const memberPartition = (segment: string, generation: string, shard: number): string =>
  `SEGMENT#${segment}#${generation}#${shard}`;
export const memberKey = ({
  segment,
  generation,
  contactId,
}: {
  segment: string;
  generation: string;
  contactId: string;
}): Key => ({ pk: memberPartition(segment, generation, contactShardOf(contactId)), sk: contactId });
/** Where a contact stands in all segments. */
export const standingKey = (contactId: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: 'segments',
});
/** Contacts whom time alone will move, by the instant. */
export const crossingPartition = (shard: number): string => `crossing#${shard}`;
export const crossingIndexKeys = (contactId: string, at: string): Record<string, string> => ({
  gsi4pk: crossingPartition(contactShardOf(contactId)),
  gsi4sk: `${at}#${contactId}`,
});

/** What events of a type did not set off on records of a kind, in the order of time. */
export const explanationPartition = (kind: RecordKind, type: string, shard: number): string =>
  `EXPLAINED#${kind}#${type}#${shard}`;
export const explanationIndexKeys = (
  { kind, id }: SubjectRef,
  { type, order }: { type: string; order: string },
): Record<string, string> => ({ gsi1pk: explanationPartition(kind, type, shardOf(id)), gsi1sk: order });

/** A job over many records, what it was asked to do, and what came of its rows. */
export const jobKey = (id: string): Key => ({ pk: partitionOf({ kind: 'job', id }), sk: 'job' });
export const jobInputKey = (id: string): Key => ({ pk: partitionOf({ kind: 'job', id }), sk: 'input' });
/** What a job has found out for its own later chunks, such as the rows that were selected. */
export const jobNotePrefix = 'kept#';
export const jobNoteKey = (id: string, number: number): Key => ({
  pk: partitionOf({ kind: 'job', id }),
  sk: `${jobNotePrefix}${padded(number)}`,
});
export const jobRowPrefix = 'row#';
export const rowsOfChunk = (chunk: number): string => `${jobRowPrefix}${padded(chunk)}#`;
export const jobRowKey = (id: string, chunk: number, row: string): Key => ({
  pk: partitionOf({ kind: 'job', id }),
  sk: `${rowsOfChunk(chunk)}${row}`,
});
export const jobsOfPerson = (person: string): string => `job#of#${person}`;
export const allJobs = 'job#all';
/** The index entries of a job: of who asked for it, and among all. */
export const jobIndexKeys = ({ id, createdAt, by }: { id: string; createdAt: string; by: string }) => ({
  gsi1pk: jobsOfPerson(by),
  gsi1sk: `${createdAt}#${id}`,
  gsi3pk: allJobs,
  gsi3sk: `${createdAt}#${id}`,
});

/** What figures are counted with: how far they are, and cells that lie in no rollup yet. */
export const insightPartition = 'INSIGHT';
export const insightStateKey: Key = { pk: insightPartition, sk: 'state' };
/** A partition of which a change could not be projected: that projection stands since then. */
export const stuckPrefix = 'standing#';
export const stuckKey = (projection: string, pk: string): Key => ({
  pk: insightPartition,
  sk: `${stuckPrefix}${projection}#${pk}`,
});
export const freshCellsPrefix = (generation: number): string => `fresh#${generation}#`;
export const freshCellsKey = (generation: number, shard: number): Key => ({
  pk: insightPartition,
  sk: `${freshCellsPrefix(generation)}${shard}`,
});
/** The cells of a series by months or by days, then by type. */
export const rollupPartition = (generation: number, series: string, level: 'month' | 'day'): string =>
  `ROLLUP#${generation}#${series}#${level}`;
export const rollupKey = (pk: string, { period, type, part }: { period: string; type: string; part: number }): Key => ({
  pk,
  sk: `${period}#${type}#${part}`,
});
/** What a record has been counted with. Beside it, so that it outlives a record that is purged. */
export const countedKey = (kind: RecordKind, id: string): Key => ({ pk: `COUNTED#${kind}#${id}`, sk: 'counted' });
/** What a person is not to see in figures: the cells of the cases that they are kept out of. */
export const keptOutPartition = (person: string): string => `KEPT-OUT#${person}`;
export const keptOutKey = (person: string, caseId: string): Key => ({ pk: keptOutPartition(person), sk: caseId });
