import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// Every function reads the declarations of events, and few need the schemas of records: a
// declaration imports those when it is asked for them, so that no cold start pays for all.

const root = resolve(import.meta.dirname, '../../..');
const declarations = globSync('shared/**/*.events.ts', { cwd: root }).map(
  (file) => [file, readFileSync(resolve(root, file), 'utf8')] as const,
);

/** Modules that a text imports for their values before anybody asks for anything. */
const importedAtOnce = (text: string): string[] =>
  [...text.matchAll(/^import\s(?!type\b)([^'";]*?)\sfrom\s'([^']+)'/gm)].flatMap(([, names = '', path = '']) =>
    /^\{(?:\s*type \w+(?: as \w+)?,?)+\s*\}$/.test(names) ? [] : [path],
  );
const importedWhenAsked = (text: string): string[] =>
  [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, path = '']) => path);

describe('declarations of events', () => {
  const records = new Set(declarations.flatMap(([, text]) => importedWhenAsked(text)));

  it('import the schema of a record when they are asked for it, and not before', () => {
    const early = declarations.flatMap(([file, text]) =>
      importedAtOnce(text)
        .filter((path) => records.has(path) || path.endsWith('.schema.ts'))
        .map((path) => `${file}: ${path}`),
    );
    expect(early).toEqual([]);
    expect(records.size).toBeGreaterThan(8);
  });
});

it('knows an import of values from one of types alone', () => {
  const text = [
    "import * as z from 'zod';",
    "import type { Case } from 'a.ts';",
    "import { type Task, type Note as Other } from 'b.ts';",
    "import {\n  type Alert,\n  alertSchema,\n} from 'c.ts';",
    "const schema = () => import('#d.ts');",
  ].join('\n');
  expect(importedAtOnce(text)).toEqual(['zod', 'c.ts']);
  expect(importedWhenAsked(text)).toEqual(['#d.ts']);
});
