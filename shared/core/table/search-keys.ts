import { contactShardOf, type Key } from '#shared/core/table/keys.ts';

// Keys of the index of words, which shared/insight/search keeps and reads.

/** What is searched by keywords. */
export type SearchedKind = 'case' | 'alert' | 'contact';
export const searchedKinds: readonly SearchedKind[] = ['case', 'alert', 'contact'];
/** How far the index of a kind is. */
export const searchStateKey = (kind: SearchedKind): Key => ({ pk: `SEARCH#${kind}`, sk: 'state' });
/** Every search reads each of them, and pays for a half-empty one as for a whole. */
const searchTextShards = 2;
export const everySearchTextShard: readonly number[] = Array.from({ length: searchTextShards }, (_, shard) => shard);
export const searchTextShardOf = (id: string): number => contactShardOf(id) % searchTextShards;
/** Text that was written lately, and lies in no segment yet: a part of a record an item. */
export const searchTextPartition = (kind: SearchedKind, shard: number): string => `SEARCH#${kind}#text#${shard}`;
/** No id has this sign. */
export const searchTextPrefix = (id: string): string => `${id}#`;
export const searchTextKey = (kind: SearchedKind, id: string, part: string): Key => ({
  pk: searchTextPartition(kind, searchTextShardOf(id)),
  sk: `${searchTextPrefix(id)}${part}`,
});
/** Before places there that parts lie in one after the other; no id begins so. */
export const searchPlacePrefix = '#';
export const searchPlaceKey = (kind: SearchedKind, shard: number, place: number): Key => ({
  pk: searchTextPartition(kind, shard),
  sk: `${searchPlacePrefix}${place.toString().padStart(2, '0')}`,
});
export const searchTextOf = (sk: string): { id: string; part: string } => {
  const at = sk.indexOf('#');
  return { id: sk.slice(0, at), part: sk.slice(at + 1) };
};
/** Blocks of a segment, each under a term from which on it has them, up to the next block. */
export const searchSegmentPartition = (kind: SearchedKind, segment: number): string =>
  `SEARCH#${kind}#segment#${segment}`;
const padded = (number: number): string => number.toString().padStart(8, '0');
/** Older numbers of terms that have too many for a block. */
export const searchPiecesPartition = (kind: SearchedKind, segment: number): string =>
  `${searchSegmentPartition(kind, segment)}#pieces`;
/** @param end which number is the first that does not lie in it */
export const searchPieceKey = (
  kind: SearchedKind,
  segment: number,
  { term, end }: { term: string; end: number },
): Key => ({
  pk: searchPiecesPartition(kind, segment),
  sk: `${term}#${padded(end)}`,
});
/** Which record has which number. */
export const searchRowsPartition = (kind: SearchedKind): string => `SEARCH#${kind}#rows`;
export const searchRowsKey = (kind: SearchedKind, page: number): Key => ({
  pk: searchRowsPartition(kind),
  sk: padded(page),
});
/** Of which type the record of each number is. */
export const searchTypesPartition = (kind: SearchedKind): string => `SEARCH#${kind}#types`;
export const searchTypesKey = (kind: SearchedKind, chunk: number): Key => ({
  pk: searchTypesPartition(kind),
  sk: padded(chunk),
});
