import { readFileSync } from 'node:fs';
import type { Key } from '#shared/core/table/keys.ts';

// The items that docs/data-model.md lists, by their keys.

const [, listed = ''] = readFileSync(new URL('../../docs/data-model.md', import.meta.url), 'utf8').split(
  '\n## Items\n',
);
const [table = ''] = listed.split('\n## ');

const records = ['CASE#<id>', 'ALERT#<id>', 'CONTACT#<id>', 'CONFIGURATION#<kind>/<key>'];
/** What a cell names: keys, in words whose partition it is, or anything. */
const patternsIn = (cell: string): string[] => {
  if (cell === "the record's") return records;
  if (/^(?:the|its) case's$/.test(cell)) return ['CASE#<id>'];
  const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, pattern]) => pattern ?? '');
  return named.length > 0 ? named : ['<any>'];
};
/** `<…>` and `…` are any text; `[…]` is what some have. */
const matcherOf = (pattern: string): RegExp => {
  const parts = pattern.split(/(<[^>]*>|\[[^\]]*\]|…)/).map((part) => {
    if (part.startsWith('[')) return '.*';
    return /^[<…]/.test(part) ? '.+' : part.replaceAll(/[.*+?^${}()|\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
};

const rows = [...table.matchAll(/^\| [^|]*\| ([^|]+) \| ([^|]+) \|/gm)]
  .slice(1)
  .map(([, pk = '', sk = '']) => ({ pk: patternsIn(pk).map(matcherOf), sk: patternsIn(sk).map(matcherOf) }));

// Most tests begin with the same items.
const found = new Set<string>();

/** Keys of items that it does not list. */
export const unlisted = (items: readonly Key[]): string[] =>
  items.flatMap(({ pk, sk }) => {
    const name = `${pk} ${sk}`;
    if (found.has(name)) return [];
    const isListed = rows.some((row) => row.pk.some((one) => one.test(pk)) && row.sk.some((one) => one.test(sk)));
    if (!isListed) return [name];
    found.add(name);
    return [];
  });
