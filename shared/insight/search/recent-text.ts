import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { isConditionRefused } from '#shared/core/table/condition-refused.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import {
  everySearchTextShard,
  type SearchedKind,
  searchPlaceKey,
  searchPlacePrefix,
  searchTextKey,
  searchTextOf,
  searchTextPartition,
  searchTextPrefix,
  searchTextShardOf,
} from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { instantOf } from '#shared/insight/search/rows.ts';
import { type FoldedPlaces, readSearchState, type SearchState } from '#shared/insight/search/search-state.ts';
import { withoutImplied } from '#shared/insight/search/terms.ts';

// What was written lately lies here, an item for each part of a record: the record itself, a note,
// a file. A search reads all of it; every now and then it is folded into segments.

// To delete costs as much as to write, so what is folded stays until a part is written over it. A
// shard of so many places is read for two units, where parts have 360 bytes (forty words).
const placesAShard = 42;

/** Where a part lies that others lay in before it. */
interface TextPlace {
  shard: number;
  place: number;
  /** How often it was written; nothing where it never was. */
  revision: number;
}

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
  /** They, as they were written: by them a part is told from what is written later. */
  packed: Uint8Array;
  /** Where it is to be written over, not deleted. */
  place?: TextPlace | undefined;
}

/** Whether a part lies in the segments, and here only until another one does. */
export const isFolded = ({ place }: RecentText, { folded }: Pick<SearchState, 'folded'>): boolean =>
  place !== undefined && place.revision <= (folded[place.shard]?.[place.place] ?? 0);

/** Which places are folded once some more parts are. */
export const withFolded = (folded: FoldedPlaces, texts: readonly RecentText[]): FoldedPlaces =>
  everySearchTextShard.map((shard) => {
    const revisions = Array.from({ length: placesAShard }, (_, place) => folded[shard]?.[place] ?? 0);
    for (const { place } of texts) if (place?.shard === shard) revisions[place.place] = place.revision;
    return revisions;
  });

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

// Where more is written than is folded in time, one of so many parts has somebody look again.
const looksOnce = 8;

interface WrittenText {
  kind: SearchedKind;
  id: string;
  createdAt: string;
  type?: string | undefined;
  number?: number | undefined;
  terms: readonly string[];
}

const digestOf = ({ terms }: Item): Buffer =>
  createHash('sha256')
    .update(terms as Uint8Array)
    .digest();

/** The item of a part of a record, the same for the same terms. */
export const textItem = (part: string, written: WrittenText): Item =>
  itemOf(part, { ...written, terms: withoutImplied(written.terms) });

const itemOf = (part: string, { kind, id, createdAt, type, number, terms }: WrittenText): Item => {
  const bytes = pack(terms);
  return {
    ...searchTextKey(kind, id, part),
    ...(instantOf(id) !== createdAt && { createdAt }),
    ...(type !== undefined && { type }),
    ...(number !== undefined && { number }),
    terms: bytes,
  };
};

/** What is to be taken out of the segments; of all of a record, or of what it has no more. */
export const goneItem = (text: WrittenText, isWhole: boolean): Item => {
  // One part may have what is the beginning of a word of another.
  const item = itemOf('', { ...text, terms: [...new Set(text.terms)].sort() });
  const named = `${gonePart}${digestOf(item).toString('base64url', 0, 12)}${isWhole ? '-whole' : ''}`;
  const { pk, sk } = searchTextKey(text.kind, text.id, named);
  return { ...item, pk, sk, ...(isWhole && { whole: true }) };
};

/** What an item has; nothing is in a place whose part is gone. */
const textIn = (item: Item): RecentText | undefined => {
  const { pk, sk, of = sk, createdAt, type, number, terms, whole, revision } = item;
  if (terms === undefined) return undefined;
  const { id, part } = searchTextOf(String(of));
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
    packed: terms as Uint8Array,
    place: revision === undefined ? undefined : placeOf(item),
  };
};

const placeOf = ({ pk, sk, revision }: Item): TextPlace => ({
  shard: Number(pk.slice(pk.lastIndexOf('#') + 1)),
  place: Number(sk.slice(1)),
  revision: Number(revision),
});

/** What lies in no segment yet, or is to be taken out of them, or is to be written over. */
export const readRecentText = async (
  table: Table,
  kind: SearchedKind,
  { consistent = false }: { consistent?: boolean } = {},
): Promise<RecentText[]> => {
  const partitions = everySearchTextShard.map((shard) => searchTextPartition(kind, shard));
  const items = await Promise.all(partitions.map((pk) => table.queryAll({ pk, consistent })));
  return items.flat().flatMap((item) => textIn(item) ?? []);
};

