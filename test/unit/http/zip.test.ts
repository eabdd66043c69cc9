import { randomBytes } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { TooLargeForAnswer, ZipWriter } from '#functions/exports/zip.ts';

describe('[BU-2] a zip', () => {
  it('[BU-2] gives back what was written, piece by piece', async () => {
    const zip = new ZipWriter(Date.parse('2026-11-22T09:00:00Z'));
    await zip.write('a.txt', ['Ünï', 'cödé 🦉']);
    await zip.write('empty.txt', []);
    const file = zip.finish('x.zip');
    expect([file.name, file.type]).toEqual(['x.zip', 'application/zip']);
    const files = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
      ['a.txt', 'Ünïcödé 🦉'],
      ['empty.txt', ''],
    ]);
  });

  it('[BU-2] is refused once it would not fit into an answer, not when all has been read', async () => {
    const zip = new ZipWriter(Date.parse('2026-11-22T09:00:00Z'));
    let read = 0;
    const endless = function* () {
      for (; read < 1000; read++) yield randomBytes(75_000).toString('base64');
    };
    await expect(zip.write('large.txt', endless())).rejects.toBeInstanceOf(TooLargeForAnswer);
    expect(read).toBeLessThan(100);
  });
});
