import type { Encoding } from '#shared/insight/imports/encoding.ts';

/** The bytes of a file, from any place on and as often as they are asked for. */
export interface ByteSource {
  /** In bytes. */
  size: number;
  from: (offset: number) => AsyncIterable<Uint8Array>;
}

// What is held of a file at a time.
const windowSize = 1024 * 1024;
// A document is parsed as a whole, which takes some ten times its size of a function's memory.
export const largestDocument = 16 * 1024 * 1024;

/** A file in memory. */
export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  from: async function* (offset) {
    for (let at = offset; at < bytes.length; at += windowSize) yield bytes.subarray(at, at + windowSize);
  },
});

/** A file that is fetched in windows. */
export const fetchedSource = (
  size: number,
  fetch: (from: number, length: number) => Promise<Uint8Array>,
): ByteSource => ({
  size,
  from: async function* (offset) {
    for (let at = offset; at < size; at += windowSize) yield await fetch(at, Math.min(windowSize, size - at));
  },
});

/**
 * A file as rows are taken out of it: what separates them is one byte each, so UTF-16 is read as
 * UTF-8.
 */
export interface RowSource {
  from: (offset: number) => AsyncIterable<Uint8Array>;
  /** How many bytes of the file some of these are. */
  widthOf: (bytes: Uint8Array) => number;
}

export const rowSourceOf = (source: ByteSource, encoding: Encoding): RowSource => {
  if (encoding === 'utf-8') return { from: source.from, widthOf: ({ length }) => length };
  return {
    from: async function* (offset) {
      const decoder = new TextDecoder(encoding, { ignoreBOM: true });
      for await (const window of source.from(offset)) yield Buffer.from(decoder.decode(window, { stream: true }));
      yield Buffer.from(decoder.decode());
    },
    widthOf: (bytes) => Buffer.from(bytes).toString().length * 2,
  };
};

/** All of a file, for one that is known to be small. */
export const wholeOf = async (source: ByteSource): Promise<Uint8Array> => {
  const windows: Uint8Array[] = [];
  for await (const window of source.from(0)) windows.push(window);
  return Buffer.concat(windows);
};

/** The first bytes of a file. */
export const headOf = async (source: ByteSource): Promise<Uint8Array> => {
  for await (const window of source.from(0)) return window;
  return new Uint8Array();
};