/** Where a record is to be written. */
interface RecentShard {
  kind: SearchedKind;
  /** What of the record lies there, folded or not. */
  texts: RecentText[];
  /** Places in which nothing is, or what is folded. */
  free: TextPlace[];
}

const readPlaces = async (table: Table, kind: SearchedKind, shard: number) => {
  const pk = searchTextPartition(kind, shard);
  const [items, state] = await Promise.all([
    table.queryAll({ pk, prefix: searchPlacePrefix, consistent: true }),
    readSearchState(table, kind),
  ]);
  const at = new Map(items.map((item) => [placeOf(item).place, item]));
  const free = Array.from({ length: placesAShard }, (_, place): TextPlace[] => {
    const item = at.get(place);
    if (!item) return [{ shard, place, revision: state.folded[shard]?.[place] ?? 0 }];
    const text = textIn(item);
    return !text || isFolded(text, state) ? [placeOf(item)] : [];
  });
  return { texts: items.flatMap((item) => textIn(item) ?? []), free: free.flat() };
};

/** Says where records are to be written, of each shard once: no two of them get one place. */
export const recentShards = (table: Table) => {
  const known = new Map<string, ReturnType<typeof readPlaces>>();
  /** @param isNew the record lies in no item of its own */
  return async ({ kind, id, isNew = false }: { kind: SearchedKind; id: string; isNew?: boolean }) => {
    const shard = searchTextShardOf(id);
    const pk = searchTextPartition(kind, shard);
    const places = known.get(pk) ?? readPlaces(table, kind, shard);
    known.set(pk, places);
    const [{ texts, free }, own] = await Promise.all([
      places,
      isNew ? [] : table.queryAll({ pk, prefix: searchTextPrefix(id), consistent: true }),
    ]);
    const ofRecord = [...texts.filter((text) => text.id === id), ...own.flatMap((item) => textIn(item) ?? [])];
    return { kind, texts: ofRecord, free } satisfies RecentShard;
  };
};

export const readRecentShard = (table: Table, asked: Parameters<ReturnType<typeof recentShards>>[0]) =>
  recentShards(table)(asked);

/** What of one record lies here, also what is folded. */
export const recentTextOf = async (table: Table, kind: SearchedKind, id: string): Promise<RecentText[]> =>
  (await readRecentShard(table, { kind, id })).texts;

/** Writes into a place. @returns whether nobody else has meanwhile */
const putInPlace = async (
  table: Table,
  { kind, place: { shard, place, revision } }: { kind: SearchedKind; place: TextPlace },
  attributes: Record<string, unknown>,
): Promise<boolean> => {
  try {
    await table.put(
      { ...attributes, ...searchPlaceKey(kind, shard, place), revision: revision + 1 },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR #revision = :revision',
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': revision },
      },
    );
    return true;
  } catch (error) {
    if (!isConditionRefused(error)) throw error;
    return false;
  }
};

/**
 * Writes a part of a record: where it lies, over what is folded, or into an item of its own.
 *
 * @returns whether it is time to fold
 */
export const writeRecentText = async (
  table: Table,
  { kind, texts, free }: RecentShard,
  item: Item,
): Promise<boolean> => {
  const { part } = searchTextOf(item.sk);
  const [own, ...twice] = texts.filter((text) => text.part === part);
  // Any will do; with the same one for all, those who write at the same time would be in each
  // other's way.
  const digest = digestOf(item).readUInt32BE();
  const drawn = free[digest % Math.max(free.length, 1)];
  const place = own ? own.place : drawn;
  const taken = free.findIndex((one) => one.place === place?.place);
  if (taken >= 0) free.splice(taken, 1);
  const isPlaced = place !== undefined && (await putInPlace(table, { kind, place }, { ...item, of: item.sk }));
  if (!isPlaced) await table.put(item);
  for (const text of twice) await removeRecentText(table, kind, text);
  return isPlaced ? free.length === 0 : digest % looksOnce === 0;
};

/** Removes a part; its place is left to others. */
export const removeRecentText = async (table: Table, kind: SearchedKind, { key, place }: RecentText): Promise<void> => {
  // Somebody else who has written there meanwhile has removed it.
  if (place) await putInPlace(table, { kind, place }, {});
  else await table.delete(key);
};

/** Parts that nobody has written anew since they were read. */
const asRead = ({ packed }: RecentText) => ({
  ConditionExpression: '#terms = :terms',
  ExpressionAttributeNames: { '#terms': 'terms' },
  ExpressionAttributeValues: { ':terms': packed },
});

/** Deletes a part that was folded, or taken out, unless it has changed meanwhile. */
export const deleteRecentText = async (table: Table, text: RecentText): Promise<void> => {
  if (text.place) return;
  try {
    await table.delete(text.key, asRead(text));
  } catch (error) {
    if (!isConditionRefused(error)) throw error;
  }
};
