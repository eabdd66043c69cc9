import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { type Fault, invalid } from '#shared/core/errors.ts';
import type { ByteSource } from '#shared/insight/imports/byte-source.ts';

// A zip as its central directory says it (PKWARE's APPNOTE, 4.3). What the directory says of a size
// is held to while a file is inflated, so a bomb ends where it begins to lie.

/** A file in a zip. */
export interface ArchivedFile {
  name: string;
  /** When it is inflated, in bytes. */
  size: number;
  packedSize: number;
  isDeflated: boolean;
  /** Of its local header, in the zip. */
  begins: number;
}

const localMark = 0x04034b50;
const directoryMark = 0x02014b50;
const endMark = 0x06054b50;
const endLength = 22;
const localLength = 30;
const directoryLength = 46;
// A comment at the end of a zip has at most so many bytes.
const longestComment = 0xffff;
/** A roster has some twenty files; a directory of more than this is made to be read for long. */
const longestDirectory = 256 * 1024;
// What one says of a file that is larger than four GB, or of which it says the size elsewhere.
const elsewhere = 0xffffffff;

const malformed = (detail: string) => invalid([{ pointer: '', code: 'malformed-zip', detail }]);

/** Whether a file is a zip, by its first bytes. */
export const isArchive = (head: Uint8Array): boolean => {
  const mark = head.length < 4 ? 0 : Buffer.from(head).readUInt32LE(0);
  return mark === localMark || mark === endMark;
};

const bytesAt = async (source: ByteSource, offset: number, length: number): Promise<Buffer> => {
  const windows: Uint8Array[] = [];
  let held = 0;
  for await (const window of source.from(offset)) {
    windows.push(window);
    held += window.length;
    if (held >= length) break;
  }
  return Buffer.concat(windows).subarray(0, length);
};

const directoryOf = async (source: ByteSource): Promise<Buffer> => {
  const tailBegins = Math.max(0, source.size - endLength - longestComment);
  const tail = await bytesAt(source, tailBegins, source.size - tailBegins);
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(endMark);
  const end = tail.lastIndexOf(mark);
  if (end === -1 || tail.length - end < endLength) throw malformed('the zip breaks off before its end');
  const [length, begins] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (length > longestDirectory || begins === elsewhere) throw malformed('the zip has more files than any roster');
  if (begins + length > source.size) throw malformed('the zip breaks off before its end');
  return bytesAt(source, begins, length);
};

/**
 * The files of a zip.
 * @throws `invalid-request` for one that is broken, encrypted, or packed as no usual zip is
 */
export const archivedFilesIn = async (source: ByteSource): Promise<ArchivedFile[]> => {
  const directory = await directoryOf(source);
  const files: ArchivedFile[] = [];
  for (let at = 0; at < directory.length; ) {
    if (directory.length - at < directoryLength || directory.readUInt32LE(at) !== directoryMark)
      throw malformed('the directory of the zip is broken');
    const nameEnds = at + directoryLength + directory.readUInt16LE(at + 28);
    const name = directory.subarray(at + directoryLength, nameEnds).toString();
    const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)];
    const [packedSize, size] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)];
    const begins = directory.readUInt32LE(at + 42);
    if (flags % 2 === 1) throw malformed('the zip is encrypted');
    if (method !== 0 && method !== 8) throw malformed('the zip is packed otherwise than by deflate');
    if ([packedSize, size, begins].includes(elsewhere)) throw malformed('a file of the zip has 4 GB or more');
    files.push({ name, size, packedSize, isDeflated: method === 8, begins });
    at = nameEnds + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return files;
};

async function* packedBytes(source: ByteSource, { begins, packedSize }: ArchivedFile): AsyncGenerator<Uint8Array> {
  const header = await bytesAt(source, begins, localLength);
  if (header.length < localLength || header.readUInt32LE(0) !== localMark)
    throw malformed('a file of the zip is not where its directory says');
  const offset = begins + localLength + header.readUInt16LE(26) + header.readUInt16LE(28);
  let left = packedSize;
  for await (const window of source.from(offset)) {
    if (left <= 0) return;
    yield window.subarray(0, left);
    left -= window.length;
  }
}

/**
 * A file of a zip, piece by piece, of exactly the size that the zip says.
 * @throws `invalid-request` where it is broken, or of another size
 */
export async function* inflated(source: ByteSource, file: ArchivedFile): AsyncGenerator<Uint8Array> {
  const packed = packedBytes(source, file);
  // The reader of the pieces hears of an error; the pipeline only passes it on.
  const pieces = file.isDeflated ? pipeline(Readable.from(packed), createInflateRaw(), () => undefined) : packed;
  const broken = (detail: string): Fault => ({ pointer: `/${file.name}`, code: 'malformed-zip', detail });
  let size = 0;
  try {
    for await (const piece of pieces as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > file.size) break;
      yield piece;
    }
  } catch (error) {
    // As zlib names what it cannot inflate.
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    throw invalid([broken('it cannot be inflated')]);
  }
  if (size !== file.size) throw invalid([broken('it has another size than the zip says')]);
}
