// A set of numbers in few bytes: the gaps between them, or where they lie close together a bit for
// each.

const asGaps = 0;
const asBits = 1;

const pushNumber = (bytes: number[], value: number): void => {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
};

/** Reads numbers as `pushNumber` writes them. */
export class NumberReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
}

/** A number as it stands before what it counts. */
export const lengthBytes = (value: number): Uint8Array => {
  const bytes: number[] = [];
  pushNumber(bytes, value);
  return Uint8Array.from(bytes);
};

/** @param numbers each once, the lowest first */
export const encodeNumbers = (numbers: readonly number[]): Uint8Array => {
  const gaps: number[] = [asGaps];
  let last = -1;
  for (const number of numbers) {
    pushNumber(gaps, number - last - 1);
    last = number;
  }
  const first = Math.floor((numbers[0] ?? 0) / 8);
  const width = Math.floor(last / 8) - first + 1;
  if (numbers.length === 0 || width + 6 >= gaps.length) return Uint8Array.from(gaps);
  const head: number[] = [asBits];
  pushNumber(head, first);
  const bits = new Uint8Array(head.length + width);
  bits.set(head);
  for (const number of numbers) {
    const place = head.length + Math.floor(number / 8) - first;
    bits[place] = (bits[place] ?? 0) | (1 << (number % 8));
  }
  return bits;
};

/** The numbers of a set, the lowest first. */
export const decodeNumbers = (bytes: Uint8Array): number[] => {
  const numbers: number[] = [];
  const reader = new NumberReader(bytes, 1);
  if (bytes[0] === asGaps) {
    for (let last = -1; reader.at < bytes.length; ) {
      last += reader.next() + 1;
      numbers.push(last);
    }
    return numbers;
  }
  const first = reader.next();
  for (let place = reader.at; place < bytes.length; place++) {
    const byte = bytes[place] ?? 0;
    for (let bit = 0; byte >> bit > 0; bit++)
      if ((byte >> bit) & 1) numbers.push((first + place - reader.at) * 8 + bit);
  }
  return numbers;
};

/** Both sets in one. */
export const union = (one: readonly number[], other: readonly number[]): number[] => {
  if (one.length === 0) return [...other];
  if (other.length === 0) return [...one];
  const both: number[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const [a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY] = [one[i], other[j]];
    both.push(Math.min(a, b));
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return both;
};
