import { sideBySide } from '#shared/core/side-by-side.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { behindPrefix, compareKeys } from '#shared/core/table/key-order.ts';
import type { Key } from '#shared/core/table/keys.ts';
import {
  type SearchedKind,
  searchPieceKey,
  searchPiecesPartition,
  searchSegmentPartition,
} from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import {
  type HeldPosting,
  numbersHeld,
  numbersInPiece,
  type Posting,
  packPostings,
  postingsIn,
} from '#shared/insight/search/block.ts';

// A segment has terms in their order, each with the numbers of its records, in blocks: each lies
// under the term from which on it has them, and says where the next one begins.

export interface SegmentPlace {
  kind: SearchedKind;
  segment: number;
}

/** No term is less than the key of the first block. */
export const firstKey = '!';

/** The block in which a term lies, or would. */
export const blockWith = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  term: string,
): Promise<Item | undefined> => {
  const pk = searchSegmentPartition(kind, segment);
  return (await table.query({ pk, to: term, descending: true, limit: 1, consistent: true })).items[0];
};

/**
 * A block up to where the next one begins. Who died at a split, or at taking out a block, has left
 * it with terms that lie in the next one too, or with a next one that is gone.
 */
export const upTo = (block: Item, next: string | undefined): Item => {
  if (block.next === next) return block;
  const { next: _before, ...rest } = block;
  const own = postingsIn(block).filter(({ term }) => next === undefined || compareKeys(term, next) < 0);
  return { ...rest, ...(next !== undefined && { next }), postings: packPostings(own) } as Item;
};

// So that a merge of a few terms reads little behind them.
const blocksAPage = 50;

async function* storedFrom(table: Table, place: SegmentPlace, term: string): AsyncGenerator<Item> {
  const pk = searchSegmentPartition(place.kind, place.segment);
  const first = await blockWith(table, place, term);
  if (first) yield first;
  for (let after = first?.sk; after !== undefined; ) {
    const page = await table.query({ pk, after, limit: blocksAPage, consistent: true });
    yield* page.items;
    after = page.more ? page.items.at(-1)?.sk : undefined;
  }
}

/**
 * The blocks of a segment as they should be, in order, from the one on in which a term lies; and
 * whether each is kept so.
 */
export async function* blocksFrom(
  table: Table,
  place: SegmentPlace,
  term: string,
): AsyncGenerator<{ block: Item; isKept: boolean }> {
  let last: Item | undefined;
  const asItShould = (stored: Item, next: string | undefined) => {
    const block = upTo(stored, next);
    return { block, isKept: block === stored };
  };
  for await (const stored of storedFrom(table, place, term)) {
    if (last) yield asItShould(last, stored.sk);
    last = stored;
  }
  if (last) yield asItShould(last, undefined);
}

/** Where the older numbers of a term lie. */
export const pieceKeys = ({ kind, segment }: SegmentPlace, { term, ends }: HeldPosting): Key[] =>
  ends.map((end) => searchPieceKey(kind, segment, { term, end }));

/** All numbers of a term. */
const wholePosting = async (table: Table, place: SegmentPlace, posting: HeldPosting): Promise<Posting> => {
  const { term, ends } = posting;
  const pieces = ends.length === 0 ? [] : await table.getMany(pieceKeys(place, posting), { consistent: true });
  return { term, numbers: [...pieces.flatMap(numbersInPiece), ...numbersHeld(posting)] };
};

/** Every posting of a segment, in order. */
export async function* readSegment(table: Table, place: SegmentPlace): AsyncGenerator<Posting> {
  for await (const { block } of blocksFrom(table, place, firstKey))
    for (const posting of postingsIn(block)) yield await wholePosting(table, place, posting);
}

/** Which terms are asked for: one alone, or all that begin so. */
export interface WantedTerms {
  from: string;
  exactly: boolean;
}

const isWanted = ({ from, exactly }: WantedTerms, { term }: HeldPosting): boolean =>
  exactly ? term === from : term.startsWith(from);

