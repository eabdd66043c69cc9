// A set of numbers in few bytes, close to the fewest that there can be of what lies at random: the
// first, then gaps as Rice (1979) writes them. Of what most have, those are written that lack it.

/** Bytes that are written one behind the other. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  add(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** In as many bytes as it needs, seven bits in each. */
  number(value: number): void {
    this.#room(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  #room(wanted: number): void {
    if (this.#length + wanted <= this.#bytes.length) return;
    const longer = new Uint8Array((this.#length + wanted) * 2);
    longer.set(this.bytes);
    this.#bytes = longer;
  }
}

/** Reads numbers as `ByteWriter` writes them. */
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

  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** How many bits gaps take, of each of which so many low ones are written as they are. */
const bitsOf = (gaps: readonly number[], low: number): number =>
  gaps.reduce((sum, gap) => sum + Math.floor(gap / 2 ** low) + 1 + low, 0);

/** How many low bits of each gap are best written as they are. */
const bestLow = (gaps: readonly number[], range: number): number => {
  const about = Math.max(0, Math.floor(Math.log2(range / gaps.length)) - 1);
  return bitsOf(gaps, about) <= bitsOf(gaps, about + 1) ? about : about + 1;
};

const gapsBetween = (numbers: readonly number[], before: number): number[] =>
  numbers.map((number, index) => number - (numbers[index - 1] ?? before) - 1);

/** Each gap as ones, as many as its high bits say, a zero, and its low bits; then ones. */
const packGaps = (gaps: readonly number[], low: number): Uint8Array => {
  const bytes = new Uint8Array(Math.ceil(bitsOf(gaps, low) / 8)).fill(0xff);
  let at = 0;
  const clear = () => {
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) & ~(1 << (at & 7));
    at++;
  };
  for (const gap of gaps) {
    at += gap >> low;
    clear();
    for (let bit = 0; bit < low; bit++)
      if ((gap >> bit) & 1) at++;
      else clear();
  }
  return bytes;
};

const others = (numbers: readonly number[], { from, to }: { from: number; to: number }): number[] => {
  const those: number[] = [];
  let index = 0;
  for (let number = from; number < to; number++) {
    if (numbers[index] === number) index++;
    else those.push(number);
  }
  return those;
};

// Said with the number of low bits: what is written are the numbers that it lacks.
const lacking = 1;

/** @param numbers each once, the lowest first */
export const encodeNumbers = (numbers: readonly number[]): Uint8Array => {
  const writer = new ByteWriter();
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return writer.bytes;
  writer.number(first);
  if (numbers.length === 1) return writer.bytes;
  const range = last - first;
  const isLacking = numbers.length > range / 2 + 1;
  const written = isLacking ? others(numbers, { from: first, to: last }) : numbers.slice(1);
  const gaps = gapsBetween(written, first);
  const low = written.length === 0 ? 0 : bestLow(gaps, range);
  writer.number(low * 2 + (isLacking ? lacking : 0));
  if (isLacking) writer.number(range);
  writer.add(packGaps(gaps, low));
  return writer.bytes;
};

/** The numbers of a set, the lowest first. */
export const decodeNumbers = (bytes: Uint8Array): number[] => {
  if (bytes.length === 0) return [];
  const reader = new NumberReader(bytes);
  const first = reader.next();
  if (reader.at === bytes.length) return [first];
  const form = reader.next();
  const [low, isLacking] = [form >> 1, (form & lacking) === 1];
  const range = isLacking ? reader.next() : 0;
  const written: number[] = [];
  const end = bytes.length * 8;
  let at = reader.at * 8;
  for (let number = first; ; ) {
    let whole = 0;
    for (; at < end && ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1; at++) whole++;
    if (at >= end) break;
    at++;
    let rest = 0;
    for (let bit = 0; bit < low; bit++, at++) rest |= (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << bit;
    number += (whole << low) + rest + 1;
    written.push(number);
  }
  return [first, ...(isLacking ? others(written, { from: first + 1, to: first + range + 1 }) : written)];
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
