import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sizeOfStoredZip, storedZip } from '#functions/exports/zip.ts';

const at = Date.parse('2026-11-30T12:00:00Z');

describe('[BU-2] a zip of what lies in the bucket', () => {
  test.for([0, 1, 700, 2500])('is as large as it is said to be, of %i files', async (count) => {
    const entries = Array.from({ length: count }, (_, index) => ({
      name: `cases/ÄÖ-${index}/${'long '.repeat(index % 30)}name.jsonl`,
      size: (index * 37) % 3000,
      index,
    }));
    const contentOf = ({ size, index }: (typeof entries)[number]) => {
      const content = Buffer.alloc(size, String(index % 10));
      return [content.subarray(0, size / 2), content.subarray(size / 2)];
    };
    const pieces: Uint8Array[] = [];
    for await (const piece of storedZip(entries, at, contentOf)) pieces.push(piece);
    const zip = Buffer.concat(pieces);
    expect(zip.byteLength).toBe(await sizeOfStoredZip(entries, at));
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(entries.map(({ name }) => name));
    for (const { name, size, index } of entries)
      expect(strFromU8(files[name] ?? new Uint8Array())).toBe(String(index % 10).repeat(size));
  });
});
