import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';

// Lambda answers with 6 MB at the most, and what is no text goes as base64, which is a third
// larger.
export const mostInAnswer = 4 * 1024 * 1024;

/** What an answer does not take is made by a job. */
export class TooLargeForAnswer extends Error {
  override name = 'TooLargeForAnswer';
}

/** A zip that is written piece by piece: what has been compressed is all that is kept of it. */
export class ZipWriter {
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  readonly #zip: Zip;
  readonly #at: number;
  #size = 0;

  /** @param at epoch milliseconds: when its files were made */
  constructor(at: number) {
    this.#at = at;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#chunks.push(chunk as Uint8Array<ArrayBuffer>);
      this.#size += chunk.length;
    });
  }

  /**
   * Writes a file.
   * @throws TooLargeForAnswer as soon as all is more than an answer can be
   */
  async write(name: string, pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>): Promise<void> {
    const file = new ZipDeflate(name);
    file.mtime = this.#at;
    this.#zip.add(file);
    for await (const piece of pieces) {
      file.push(typeof piece === 'string' ? strToU8(piece) : piece);
      if (this.#size > mostInAnswer) throw new TooLargeForAnswer();
    }
    file.push(new Uint8Array(0), true);
  }

  finish(name: string): File {
    this.#zip.end();
    if (this.#size > mostInAnswer) throw new TooLargeForAnswer();
    return new File(this.#chunks, name, { type: 'application/zip' });
  }
}

/** The content of a file, as it comes. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

interface StoredEntry {
  name: string;
  size: number;
}

// What the bucket is given at a time.
const aPiece = 64 * 1024;

/**
 * Files as they are, not compressed, so that its size is known before.
 * @param at epoch milliseconds: when they were made; @param contentOf is asked for each in turn
 */
export async function* storedZip<E extends StoredEntry>(
  entries: readonly E[],
  at: number,
  contentOf: (entry: E) => Promise<Pieces> | Pieces,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    waiting.push(piece);
    size += piece.length;
  });
  const taken = (): Uint8Array => {
    const all = Buffer.concat(waiting);
    waiting = [];
    size = 0;
    return all;
  };
  for (const entry of entries) {
    const file = new ZipPassThrough(entry.name);
    file.mtime = at;
    zip.add(file);
    for await (const piece of await contentOf(entry)) {
      file.push(piece);
      if (size >= aPiece) yield taken();
    }
    file.push(new Uint8Array(0), true);
    if (size >= aPiece) yield taken();
  }
  zip.end();
  yield taken();
}

/** How large it will be: what stands around the files does not depend on what is in them. */
export const sizeOfStoredZip = async (entries: readonly StoredEntry[], at: number): Promise<number> => {
  let size = entries.reduce((sum, entry) => sum + entry.size, 0);
  for await (const piece of storedZip(entries, at, () => [])) size += piece.length;
  return size;
};
