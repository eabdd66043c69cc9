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

/** All terms, each as what it does not share with the one before it; apart from them all sets. */
export const packPostings = (postings: readonly HeldPosting[]): Uint8Array => {
  const [terms, sets, both] = [new ByteWriter(), new ByteWriter(), new ByteWriter()];
  terms.number(postings.length);
  let before: Uint8Array = new Uint8Array(0);
  for (const { term, set, ends } of postings) {
    const bytes = Buffer.from(term);
    const shared = bytesShared(bytes, before);
    terms.number(shared);
    terms.number(bytes.length - shared);
    terms.add(bytes.subarray(shared));
    before = bytes;
    sets.number(set.length * 2 + (ends.length > 0 ? 1 : 0));
    if (ends.length > 0) for (const number of [ends.length, ...ends]) sets.number(number);
    sets.add(set);
  }
  // Letters and sets have little in common: packed together they need a tenth more.
  const packed = deflateRawSync(terms.bytes);
  both.number(packed.length);
  both.add(packed);
  both.add(deflateRawSync(sets.bytes));
  return both.bytes;
};

/** What a block has. */
export const postingsIn = ({ postings }: Item): HeldPosting[] => {
  const both = new NumberReader(postings as Uint8Array);
  const reader = new NumberReader(inflateRawSync(both.take(both.next())));
  const sets = new NumberReader(inflateRawSync(both.bytes.subarray(both.at)));
  let term = Buffer.alloc(256);
  return Array.from({ length: reader.next() }, () => {
    const shared = reader.next();
    const rest = reader.take(reader.next());
    if (shared + rest.length > term.length) term = Buffer.concat([term, Buffer.alloc(shared + rest.length)]);
    term.set(rest, shared);
    const length = sets.next();
    const ends = length % 2 === 0 ? [] : Array.from({ length: sets.next() }, () => sets.next());
    return { term: term.toString('utf8', 0, shared + rest.length), set: sets.take(length >> 1), ends };
  });
};

/** A piece of a term that has too many numbers for its block. */
export const packPiece = (numbers: readonly number[]): Uint8Array => encodeNumbers(numbers);
export const numbersInPiece = ({ numbers }: Item): number[] => decodeNumbers(numbers as Uint8Array);
