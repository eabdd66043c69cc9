import { sideBySide } from '#shared/core/side-by-side.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { compareKeys } from '#shared/core/table/key-order.ts';
import { searchPieceKey, searchSegmentPartition } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import {
  type HeldPosting,
  heldFrom,
  numbersHeld,
  numbersInPiece,
  type Posting,
  packPiece,
  packPostings,
  postingsIn,
} from '#shared/insight/search/block.ts';
import { union } from '#shared/insight/search/numbers.ts';
import {
  blocksFrom,
  blockWith,
  firstKey,
  type SegmentPlace,
  upTo,
  wouldLieIn,
} from '#shared/insight/search/segment.ts';

// A segment takes postings where it lies: whatever was written of them may be written again. Only
// what they change is written, and nothing deleted, which would cost as much as writing.

/** How large things become, in bytes. */
export interface SegmentSizes {
  block: number;
  piece: number;
}

// With its keys, either has a little less than 4 KB: half a unit to read.
export const usualSizes: SegmentSizes = { block: 3_850, piece: 3_700 };

/** A place in a segment, and how large things become in it. */
interface MergePlace extends SegmentPlace {
  sizes: SegmentSizes;
}

/** Adds numbers to a piece. */
const addToPiece = async (table: Table, key: { pk: string; sk: string }, numbers: readonly number[]): Promise<void> => {
  const item = await table.get(key);
  const known = item ? numbersInPiece(item) : [];
  const all = union(known, numbers);
  if (all.length > known.length) await table.put({ ...key, numbers: packPiece(all) });
};

/** How many of some numbers, of which there are too many, fill a piece. */
const fillingPiece = (numbers: readonly number[], most: number): number => {
  let count = numbers.length;
  for (let bytes = packPiece(numbers).length; bytes > most; bytes = packPiece(numbers.slice(0, count)).length)
    count = Math.floor(Math.min(count - 1, (count * most) / bytes));
  return Math.max(count, 1);
};

const noneHeld = (term: string): HeldPosting => ({ term, set: packPiece([]), ends: [] });

/** A posting with more numbers. What has too many for its block has a piece of its own. */
const withMore = async (
  table: Table,
  { kind, segment, sizes }: MergePlace,
  { held, numbers }: { held: HeldPosting; numbers: readonly number[] },
): Promise<HeldPosting> => {
  const { term } = held;
  const ends = [...held.ends];
  for (const [index, end] of ends.entries()) {
    const here = numbers.filter((number) => number < end && number >= (ends[index - 1] ?? 0));
    if (here.length > 0) await addToPiece(table, searchPieceKey(kind, segment, { term, end }), here);
  }
  const from = heldFrom(held);
  const known = numbersHeld(held);
  const young = from === 0 ? numbers : numbers.filter((number) => number >= from);
  let left = union(known, young);
  if (left.length === known.length) return held;
  let set = packPiece(left);
  while (set.length > sizes.piece && left.length > 1) {
    const count = fillingPiece(left, sizes.piece);
    const end = (left[count - 1] ?? 0) + 1;
    const piece = { ...searchPieceKey(kind, segment, { term, end }), numbers: packPiece(left.slice(0, count)) };
    await table.put(piece);
    ends.push(end);
    left = left.slice(count);
    set = packPiece(left);
  }
  return { term, set, ends };
};

interface PackedBlock {
  /** Its first term. */
  from: string;
  bytes: Uint8Array;
}

/** Postings in as many blocks as they need, about half full where they do not fit into one. */
const inBlocks = (postings: readonly HeldPosting[], most: number): PackedBlock[] => {
  const bytes = packPostings(postings);
  if (postings.length < 2 || bytes.length <= most) return [{ from: postings[0]?.term ?? '', bytes }];
  const sizes = postings.map(({ term, set }) => term.length / 2 + set.length);
  const half = sizes.reduce((sum, size) => sum + size, 0) / 2;
  let [at, sum] = [0, 0];
  while (sum < half) sum += sizes[at++] ?? 0;
  const cut = Math.min(Math.max(at, 1), postings.length - 1);
  return [...inBlocks(postings.slice(0, cut), most), ...inBlocks(postings.slice(cut), most)];
};

/** What a block becomes: itself, and those that are split off it. */
const blocksOf = ({ pk, sk, next }: Item, postings: readonly HeldPosting[], most: number): Item[] => {
  const each = inBlocks(postings, most);
  return each.map(({ from, bytes }, index) => {
    const behind = each[index + 1]?.from ?? next;
    return { pk, sk: index === 0 ? sk : from, ...(behind !== undefined && { next: behind }), postings: bytes };
  });
};

/**
 * Adds postings, in order, to a segment. Who dies at it leaves a segment that has some of them.
 *
 * @returns how many blocks it has more
 */
