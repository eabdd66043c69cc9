import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Item } from '#shared/core/table/decision.ts';
import { type ListSource, mergePages, rowsAPageLooksAt } from '#shared/core/table/merge.ts';
import { memoryTable } from '#test/house/memory-table.ts';

interface Row {
  id: number;
  /** Partitions that the row stands in, under one order key. */
  in: number[];
}

const partitions = [0, 1, 2, 3];
const sources: ListSource[] = partitions.map((partition) => ({ index: 'gsi1', pk: `p${partition}` }));
const orderKey = (id: number) => id.toString().padStart(6, '0');
const itemsOf = (rows: Row[]): Item[] =>
  rows.flatMap((row) =>
    row.in.map((partition) => ({
      pk: `row#${row.id}`,
      sk: `${partition}`,
      gsi1pk: `p${partition}`,
      gsi1sk: orderKey(row.id),
      id: row.id,
    })),
  );
const idsOf = (items: Item[]) => items.map((item) => Number(item.id));

const row = fc.record({ id: fc.nat(400), in: fc.uniqueArray(fc.constantFrom(...partitions), { minLength: 1 }) });
const rowsOf = (maxLength: number) => fc.uniqueArray(row, { selector: ({ id }) => id, maxLength });
const asked = fc.record({
  descending: fc.boolean(),
  limit: fc.integer({ min: 1, max: 12 }),
  everyNth: fc.integer({ min: 1, max: 5 }),
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

/** All pages one after another; After each, what is `written` meanwhile is there too. */
const allPages = async (
  rows: Item[],
  { descending, limit, everyNth }: Asked,
  written = (_page: number): Item[] => [],
) => {
  const { memory, table } = memoryTable(rows);
  const pages: number[][] = [];
  for (let after: string | undefined, more = true; more; ) {
    const accept = (item: Item) => Number(item.id) % everyNth === 0;
    const { items, next } = await mergePages(table, { sources, descending, limit, accept, after });
    pages.push(idsOf(items));
    after = next;
    more = next !== undefined;
    memory.place(written(pages.length));
  }
  return pages;
};

const expected = (rows: Row[], { descending, everyNth }: Asked) =>
  rows
    .map(({ id }) => id)
    .filter((id) => id % everyNth === 0)
    .sort((a, b) => (descending ? b - a : a - b));

describe('pages of many partitions, merged', () => {
  it('[FN-1] are together what matches, in order and each once, however many partitions a row stands in', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(80), asked, async (rows, query) => {
        const pages = await allPages(itemsOf(rows), query);
        expect(pages.flat()).toEqual(expected(rows, query));
        expect(pages.slice(0, -1).every((page) => page.length === query.limit)).toBe(true);
      }),
    );
  });

  it('[FN-1] never end with an empty page where rows matched', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(40), asked, async (rows, query) => {
        const pages = await allPages(itemsOf(rows), query);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(expected(rows, query).length / query.limit)));
      }),
    );
  });

  it('[FN-1] neither skip nor repeat a row that stays while others are written in between', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(60), fc.array(rowsOf(4), { maxLength: 20 }), asked, async (rows, written, query) => {
        const known = new Set(rows.map(({ id }) => id));
        const pages = await allPages(itemsOf(rows), query, (page) => {
          const fresh = (written[page] ?? []).filter(({ id }) => !known.has(id));
          for (const { id } of fresh) known.add(id);
          return itemsOf(fresh);
        });
        const seen = pages.flat();
        expect(new Set(seen).size).toBe(seen.length);
        const stayed = new Set(expected(rows, query));
        expect(seen.filter((id) => stayed.has(id))).toEqual(expected(rows, query));
      }),
    );
  });

  it('[FN-1] read of each partition about their share, and not more the more rows there are', async () => {
    const read = async (count: number) => {
      const rows = itemsOf(Array.from({ length: count }, (_, id) => ({ id, in: [id % 4] })));
      const { table } = memoryTable(rows);
      const query = vi.spyOn(table, 'query');
      await mergePages(table, { sources, descending: true, limit: 25, accept: () => true });
      return query.mock.calls.reduce((sum, [{ limit = 0 }]) => sum + limit, 0);
    };
    expect(await read(1000)).toBe(await read(400));
    expect(await read(1000)).toBeLessThan(50);
  });

  it('[FN-1] come short, with a cursor, where a filter passes almost nothing', async () => {
    const rows = itemsOf(Array.from({ length: 3000 }, (_, id) => ({ id, in: [id % 4] })));
    const { table } = memoryTable(rows);
    const query = vi.spyOn(table, 'query');
    const accept = (item: Item) => item.id === 2999;
    const first = await mergePages(table, { sources, descending: false, limit: 5, accept });
    expect(first).toMatchObject({ items: [], more: true, next: orderKey(rowsAPageLooksAt) });
    expect(query.mock.calls.length).toBeLessThan(50);
    const found: number[] = [];
    for (let { next } = first; next !== undefined; ) {
      const page = await mergePages(table, { sources, descending: false, limit: 5, accept, after: next });
      found.push(...idsOf(page.items));
      next = page.next;
    }
    expect(found).toEqual([2999]);
  });

  it('[FN-1] look at as many rows where there are more partitions than that', async () => {
    const many = Array.from({ length: 700 }, (_, id): ListSource => ({ index: 'gsi1', pk: `p${id}` }));
    const rows = itemsOf(Array.from({ length: 1400 }, (_, id) => ({ id, in: [id % 700] })));
    const { table } = memoryTable(rows);
    const { items } = await mergePages(table, { sources: many, descending: false, limit: 100, accept: () => true });
    expect(idsOf(items)).toEqual(Array.from({ length: 100 }, (_, id) => id));
  });

  it('are one empty page where there is no partition', async () => {
    const { table } = memoryTable([]);
    expect(await mergePages(table, { sources: [], descending: true, limit: 5, accept: () => true })).toEqual({
      items: [],
      more: false,
      looked: 0,
    });
  });
});
