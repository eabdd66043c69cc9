import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Item } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import { type SearchedKind, searchSegmentPartition } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { decodeNumbers, encodeNumbers, lengthBytes, NumberReader } from '#shared/insight/search/numbers.ts';

// A segment has terms in their order, each with the numbers of its records, in blocks that lie
// under their last term: the first block at or behind a term has it.

/** A term, and the numbers of the records that have it, the lowest first. */
export interface Posting {
  term: string;
  numbers: number[];
}

interface SegmentPlace {
  kind: SearchedKind;
  segment: number;
}

// Packed, a block has a little less than 4 KB: half a unit to read.
const blockBytes = 3_800;
// What packing leaves of a block at the best and at the worst, and of the first.
const [bestPacked, worstPacked, firstPacked] = [0.45, 1, 0.75];
// Writes under way at a time, of which DynamoDB takes each in some milliseconds.
const sideBySide = 25;

const bytesShared = (one: Uint8Array, other: Uint8Array): number => {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
};

/** A posting in bytes: the term as what it does not share with the one before it. */
interface PackedPosting {
  name: Uint8Array;
  set: Uint8Array;
}

const bytesOf = ({ term, numbers }: Posting, before: string): PackedPosting => {
  const [all, set] = [Buffer.from(term), encodeNumbers(numbers)];
  const shared = bytesShared(all, Buffer.from(before));
  const rest = all.subarray(shared);
  return {
    name: Buffer.concat([lengthBytes(shared), lengthBytes(rest.length), rest]),
    set: Buffer.concat([lengthBytes(set.length), set]),
  };
};

const sizeOf = ({ name, set }: PackedPosting): number => name.length + set.length;

/** All terms, and behind them all sets: what is alike lies together. */
const packed = (postings: readonly PackedPosting[]): Uint8Array =>
  deflateRawSync(
    Buffer.concat([
      lengthBytes(postings.length),
      ...postings.map(({ name }) => name),
      ...postings.map(({ set }) => set),
    ]),
  );

const packedPostings = (postings: readonly Posting[]): PackedPosting[] =>
  postings.map((posting, index) => bytesOf(posting, postings[index - 1]?.term ?? ''));

/** What a block has. */
export const postingsIn = ({ postings }: Item): Posting[] => {
  const bytes = inflateRawSync(postings as Uint8Array);
  const reader = new NumberReader(bytes);
  const take = (): Uint8Array => {
    const length = reader.next();
    reader.at += length;
    return bytes.subarray(reader.at - length, reader.at);
  };
  let before: Uint8Array = new Uint8Array(0);
  const terms = Array.from({ length: reader.next() }, () => {
    before = Buffer.concat([before.subarray(0, reader.next()), take()]);
    return Buffer.from(before).toString();
  });
  return terms.map((term) => ({ term, numbers: decodeNumbers(take()) }));
};

interface Block {
  term: string;
  /** How many bytes its last term and the first of the next block both begin with. */
  shared: number;
  postings: Uint8Array;
}

const blockOf = (pk: string, { term, shared, postings }: Block): Item => ({ pk, sk: term, shared, postings });

/** Does something for each, so many at a time. */
export const forEachOf = async <T>(things: readonly T[], act: (thing: T) => Promise<void>): Promise<void> => {
  for (let start = 0; start < things.length; start += sideBySide)
    await Promise.all(things.slice(start, start + sideBySide).map(act));
};

/** Writes a segment. The same postings make the same blocks. @returns how many */
export const writeSegment = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  postings: AsyncIterable<Posting>,
): Promise<number> => {
  const pk = searchSegmentPartition(kind, segment);
  let block: PackedPosting[] = [];
  let [size, last, blocks] = [0, '', 0];
  let room = blockBytes / firstPacked;
  let waiting: Item[] = [];
  const flush = async (most: number) => {
    if (waiting.length < most) return;
    await forEachOf(waiting, (item) => table.put(item));
    waiting = [];
  };
  const close = (next: string) => {
    if (block.length === 0) return;
    const bytes = packed(block);
    const shared = bytesShared(Buffer.from(last), Buffer.from(next));
    waiting.push(blockOf(pk, { term: last, shared, postings: bytes }));
    blocks++;
    // The next one packs as this one did.
    room = blockBytes / Math.min(worstPacked, Math.max(bestPacked, bytes.length / size));
    block = [];
    size = 0;
  };
  for await (const posting of postings) {
    let bytes = bytesOf(posting, block.length === 0 ? '' : last);
    if (block.length > 0 && size + sizeOf(bytes) > room) {
      close(posting.term);
      bytes = bytesOf(posting, '');
    }
    block.push(bytes);
    size += sizeOf(bytes);
    last = posting.term;
    await flush(sideBySide);
  }
  close('');
  await flush(1);
  return blocks;
};

