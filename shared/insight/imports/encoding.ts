import { isUtf8 } from 'node:buffer';

// Nobody says how an export is encoded. UTF-16 shows by its mark or its zeros; the rest is UTF-8
// where it can be, else Windows-1252, by row, since files are put together of both.

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

// Enough letters of a first row to tell zeros between them from a zero that strayed in.
const lettersLookedAt = 64;

const byZeros = (head: Uint8Array): Encoding => {
  const letters = head.subarray(0, lettersLookedAt * 2);
  const zerosAt = (parity: number) => letters.filter((byte, at) => at % 2 === parity && byte === 0).length;
  const most = letters.length / 4;
  if (zerosAt(1) > most) return 'utf-16le';
  return zerosAt(0) > most ? 'utf-16be' : 'utf-8';
};

/** What a file is encoded in, by its first bytes, and how many of them are its mark. */
export const encodingOf = (head: Uint8Array): { encoding: Encoding; mark: number } => {
  const marked = marks.find(([, mark]) => mark.every((byte, at) => head[at] === byte));
  return marked ? { encoding: marked[0], mark: marked[1].length } : { encoding: byZeros(head), mark: 0 };
};

const windows = new TextDecoder('windows-1252');

/** Texts of one row: in UTF-8 where all of them are, else in Windows-1252. */
export const decodeRow = (cells: readonly Uint8Array[]): string[] =>
  cells.every((cell) => isUtf8(cell))
    ? cells.map(({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length).toString())
    : cells.map((cell) => windows.decode(cell));
