import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');
const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');
const [, table = ''] = textOf('CONTRIBUTING.md').split('\n## What to touch\n');

interface Example {
  thing: string;
  names: string[];
  files: string[];
}

/**
 * The rows of the table: what is added, and of a real one its names and the files that have them.
 */
const examples: Example[] = [...table.matchAll(/^\| (an? .*?) \| .* \| (.*?): (.*) \|$/gm)].map(
  ([, thing = '', names = '', files = '']) => ({ thing, names: quoted(names), files: quoted(files) }),
);

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? '');
}

const sources = globSync('{shared,functions,infra}/**/*.ts', { cwd: repository }).map((path) => ({
  path,
  code: textOf(path).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
}));
const isSource = (path: string): boolean => sources.some((source) => source.path === path);

/** A name in quotes is found as it stands, any other where it is a whole word. */
const has = (text: string, name: string): boolean =>
  name.startsWith("'") ? text.includes(name) : new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text);
const mentions = (text: string, { names }: Example): boolean => names.some((name) => has(text, name));

describe('what to touch', () => {
  it('is said of each thing that one adds, by an example', () => {
    expect(examples.map(({ thing }) => thing)).toEqual(
      expect.arrayContaining([
        'a route',
        'an event',
        'a notification',
        'a field of a case',
        'a condition field',
        'a rule action',
        'a kind of configuration',
        'a thing below a case',
      ]),
    );
    expect(table.match(/^\| an? /gm)).toHaveLength(examples.length);
  });

  it.each(examples)('for $thing: $names stands in the files that it names, and in no other source', (example) => {
    const found = sources.filter(({ code }) => mentions(code, example)).map(({ path }) => path);
    expect(found.sort()).toEqual(example.files.filter(isSource).sort());
  });

  it.each(examples)('for $thing: the documents that it names have $names', (example) => {
    const documents = example.files.filter((path) => !isSource(path));
    const [name = ''] = example.names;
    const plain = name.replaceAll("'", '');
    expect(documents.filter((path) => !has(textOf(path), plain))).toEqual([]);
  });
});
