import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#shared/core/errors.ts';
import { archivedFilesIn } from '#shared/insight/imports/archive.ts';
import { fetchedSource, sourceOf } from '#shared/insight/imports/byte-source.ts';

const rows = 'id,name\n1,Zoë\n'.repeat(100);
const noise = Uint8Array.from({ length: 3 * 1024 * 1024 }, (_, at) => at % 251);
const packed = zipSync({ 'roster/users.csv': strToU8(rows), 'noise.bin': [noise, { level: 0 }] });
const stored = zipSync({ 'users.csv': strToU8(rows) }, { level: 0 });

const contentOf = async (zip: Uint8Array, name: string): Promise<string> => {
  const file = (await archivedFilesIn(sourceOf(zip))).find((one) => one.name === name);
  if (!file) throw new Error(`there is no ${name}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of file.inflated()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

const changed = (zip: Uint8Array, place: number, change: (zip: Buffer, at: number) => void): Buffer => {
  const copy = Buffer.from(zip);
  change(copy, copy.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + place);
  return copy;
};
const faultsOf = async (read: Promise<unknown>): Promise<string[]> => {
  const refused = await read.catch((error: unknown) => error);
  if (!(refused instanceof Refusal)) throw new Error(`it is not refused, but ${refused}`);
  return refused.faults.map(({ pointer, code, detail }) => `${pointer} ${code}: ${detail}`);
};

describe('[BU-2] a zip', () => {
  test('is listed by its directory, and its files are read, packed or stored', async () => {
    const files = await archivedFilesIn(sourceOf(packed));
    expect(files.map(({ name, size }) => [name, size])).toEqual([
      ['roster/users.csv', Buffer.byteLength(rows)],
      ['noise.bin', noise.length],
    ]);
    expect(await contentOf(packed, 'roster/users.csv')).toBe(rows);
    expect(await contentOf(stored, 'users.csv')).toBe(rows);
  });

  test('in a bucket is listed by one window at its end', async () => {
    const windows: number[] = [];
    const source = fetchedSource(packed.length, async (from, length) => {
      windows.push(from);
      return packed.subarray(from, from + length);
    });
    await archivedFilesIn(source);
    expect(windows).toEqual([packed.length - 256 * 1024]);
  });

  test.each<[string, Uint8Array, string]>([
    ['that breaks off', stored.subarray(0, stored.length - 30), 'End of central directory'],
    ['that is encrypted', changed(packed, 8, (zip, at) => zip.writeUInt16LE(1, at)), 'encrypted'],
    ['that is encrypted strongly', changed(stored, 8, (zip, at) => zip.writeUInt16LE(0x41, at)), 'encryption'],
    ['that is packed by another method', changed(packed, 10, (zip, at) => zip.writeUInt16LE(12, at)), 'deflate'],
    ['whose directory is broken', changed(stored, 0, (zip, at) => zip.writeUInt16LE(0, at)), 'signature'],
    [
      'of more files than any roster has',
      zipSync(Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`${at}.csv`, new Uint8Array()]))),
      '1001 files',
    ],
  ])('%s is refused', async (_title, zip, said) => {
    const [fault, ...others] = await faultsOf(archivedFilesIn(sourceOf(zip)));
    expect(others).toEqual([]);
    expect(fault).toMatch(/^ malformed-zip: /);
    expect(fault).toContain(said);
  });

  test.each<[string, Uint8Array, string]>([
    ['that is larger than it says', changed(packed, 24, (zip, at) => zip.writeUInt32LE(100, at)), 'too many bytes'],
    ['that is smaller than it says', changed(packed, 24, (zip, at) => zip.writeUInt32LE(1 << 30, at)), 'not enough'],
    ['that is not where it should be', changed(packed, 42, (zip, at) => zip.writeUInt32LE(7, at)), 'signature'],
    ['whose bytes have changed', changed(packed, 16, (zip, at) => zip.writeUInt32LE(7, at)), 'not what they were'],
  ])('with a file %s is refused where that is read, and says which', async (_title, zip, said) => {
    const [fault] = await faultsOf(contentOf(zip, 'roster/users.csv'));
    expect(fault).toMatch(/^\/roster\/users\.csv malformed-zip: /);
    expect(fault).toContain(said);
  });

  test('that cannot be fetched is no broken zip', async () => {
    const source = fetchedSource(stored.length, () => Promise.reject(new Error('the bucket is away')));
    await expect(archivedFilesIn(source)).rejects.toThrow('the bucket is away');
  });
});