/** Whether a term lies in a block, or would. */
export const wouldLieIn = ({ sk, next }: Item, term: string): boolean =>
  compareKeys(sk, term) <= 0 && (next === undefined || compareKeys(term, String(next)) < 0);

/** Each term that is wanted, with its newest numbers. @param read a block that is read already */
const blocksOf = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  { wanted: { from, exactly }, read }: { wanted: WantedTerms; read?: Item | undefined },
): Promise<Item[]> => {
  const pk = searchSegmentPartition(kind, segment);
  const isRead = read !== undefined && wouldLieIn(read, from);
  const found = isRead ? read : (await table.query({ pk, to: from, descending: true, limit: 1 })).items[0];
  // A block that was split a moment ago may be seen before what was split off it.
  const first = found && !wouldLieIn(found, from) ? await blockWith(table, { kind, segment }, from) : found;
  if (!first) return [];
  // What begins so lies on in those blocks whose keys begin so.
  const goesOn = !exactly && (!wouldLieIn(first, from) || String(first.next ?? '').startsWith(from));
  return goesOn ? [first, ...(await blocksBehind(table, { pk, after: first.sk, to: behindPrefix(from) }))] : [first];
};

const blocksBehind = async (table: Table, range: { pk: string; after: string; to: string }): Promise<Item[]> => {
  const { items, more } = await table.query(range);
  const last = items.at(-1);
  return more && last ? [...items, ...(await blocksBehind(table, { ...range, after: last.sk }))] : items;
};

/** The numbers that have a term. */
export const numbersOf = async (table: Table, place: SegmentPlace, term: string): Promise<number[]> => {
  const wanted = { from: term, exactly: true };
  const found = (await blocksOf(table, place, { wanted })).flatMap(postingsIn).filter((one) => isWanted(wanted, one));
  const whole = await Promise.all(found.map((posting) => wholePosting(table, place, posting)));
  return whole.flatMap(({ numbers }) => numbers);
};

/**
 * For each of what is wanted its terms, with their newest numbers. A segment of no more blocks than
 * are wanted is read whole, by one Query.
 */
export const postingsOfEach = async (
  table: Table,
  { kind, segment, blocks }: SegmentPlace & { blocks: number },
  wanted: readonly WantedTerms[],
): Promise<HeldPosting[][]> => {
  const place = { kind, segment };
  const isSmall = blocks <= wanted.length;
  const all = isSmall ? await table.queryAll({ pk: searchSegmentPartition(kind, segment) }) : [];
  const read = new Map<WantedTerms, Item[]>(wanted.map((one) => [one, all]));
  const readOne = async (one: WantedTerms, before?: Item): Promise<Item | undefined> => {
    const some = await blocksOf(table, place, { wanted: one, read: before });
    read.set(one, some);
    return some[0];
  };
  // Those who have a part in records mostly lie in one block.
  const [parts, words] = [true, false].map((isPart) => wanted.filter(({ from }) => from.startsWith('@') === isPart));
  const readParts = async () => {
    let before: Item | undefined;
    for (const one of parts?.toSorted((a, b) => compareKeys(a.from, b.from)) ?? []) before = await readOne(one, before);
  };
  if (!isSmall) await Promise.all([readParts(), ...(words ?? []).map((one) => readOne(one))]);
  return wanted.map((one) => (read.get(one) ?? []).flatMap(postingsIn).filter((posting) => isWanted(one, posting)));
};

/** Deletes all that lies in a partition. */
export const emptyPartition = async (table: Table, pk: string): Promise<void> => {
  for (;;) {
    const { items, more } = await table.query({ pk, consistent: true });
    await sideBySide(items, (item) => table.delete(item));
    if (!more) return;
  }
};

export const dropSegment = async (table: Table, { kind, segment }: SegmentPlace): Promise<void> => {
  await emptyPartition(table, searchSegmentPartition(kind, segment));
  await emptyPartition(table, searchPiecesPartition(kind, segment));
};
