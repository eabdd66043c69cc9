import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Item } from '#shared/core/table/decision.ts';
import { contactShards, type Key } from '#shared/core/table/keys.ts';
import {
  type SearchedKind,
  searchTextKey,
  searchTextOf,
  searchTextPartition,
  searchTextPrefix,
} from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { instantOf } from '#shared/insight/search/rows.ts';

// What was written lately lies here, an item for each part of a record: the record itself, a note,
// a file. A search reads all of it; every now and then it is folded into segments.

/** The terms of a part of a record. */
export interface RecentText {
  key: Key;
  part: string;
  id: string;
  createdAt: string;
  /** Of a case or an alert. */
  type?: string | undefined;
  /** Which number the record had in the segments when it was written. */
  number?: number | undefined;
  terms: readonly string[];
  /** The part has no such terms any more: they are to be taken out of the segments. */
  isGone: boolean;
  /** Nothing is left of the record. */
  isWhole: boolean;
  /** Of what was written, by which it is told from what is written later. */
  written: string;
}

// How terms begin that most records have; a fifteenth less to read. What is packed needs the same.
const dictionary = Buffer.from(
  ['@contact:', '@part:group:', '@part:user:', 'faddress:t', 'femail:t', 'fname:t', 'fphone:r', 'fphone:t']
    .concat(['fpostcode:t', 'freference:t', 'r', 't'])
    .join('\n'),
);
const pack = (terms: readonly string[]): Uint8Array => deflateRawSync(Buffer.from(terms.join('\n')), { dictionary });
/** The terms of a part, as they lie in its item. */
export const unpackTerms = (bytes: unknown): string[] => {
  const text = inflateRawSync(bytes as Uint8Array, { dictionary }).toString();
  return text === '' ? [] : text.split('\n');
};

/** The part that is the record itself, and those that lie below it. */
export const recordPart = 'record';
export const partBelow = (kind: 'note' | 'file', id: string): string => `${kind}-${id}`;
const gonePart = 'gone-';

/**
 * One of 32 parts has somebody look whether there is enough to fold, by the first character of the
 * digest of what is in it: nobody needs to count.
 */
export const startsFold = (written: string): boolean => /^[AB]/.test(written);

interface WrittenText {
  kind: SearchedKind;
  id: string;
  createdAt: string;
  type?: string | undefined;
  number?: number | undefined;
  terms: readonly string[];
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 16);

/** The item of a part of a record, the same for the same terms. */
export const textItem = (part: string, { kind, id, createdAt, type, number, terms }: WrittenText): Item => {
  const bytes = pack([...new Set(terms)].sort());
  return {
    ...searchTextKey(kind, id, part),
    ...(instantOf(id) !== createdAt && { createdAt }),
    ...(type !== undefined && { type }),
    ...(number !== undefined && { number }),
    terms: bytes,
    written: digestOf(bytes),
  };
};

/** What is to be taken out of the segments; of all of a record, or of what it has no more. */
export const goneItem = (text: WrittenText, isWhole: boolean): Item => {
  const item = textItem('', text);
  const { pk, sk } = searchTextKey(text.kind, text.id, `${gonePart}${item.written}${isWhole ? '-whole' : ''}`);
  return { ...item, pk, sk, ...(isWhole && { whole: true }) };
};

const textIn = ({ pk, sk, createdAt, type, number, terms, whole, written }: Item): RecentText => {
  const { id, part } = searchTextOf(sk);
  let unpacked: string[] | undefined;
  return {
    key: { pk, sk },
    part,
    id,
    createdAt: createdAt === undefined ? instantOf(id) : String(createdAt),
    type: type as string | undefined,
    number: number as number | undefined,
    // Of thousands that are read, often few are folded.
    get terms() {
      unpacked ??= unpackTerms(terms);
      return unpacked;
    },
    isGone: part.startsWith(gonePart),
    isWhole: whole === true,
    written: String(written),
  };
};

/** Everything that lies in no segment yet, or is to be taken out of them. */
export const readRecentText = async (
  table: Table,
  kind: SearchedKind,
  { consistent = false }: { consistent?: boolean } = {},
): Promise<RecentText[]> => {
  const shards = Array.from({ length: contactShards }, (_, shard) => searchTextPartition(kind, shard));
  const items = await Promise.all(shards.map((pk) => table.queryAll({ pk, consistent })));
  return items.flat().map(textIn);
};

/** What of one record lies here. */
export const recentTextOf = async (table: Table, kind: SearchedKind, id: string): Promise<RecentText[]> => {
  const { pk } = searchTextKey(kind, id, recordPart);
  return (await table.queryAll({ pk, prefix: searchTextPrefix(id), consistent: true })).map(textIn);
};

/** Parts that nobody has written anew since they were read. */
const asRead = ({ written }: RecentText) => ({
  ConditionExpression: '#written = :written',
  ExpressionAttributeNames: { '#written': 'written' },
  ExpressionAttributeValues: { ':written': written },
});

/** Deletes a part that was folded, unless it has changed meanwhile. */
export const deleteRecentText = async (table: Table, text: RecentText): Promise<void> => {
  try {
    await table.delete(text.key, asRead(text));
  } catch (error) {
    if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
  }
};
