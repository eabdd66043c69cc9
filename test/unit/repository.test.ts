import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { decisionPages } from '../../scripts/decisions.ts';

const repository = resolve(import.meta.dirname, '../..');

/** What a tool of the repository says; nothing where it has no complaint. */
const complaintsOf = async (tool: string, ...options: string[]): Promise<string> => {
  try {
    await promisify(execFile)(resolve(repository, 'node_modules/.bin', tool), options, { cwd: repository });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout ?? ''}${stderr ?? ''}` || String(error);
  }
};

test('the types hold: tsc has nothing to say', async () => {
  expect(await complaintsOf('tsc', '--noEmit')).toBe('');
});

test('style and import boundaries hold: biome has nothing to say', async () => {
  expect(await complaintsOf('biome', 'check')).toBe('');
});

test('decisions are numbered from 1 without a gap, in their file names and in their titles', () => {
  const pages = decisionPages();
  const numbered = pages.map(({ file, title }, index) => ({
    file: file.startsWith(`${String(index + 1).padStart(4, '0')}-`),
    title: title.startsWith(`${index + 1}. `),
    of: file,
  }));
  expect(numbered.filter(({ file, title }) => !file || !title)).toEqual([]);
  expect(pages.length).toBeGreaterThan(40);
});
