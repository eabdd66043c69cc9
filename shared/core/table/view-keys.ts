import { ownerKey } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { type Key, partitionOf, questionPrefix } from '#shared/core/table/keys.ts';

// Keys of views, and of how many records they hold.

export interface ViewedRef {
  kind: 'case' | 'alert';
  id: string;
}

export const viewKey = (key: string): Key => ({ pk: `VIEW#${key}`, sk: 'view' });
/** The views of a person, those shared with a team, and all of them. */
export const viewsOf = (reader: PersonOrGroup | 'everybody'): string =>
  `VIEWS#${reader === 'everybody' ? 'all' : ownerKey(reader)}`;
export const viewEntryKey = (reader: PersonOrGroup | 'everybody', key: string): Key => ({
  pk: viewsOf(reader),
  sk: key,
});

/** The conditions whose records are counted as they change, so that functions know them all. */
export const questionPartition = 'QUESTION';
export const questionKey = (id: string): Key => ({ pk: questionPartition, sk: `${questionPrefix}${id}` });

/** The cases that somebody is kept out of. */
const lockPrefix = 'locked#';
export const lockKey = (person: string, caseId: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `${lockPrefix}${caseId}`,
});
export const locksOf = (person: string) => ({ pk: `PERSON#${person}`, prefix: lockPrefix });

/** The cases that somebody follows. */
export const followerPartition = (person: string, openness: 'open' | 'closed'): string =>
  `case#follower#${person}#${openness}`;
export const followerItem = (
  { id, createdAt }: { id: string; createdAt: string },
  { person, openness }: { person: string; openness: 'open' | 'closed' },
) => ({
  pk: partitionOf({ kind: 'case', id }),
  sk: `follower#${person}`,
  recordId: id,
  gsi1pk: followerPartition(person, openness),
  gsi1sk: `${createdAt}#${id}`,
});

/** Below a record: whom it concerned before. With the record that goes, too. */
export const formerPrefix = 'former#';
export const formerPartition = (contactId: string, kind: 'case' | 'alert'): string =>
  `${kind}#${formerPrefix}${contactId}`;
export const formerItem = (
  kind: 'case' | 'alert',
  { id, createdAt }: { id: string; createdAt: string },
  contactId: string,
) => ({
  pk: partitionOf({ kind, id }),
  sk: `${formerPrefix}${contactId}`,
  recordId: id,
  gsi1pk: formerPartition(contactId, kind),
  gsi1sk: `${createdAt}#${id}`,
});

// A count is spread: as many changes a second of records that look alike as a stage lets in are
// written side by side, and reading costs a Query more for each.
const tallyShards = 4;
export const everyTallyShard: readonly number[] = Array.from({ length: tallyShards }, (_, shard) => shard);
/** By the last character of a ULID, which is random. */
const tallyShardOf = (id: string): number => id.charCodeAt(id.length - 1) % tallyShards;

export const tallyPartition = (question: string, shard: number): string => `TALLY#${question}#${shard}`;
/** How many records of a shard are alike to all who ask. */
export const tallyKey = (question: string, cell: string, id: string): Key => ({
  pk: tallyPartition(question, tallyShardOf(id)),
  sk: cell,
});

/** As what a record is counted. It outlives the record until that is taken from the counts. */
export const viewedKey = ({ kind, id }: ViewedRef): Key => ({ pk: `VIEWED#${kind}#${id}`, sk: 'viewed' });
/** Records that time alone will count otherwise, by the instant. */
export const viewedPartition = (kind: ViewedRef['kind'], shard: number): string => `viewed#${kind}#${shard}`;
export const viewedIndexKeys = ({ kind, id }: ViewedRef, at: string): Record<string, string> => ({
  gsi4pk: viewedPartition(kind, tallyShardOf(id)),
  gsi4sk: `${at}#${id}`,
});