export const mergeInto = async (
  table: Table,
  place: MergePlace,
  postings: AsyncIterable<Posting> | Iterable<Posting>,
): Promise<number> => {
  const pk = searchSegmentPartition(place.kind, place.segment);
  const added = (async function* () {
    yield* postings;
  })();
  let head = (await added.next()).value as Posting | undefined;
  let more = 0;
  let waiting: Item[][] = [];
  const flush = async (most: number) => {
    if (waiting.length < most) return;
    // Who reads meanwhile finds a term in the block that it was split off, or in its own.
    await sideBySide(waiting, async (split) => {
      for (const block of split.toReversed()) await table.put(block);
    });
    waiting = [];
  };
  const take = async (block: Item, isKept: boolean) => {
    const isNew = block.postings === undefined;
    const held = isNew ? [] : postingsIn(block);
    const merged: HeldPosting[] = [];
    let isChanged = !isKept;
    let at = 0;
    for (; head && (block.next === undefined || compareKeys(head.term, String(block.next)) < 0); ) {
      const { term, numbers }: Posting = head;
      for (let one = held[at]; one && compareKeys(one.term, term) < 0; one = held[++at]) merged.push(one);
      const known = held[at]?.term === term ? (held[at++] as HeldPosting) : noneHeld(term);
      const one = await withMore(table, place, { held: known, numbers });
      isChanged ||= one !== known;
      merged.push(one);
      head = (await added.next()).value as Posting | undefined;
    }
    if (!isChanged) return;
    const split = blocksOf(block, [...merged, ...held.slice(at)], place.sizes.block);
    more += split.length - (isNew ? 0 : 1);
    waiting.push(split);
    await flush(25);
  };
  if (!head) return 0;
  // The block before the first one is not merged, and may have terms of it.
  await wholeBlockWith(table, place, head.term);
  let isEmpty = true;
  for await (const { block, isKept } of blocksFrom(table, place, head.term)) {
    isEmpty = false;
    await take(block, isKept);
    if (!head) break;
  }
  if (isEmpty) await take({ pk, sk: firstKey }, false);
  await flush(1);
  return more;
};

/** Numbers that terms have no more. */
export type GoneNumbers = ReadonlyMap<string, ReadonlySet<number>>;

/** Takes numbers out of terms, whole, and writes each block once. */
export const removeFromSegment = async (table: Table, place: SegmentPlace, gone: GoneNumbers): Promise<void> => {
  const sorted = [...gone.keys()].sort(compareKeys);
  for (let at = 0; at < sorted.length; ) {
    const block = await wholeBlockWith(table, place, sorted[at] as string);
    if (!block) return;
    const from = at++;
    while (at < sorted.length && wouldLieIn(block, sorted[at] as string)) at++;
    const here = new Map(sorted.slice(from, at).map((term) => [term, gone.get(term) as ReadonlySet<number>]));
    await rewrite(table, place, { block, here });
  }
};

/** The block in which a term lies, itself and the one before it as they should be. */
const wholeBlockWith = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  term: string,
): Promise<Item | undefined> => {
  const pk = searchSegmentPartition(kind, segment);
  const [found, before] = (await table.query({ pk, to: term, descending: true, limit: 2, consistent: true })).items;
  if (!found) return undefined;
  const [behind] = (await table.query({ pk, after: found.sk, limit: 1, consistent: true })).items;
  const block = upTo(found, behind?.sk);
  if (before && before.next !== found.sk) await table.put(upTo(before, found.sk));
  if (block !== found) await table.put(block);
  return block;
};

/** Takes numbers out of a piece. @returns whether any are left */
const withoutInPiece = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  { term, end, numbers }: { term: string; end: number; numbers: ReadonlySet<number> },
): Promise<boolean> => {
  const key = searchPieceKey(kind, segment, { term, end });
  const item = await table.get(key);
  const piece = item ? numbersInPiece(item) : [];
  const left = piece.filter((one) => !numbers.has(one));
  if (left.length === 0) await table.delete(key);
  else if (left.length < piece.length) await table.put({ ...key, numbers: packPiece(left) });
  return left.length > 0;
};

/** Takes numbers out of a term. @returns nothing where none is left, itself where it lacks them */
const withoutNumbers = async (
  table: Table,
  place: SegmentPlace,
  { posting, numbers }: { posting: HeldPosting; numbers: ReadonlySet<number> },
): Promise<HeldPosting | undefined> => {
  const { term, ends: all } = posting;
  const ends: number[] = [];
  for (const [index, end] of all.entries()) {
    const isHere = [...numbers].some((one) => one < end && one >= (all[index - 1] ?? 0));
    if (!isHere || (await withoutInPiece(table, place, { term, end, numbers }))) ends.push(end);
  }
  const held = numbersHeld(posting);
  const left = held.filter((one) => !numbers.has(one));
  if (left.length === held.length && ends.length === all.length) return posting;
  return left.length + ends.length === 0 ? undefined : { term, set: packPiece(left), ends };
};

const rewrite = async (
  table: Table,
  place: SegmentPlace,
  { block, here }: { block: Item; here: GoneNumbers },
): Promise<void> => {
  const held = postingsIn(block);
  const kept: HeldPosting[] = [];
  let isChanged = false;
  for (const posting of held) {
    const numbers = here.get(posting.term);
    const left = numbers ? await withoutNumbers(table, place, { posting, numbers }) : posting;
    isChanged ||= left !== posting;
    if (left) kept.push(left);
  }
  if (!isChanged) return;
  const { pk, sk, next } = block;
  const isKeyGone = here.has(sk) && !kept.some(({ term }) => term === sk);
  if (!isKeyGone) return table.put({ ...block, postings: packPostings(kept) });
  // The key of a block is a term, too, and stands in the block before it.
  const key = kept[0]?.term ?? next;
  if (kept.length > 0) await table.put({ ...block, sk: kept[0]?.term ?? sk, postings: packPostings(kept) });
  await table.delete({ pk, sk });
  const before = await blockWith(table, place, sk);
  if (before) await table.put(upTo(before, key === undefined ? undefined : String(key)));
};
