import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');
const sources = globSync('console/*/**/*.tsx', { cwd: repository, exclude: ['console/dist/**'] });

// A screen reader says the whole of a summary as one button, and reaches nothing within it.
test('[UI-1] what opens a part of a page has nothing in it that is pressed by itself', () => {
  const summaries = sources.flatMap((path) =>
    [...readFileSync(join(repository, path), 'utf8').matchAll(/<summary\b.*?<\/summary>/gs)].map(([all]) => [
      path,
      all,
    ]),
  );
  expect(summaries.length).toBeGreaterThan(4);
  expect(summaries.filter(([, all]) => /<(?:\w*Link|\w*Button|input|\w+Field)\b/.test(all ?? ''))).toEqual([]);
});
