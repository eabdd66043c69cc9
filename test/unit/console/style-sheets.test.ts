import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const folder = resolve(import.meta.dirname, '../../../console');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

interface Use {
  screen: string;
  names: string[];
  /** It asks for a class that it knows only as it runs. */
  isOpen: boolean;
}

/** What each screen uses of each style sheet, by the sheet. */
const uses = new Map<string, Use[]>();
for (const screen of globSync('**/*.{ts,tsx}', { cwd: folder, exclude: ['dist/**'] })) {
  const text = read(screen);
  for (const [, styles = '', sheet = ''] of text.matchAll(/import (\w+) from '#console\/([^']+\.module\.css)'/g)) {
    const names = [...text.matchAll(new RegExp(`\\b${styles}\\.(\\w+)`, 'g'))].map(([, name = '']) => name);
    const use = { screen, names, isOpen: text.includes(`${styles}[`) };
    uses.set(sheet, [...(uses.get(sheet) ?? []), use]);
  }
}

/** The classes that a sheet is about; those of others that it reaches stand in `:global`. */
const classesIn = (sheet: string): Set<string> =>
  new Set(
    [
      ...read(sheet)
        .replace(/:global\([^)]*\)/g, '')
        .matchAll(/(?<![\d\w])\.([a-zA-Z]\w*)/g),
    ].map(([, name = '']) => name),
  );

test('[UI-5] a class that a screen wears is in its style sheet, and none is there that nobody wears', () => {
  expect(uses.size).toBeGreaterThan(20);
  const missing: string[] = [];
  const idle: string[] = [];
  for (const [sheet, of] of uses) {
    const classes = classesIn(sheet);
    const worn = new Set(of.flatMap(({ names }) => names));
    for (const { screen, names } of of)
      missing.push(...names.filter((name) => !classes.has(name)).map((name) => `${screen}: ${name}`));
    if (of.every(({ isOpen }) => !isOpen))
      idle.push(...[...classes].filter((name) => !worn.has(name)).map((name) => `${sheet}: ${name}`));
  }
  expect({ missing, idle }).toEqual({ missing: [], idle: [] });
});
