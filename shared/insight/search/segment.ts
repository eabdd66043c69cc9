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

// Packed, a block has less than 4 KB: half a unit to read.
const blockBytes = 5.5 * 1024;
// Writes under way at a time, of which DynamoDB takes each in some milliseconds.
const sideBySide = 25;

const packed = (postings: readonly Uint8Array[]): Uint8Array => deflateRawSync(Buffer.concat(postings));

const bytesOf = ({ term, numbers }: Posting): Uint8Array => {
  const [name, set] = [Buffer.from(term), encodeNumbers(numbers)];
  return Buffer.concat([lengthBytes(name.length), name, lengthBytes(set.length), set]);
};

const postingsIn = ({ postings }: Item): Posting[] => {
  const bytes = inflateRawSync(postings as Uint8Array);
  const found: Posting[] = [];
  const reader = new NumberReader(bytes);
  const take = (): Uint8Array => {
    const length = reader.next();
    reader.at += length;
    return bytes.subarray(reader.at - length, reader.at);
  };
  while (reader.at < bytes.length) found.push({ term: Buffer.from(take()).toString(), numbers: decodeNumbers(take()) });
  return found;
};

const blockOf = (pk: string, term: string, postings: readonly Uint8Array[]): Item => ({
  pk,
  sk: term,
  postings: packed(postings),
});

/** Does something for each, so many at a time. */
export const forEachOf = async <T>(things: readonly T[], act: (thing: T) => Promise<void>): Promise<void> => {
  for (let start = 0; start < things.length; start += sideBySide)
    await Promise.all(things.slice(start, start + sideBySide).map(act));
};

/** Writes a segment. The same postings make the same blocks. */
export const writeSegment = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  postings: AsyncIterable<Posting>,
): Promise<void> => {
  const pk = searchSegmentPartition(kind, segment);
  let block: Uint8Array[] = [];
  let [size, last] = [0, ''];
  let waiting: Item[] = [];
  const flush = async (most: number) => {
    if (waiting.length < most) return;
    await forEachOf(waiting, (item) => table.put(item));
    waiting = [];
  };
  const close = () => {
    if (block.length > 0) waiting.push(blockOf(pk, last, block));
    block = [];
    size = 0;
  };
  for await (const posting of postings) {
    const bytes = bytesOf(posting);
    if (size + bytes.length > blockBytes) close();
    block.push(bytes);
    size += bytes.length;
    last = posting.term;
    await flush(sideBySide);
  }
  close();
  await flush(1);
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

// A term and what begins like it mostly lie in one block; where they do not, in many.
const blocksAtOnce = 8;

/** The numbers of each term that is wanted. */
export const postingsOf = async (
  table: Table,
  { kind, segment }: SegmentPlace,
  wanted: WantedTerms,
): Promise<Posting[]> => {
  const pk = searchSegmentPartition(kind, segment);
  const found: Posting[] = [];
  let from: string | undefined = wanted.from;
  for (let after: string | undefined, limit = 1; ; limit = blocksAtOnce) {
    const page = await table.query({ pk, from, after, limit });
    for (const item of page.items) found.push(...postingsIn(item).filter(({ term }) => isWanted(wanted, term)));
    const last = page.items.at(-1)?.sk;
    // One term lies in one block; the last of many in the block whose last term is behind them.
    if (wanted.exactly || last === undefined || !page.more || !isWanted(wanted, last)) return found;
    after = last;
    from = undefined;
  }
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
  if (last) await table.put(blockOf(block.pk, last.term, kept.map(bytesOf)));
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
