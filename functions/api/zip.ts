import { strToU8, Zip, ZipDeflate } from 'fflate';
import { Refusal } from '#shared/core/errors.ts';

// Lambda answers with 6 MB at the most, and what is no text goes as base64, which is a third
// larger.
const mostBytes = 4 * 1024 * 1024;

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
   * @throws `export-too-large` (413) as soon as all is more than an answer can be
   */
  async write(name: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const file = new ZipDeflate(name);
    file.mtime = this.#at;
    this.#zip.add(file);
    for await (const piece of pieces) {
      file.push(strToU8(piece));
      if (this.#size > mostBytes) throw new Refusal('export-too-large');
    }
    file.push(new Uint8Array(0), true);
  }

  finish(name: string): File {
    this.#zip.end();
    if (this.#size > mostBytes) throw new Refusal('export-too-large');
    return new File(this.#chunks, name, { type: 'application/zip' });
  }
}
