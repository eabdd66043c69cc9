// Keys are built in this folder alone; docs/data-model.md has the question of each. What only grows
// sorts after `~`, so the first page of a partition is the screen of a record.

import { saysNothing } from '#shared/core/records/anonymised.ts';

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

export const growing = '~';

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
export const padded = (version: number): string => version.toString().padStart(10, '0');

export const eventPrefix = `${growing}event#`;
/** Events of one version of a record. */
export const eventsOfVersion = (version: number): string => `${eventPrefix}${padded(version)}`;
/** The version that an event is of, by its sort key. */
export const versionOfEvent = (sk: string): number => Number(sk.slice(eventPrefix.length).split('#')[0]);
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

export const momentKey = (subject: Place): Key => ({ pk: partitionOf(subject), sk: 'moment' });

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
/**
 * What the deployment signs with: cursors of lists, the addresses that people reply to, messages to
 * webhooks. A function reads those that `infra/functions.ts` gives it.
 */
export type SecretName = 'cursors' | 'replies' | 'opt-outs' | 'webhooks';
export const secretPartition = (name: SecretName | '*'): string => `SECRET#${name}`;
export const secretKey = (name: SecretName): Key => ({ pk: secretPartition(name), sk: 'secret' });
const secretPrefix = secretPartition('*').slice(0, -1);
export const isSecretKey = ({ pk }: Partial<Key>): boolean => pk?.startsWith(secretPrefix) ?? false;

// A partition of an index takes some 500 such writes a second: two carry the 1,000 changes a second
// of one type that production lets in. With four a page would cost half as much again.
export const shards = 2;

/** Which shard a record is in: by the last character of its id, which is random in a ULID. */
export const shardOf = (id: string): number => id.charCodeAt(id.length - 1) % shards;
export const everyShard: readonly number[] = Array.from({ length: shards }, (_, shard) => shard);

/**
 * What is closed, by its closing; what is anonymised stands apart, until somebody writes into it.
 */
export const closedPartition = (
  kind: 'case' | 'alert',
  { type, isAnonymised, shard }: { type: string; isAnonymised: boolean; shard: number },
): string => `${kind}#${isAnonymised ? 'anonymised' : 'closed'}#${type}#${shard}`;
export const closedKeys = (
  kind: 'case' | 'alert',
  record: Parameters<typeof saysNothing>[0] & { id: string; type: string },
  closedAt: string,
): Record<string, string> => ({
  gsi4pk: closedPartition(kind, { type: record.type, isAnonymised: saysNothing(record), shard: shardOf(record.id) }),
  gsi4sk: `${closedAt}#${record.id}`,
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