/** Every posting of a segment, in order. */
export async function* readSegment(table: Table, { kind, segment }: SegmentPlace): AsyncGenerator<Posting> {
  const pk = searchSegmentPartition(kind, segment);
  for (let after: string | undefined, more = true; more; ) {
    const page = await table.query({ pk, after, consistent: true });
    for (const item of page.items) yield* postingsIn(item);
    after = page.items.at(-1)?.sk;
    more = page.more && after !== undefined;
  }
}

/** Which terms are asked for: one alone, or all that begin so. */
export interface WantedTerms {
  from: string;
  exactly: boolean;
}

const isWanted = ({ from, exactly }: WantedTerms, term: string): boolean =>
  exactly ? term === from : term.startsWith(from);

/** Whether the block behind this one may have what is wanted, too. */
const goesOn = ({ from, exactly }: WantedTerms, { sk, shared }: Item): boolean =>
  !exactly && sk.startsWith(from) && Number(shared) >= Buffer.byteLength(from);

// A term and what begins like it mostly lie in one block; where they do not, in two, or in many.
const mostBlocksAtOnce = 8;

/** The numbers of each term that is wanted. */
export const postingsOf = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  wanted: WantedTerms,
): Promise<Posting[]> => {
  const pk = searchSegmentPartition(kind, segment);
  const found: Posting[] = [];
  let from: string | undefined = wanted.from;
  for (let after: string | undefined, read = 0; ; ) {
    const limit = Math.min(Math.max(Math.floor(read / 2), 1), mostBlocksAtOnce);
    const page = await table.query({ pk, from, after, limit });
    read += page.items.length;
    for (const item of page.items) found.push(...postingsIn(item).filter(({ term }) => isWanted(wanted, term)));
    const last = page.items.at(-1);
    if (!last || !page.more || !goesOn(wanted, last)) return found;
    after = last.sk;
    from = undefined;
  }
};

/**
 * For each of what is wanted its postings. A segment of no more blocks than are wanted is read
 * whole, by one Query.
 */
export const postingsOfEach = async (
  table: Table,
  { kind, segment, blocks }: SegmentPlace & { blocks: number },
  wanted: readonly WantedTerms[],
): Promise<Posting[][]> => {
  const place = { kind, segment };
  if (blocks > wanted.length) return Promise.all(wanted.map((one) => postingsOf(table, place, one)));
  const all = (await table.queryAll({ pk: searchSegmentPartition(kind, segment) })).flatMap(postingsIn);
  return wanted.map((one) => all.filter(({ term }) => isWanted(one, term)));
};

/** Takes a number out of terms, so that nothing of what they were is left. */
export const removeFromSegment = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  { terms, number }: { terms: readonly string[]; number: number },
): Promise<void> => {
  const pk = searchSegmentPartition(kind, segment);
  const sorted = [...terms].sort();
  while (sorted.length > 0) {
    const { items } = await table.query({ pk, from: sorted[0], limit: 1, consistent: true });
    const [block] = items;
    if (!block) return;
    const here = new Set<string>();
    while (sorted[0] !== undefined && sorted[0] <= block.sk) here.add(sorted.shift() ?? '');
    await rewrite(table, block, { here, number });
  }
};

const rewrite = async (
  table: Table,
  block: Item,
  { here, number }: { here: ReadonlySet<string>; number: number },
): Promise<void> => {
  let isChanged = false;
  const kept = postingsIn(block).flatMap((posting): Posting[] => {
    if (!here.has(posting.term) || !posting.numbers.includes(number)) return [posting];
    isChanged = true;
    const numbers = posting.numbers.filter((one) => one !== number);
    return numbers.length === 0 ? [] : [{ term: posting.term, numbers }];
  });
  if (!isChanged) return;
  const last = kept.at(-1);
  const key: Key = { pk: block.pk, sk: block.sk };
  // What its last term shared with the next block, or with a term before it, is no less than this.
  if (last)
    await table.put(
      blockOf(block.pk, { term: last.term, shared: Number(block.shared), postings: packed(packedPostings(kept)) }),
    );
  // The key of a block is a term, too.
  if (last?.term !== block.sk) await table.delete(key);
};

/** Deletes all that lies in a partition. */
export const emptyPartition = async (table: Table, pk: string): Promise<void> => {
  for (;;) {
    const { items, more } = await table.query({ pk, consistent: true });
    await forEachOf(items, (item) => table.delete(item));
    if (!more) return;
  }
};
