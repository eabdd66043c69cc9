import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** Each name of a type or class, with the files that declare it. */
const declarations = (files: readonly (readonly [file: string, text: string])[]): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const [file, text] of files)
    for (const [, name = ''] of text.matchAll(
      /^(?:export )?(?:declare )?(?:interface|type|(?:abstract )?class) (\w+)/gm,
    ))
      found.set(name, [...(found.get(name) ?? []), file]);
  return found;
};
const declaredTwice = (names: Map<string, string[]>) =>
  Object.fromEntries([...names].filter(([, files]) => files.length > 1));

describe('the names of types', () => {
  const names = declarations(
    globSync('{shared,functions,local,infra}/**/*.ts', { cwd: root }).map((file) => [
      file,
      readFileSync(resolve(root, file), 'utf8'),
    ]),
  );

  it('are declared once each', () => {
    expect(declaredTwice(names)).toEqual({});
  });

  it('are read from every part of the source', () => {
    expect(names.get('Case')).toEqual(['shared/casework/cases/case.ts']);
    expect(names.get('Table')).toEqual(['shared/core/table/table.ts']);
    expect(names.get('StackClock')).toEqual(['local/core/clock.ts']);
    expect(names.get('HandlerResult')).toEqual(['functions/api/route-handler.ts']);
    expect(names.size).toBeGreaterThan(500);
  });
});

it('finds a name that two files declare, whatever form it has', () => {
  const found = declarations([
    ['a.ts', 'export interface Page<T> {}\ninterface Row {}\nconst type = 1;'],
    ['b.ts', 'type Page = string;\nexport interface Row {}\n  type Inner = 1;\nabstract class Bus {}'],
    ['c.ts', 'export type Inner = string;\nexport class Bus<T> {}'],
  ]);
  expect(declaredTwice(found)).toEqual({ Page: ['a.ts', 'b.ts'], Row: ['a.ts', 'b.ts'], Bus: ['b.ts', 'c.ts'] });
});
