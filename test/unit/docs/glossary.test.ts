import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');
const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');
const glossary = textOf('docs/glossary.md');
const termsIn = (text: string): string[] =>
  [...text.matchAll(/^\| (?!term \|)(\w.*?) \|/gm)].map(([, term]) => term ?? '');

const [, ours = ''] = glossary.split('\n## Words of our own\n');
const sources = globSync('{functions,infra,local,shared,test}/**/*.ts', { cwd: repository }).map(textOf);

describe('the glossary', () => {
  it('has each term once, with one meaning', () => {
    const terms = termsIn(glossary);
    expect(terms.length).toBeGreaterThan(50);
    expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
  });

  it('has no word of our own that the code uses no more', () => {
    const gone = termsIn(ours).filter((term) => !sources.some((text) => new RegExp(`\\b${term}`, 'i').test(text)));
    expect(gone).toEqual([]);
  });
});
