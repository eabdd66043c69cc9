import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { invalid } from '#shared/core/errors.ts';
import type { ByteSource } from '#shared/insight/imports/byte-source.ts';

/** A file in a zip. */
export interface ArchivedFile {
  name: string;
  /** When it is inflated, in bytes. */
  size: number;
  /**
   * Its bytes, piece by piece: as many as `size` says, so a bomb ends where it begins to lie.
   * @throws `invalid-request` where it is broken, or of another size
   */
  inflated: () => AsyncGenerator<Uint8Array>;
}

// How a zip begins: with a file, or, where it has none, with its end.
const marks = [0x04034b50, 0x06054b50];
/** A roster has some twenty files; a zip of more than this is made to be read for long. */
const mostFiles = 1000;
// The directory of a zip is its end, and is read in small pieces: this much is fetched once.
const tailSize = 256 * 1024;

/** Whether a file is a zip, by its first bytes. */
export const isArchive = (head: Uint8Array): boolean =>
  head.length >= 4 && marks.includes(Buffer.from(head).readUInt32LE(0));

async function* bytesIn(source: ByteSource, begins: number, ends: number): AsyncGenerator<Uint8Array> {
  let left = ends - begins;
  for await (const window of source.from(begins)) {
    yield window.subarray(0, left);
    left -= window.length;
    if (left <= 0) return;
  }
}

/** A source as yauzl reads it. */
class ArchiveReader extends RandomAccessReader {
  readonly #source: ByteSource;
  #tail: Promise<Buffer> | undefined;
  /** Set where the source failed: that the zip is broken is not known then. */
  failure: unknown;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(begins: number, ends: number): Readable {
    return Readable.from(this.#range(begins, ends));
  }

  async *#range(begins: number, ends: number): AsyncGenerator<Uint8Array> {
    const { size } = this.#source;
    const tailBegins = Math.max(0, size - tailSize);
    try {
      if (begins < tailBegins || begins >= size) return yield* bytesIn(this.#source, begins, ends);
      this.#tail ??= buffer(bytesIn(this.#source, tailBegins, size));
      yield (await this.#tail).subarray(begins - tailBegins, ends - tailBegins);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

/** What yauzl says against a zip, as a refusal; or what the source failed of. */
const refusalOf = (error: unknown, { failure }: ArchiveReader, pointer = ''): unknown =>
  failure ?? invalid([{ pointer, code: 'malformed-zip', detail: (error as Error).message }]);

async function* piecesOf(reader: ArchiveReader, zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let check = 0;
  try {
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      check = crc32(piece, check);
      yield piece;
    }
    if (check !== entry.crc32) throw new Error('its bytes are not what they were');
  } catch (error) {
    throw refusalOf(error, reader, `/${entry.fileName}`);
  }
}

/**
 * The files of a zip.
 * @throws `invalid-request` for one that is broken, encrypted, or packed as no usual zip is
 */
export const archivedFilesIn = async (source: ByteSource): Promise<ArchivedFile[]> => {
  const reader = new ArchiveReader(source);
  try {
    const zip = await fromRandomAccessReaderPromise(reader, source.size, { autoClose: false });
    if (zip.entryCount > mostFiles) throw new Error(`the zip has ${zip.entryCount} files, which no roster has`);
    const files: ArchivedFile[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new Error('the zip is encrypted');
      if (!entry.canDecodeFileData()) throw new Error('the zip is packed otherwise than by deflate');
      const inflated = () => piecesOf(reader, zip, entry);
      files.push({ name: entry.fileName, size: entry.uncompressedSize, inflated });
    }
    return files;
  } catch (error) {
    throw refusalOf(error, reader);
  }
};
