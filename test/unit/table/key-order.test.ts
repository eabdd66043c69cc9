import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '#shared/core/table/decision.ts';
import { compareKeys } from '#shared/core/table/key-order.ts';
import { mergePages } from '#shared/core/table/merge.ts';
import { OverlayTable } from '#shared/core/table/overlay-table.ts';
import { memoryTable } from '#test/house/memory-table.ts';

// Names of people: letters of Europe, forms of Japanese that lie at U+F900 and beyond, and Chinese
// characters and emoji that UTF-16 writes in two.
const keys = fc.string({
  unit: fc.constantFrom('a', 'é', '\uf900', '\ufa19', '\uff71', '\u{20bb7}', '\u{1f600}'),
  minLength: 1,
  maxLength: 4,
});
const some = fc.uniqueArray(keys, { minLength: 1, maxLength: 40 });
const asStored = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
const byBytes = (all: readonly string[]): string[] => all.toSorted(asStored);

describe('keys of any script', () => {
  it('[FN-1] are compared as their bytes are', () => {
    fc.assert(
      fc.property(keys, keys, (one, other) => {
        expect(Math.sign(compareKeys(one, other))).toBe(asStored(one, other));
      }),
    );
  });

  it('[FN-1] [DA-7] are listed each once, in one order, page by page, over many partitions', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 4 }), fc.boolean(), async (all, limit, descending) => {
        const { table } = memoryTable(all.map((key, index) => ({ pk: `p${index % 3}`, sk: key })));
        const sources = [0, 1, 2].map((partition) => ({ pk: `p${partition}` }));
        const listed: string[] = [];
        let after: string | undefined;
        for (let pages = 0; pages <= all.length; pages++) {
          const page = await mergePages(table, { sources, descending, limit, after, accept: () => true });
          listed.push(...page.items.map(({ sk }) => sk));
          after = page.next;
          if (!page.more) break;
        }
        expect(listed).toEqual(descending ? byBytes(all).reverse() : byBytes(all));
      }),
    );
  });

  it('[FN-1] are found behind another one of those that begin alike, and in a table over another', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.nat(), fc.boolean(), async (all, at, descending) => {
        const { table } = memoryTable(all.slice(1).map((key) => ({ pk: 'p', sk: `x${key}` })));
        const over = new OverlayTable(table);
        await over.put({ pk: 'p', sk: `x${all[0]}` } as Item);
        const inOrder = byBytes(all).map((key) => `x${key}`);
        if (descending) inOrder.reverse();
        const place = at % inOrder.length;
        const found = async (more: { after?: string }) =>
          (await over.query({ pk: 'p', prefix: 'x', descending, ...more })).items.map(({ sk }) => sk);
        expect(await found({})).toEqual(inOrder);
        expect(await found({ after: inOrder[place] as string })).toEqual(inOrder.slice(place + 1));
      }),
    );
  });
});
