import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Item } from '#shared/core/table/decision.ts';
import { ByteWriter, decodeNumbers, encodeNumbers, NumberReader } from '#shared/insight/search/numbers.ts';

// How terms and the numbers of their records lie in an item.

/** A term, and the numbers of the records that have it, the lowest first. */
export interface Posting {
  term: string;
  numbers: readonly number[];
}

/**
 * A term as it lies in a block: its newest numbers, packed, and where its pieces end. Each of those
 * has the numbers from the end of the one before it to below its own.
 */
export interface HeldPosting {
  term: string;
  set: Uint8Array;
  ends: readonly number[];
}

/** From which number on a term has its numbers in its block. */
export const heldFrom = ({ ends }: HeldPosting): number => ends.at(-1) ?? 0;
export const numbersHeld = ({ set }: HeldPosting): number[] => decodeNumbers(set);

const bytesShared = (one: Uint8Array, other: Uint8Array): number => {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
};

/** All terms, each as what it does not share with the one before it, and behind them all sets. */
export const packPostings = (postings: readonly HeldPosting[]): Uint8Array => {
  const writer = new ByteWriter();
  writer.number(postings.length);
  let before: Uint8Array = new Uint8Array(0);
  for (const { term } of postings) {
    const bytes = Buffer.from(term);
    const shared = bytesShared(bytes, before);
    writer.number(shared);
    writer.number(bytes.length - shared);
    writer.add(bytes.subarray(shared));
    before = bytes;
  }
  for (const { set, ends } of postings) {
    writer.number(set.length * 2 + (ends.length > 0 ? 1 : 0));
    if (ends.length > 0) for (const number of [ends.length, ...ends]) writer.number(number);
    writer.add(set);
  }
  return deflateRawSync(writer.bytes);
};

/** What a block has. */
export const postingsIn = ({ postings }: Item): HeldPosting[] => {
  const reader = new NumberReader(inflateRawSync(postings as Uint8Array));
  let term = Buffer.alloc(256);
  const terms = Array.from({ length: reader.next() }, () => {
    const shared = reader.next();
    const rest = reader.take(reader.next());
    if (shared + rest.length > term.length) term = Buffer.concat([term, Buffer.alloc(shared + rest.length)]);
    term.set(rest, shared);
    return term.toString('utf8', 0, shared + rest.length);
  });
  return terms.map((one) => {
    const length = reader.next();
    const ends = length % 2 === 0 ? [] : Array.from({ length: reader.next() }, () => reader.next());
    return { term: one, set: reader.take(length >> 1), ends };
  });
};

/** A piece of a term that has too many numbers for its block. */
export const packPiece = (numbers: readonly number[]): Uint8Array => encodeNumbers(numbers);
export const numbersInPiece = ({ numbers }: Item): number[] => decodeNumbers(numbers as Uint8Array);
