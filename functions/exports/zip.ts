import { strToU8, Zip, ZipDeflate } from 'fflate';

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
