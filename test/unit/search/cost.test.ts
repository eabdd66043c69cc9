import { describe, expect, test } from 'vitest';
import { measureKeeping } from '#bench/keeping.ts';
import { began, madeCase, measured, ofOneType, searches } from '#bench/search.ts';
import { seededRandom } from '#bench/seeded-random.ts';
import { Table } from '#shared/core/table/table.ts';
import { type IndexSizes, keepUpIndex, usualIndex } from '#shared/insight/search/fold.ts';
import { readRecentShard, recordPart, textItem, writeRecentText } from '#shared/insight/search/recent-text.ts';
import { readSearchState } from '#shared/insight/search/search-state.ts';
import { memoryTable } from '#test/house/memory-table.ts';

// What the index costs, in units as the table counts them. The bench (`-- --finding`) measures the
// same over 100,000 cases.

const kind = 'case';

describe('what the index of words costs', () => {
  test('[FN-2] a page of eight words is within 36 read units and 60 Queries, whatever waits to be folded', async () => {
    const { memory, table } = memoryTable();
    const random = seededRandom(7);
    // Three levels of what is little; a word lies in a block of each of them.
    const sizes: IndexSizes = { ...usualIndex, lowestLevel: 85, growth: 2 };
    let waiting = 0;
    const levels = new Set<number>();
    for (let index = 0; index < 420; index++) {
      const { record, terms } = madeCase(index, random);
      const { id, createdAt, type } = record;
      const item = textItem(recordPart, { kind, id, createdAt, type, terms });
      const folds = await writeRecentText(table, await readRecentShard(table, { kind, id, isNew: true }), item);
      waiting++;
      // As it is before and after each fold, and in between.
      if (folds || (index > 340 && index % 25 === 0))
        for (const narrowedTo of [undefined, ofOneType]) {
          const search = { text: searches['eight words'], narrowedTo };
          const { units, queries } = await measured(new Table(memory, 'memory'), search);
          expect(units).toBeLessThanOrEqual(36);
          expect(queries).toBeLessThanOrEqual(60);
        }
      if (!folds) continue;
      expect(waiting).toBeLessThanOrEqual(84);
      waiting = 0;
      await keepUpIndex(table, { kind, now: began + (index + 1) * 300_000, sizes });
      for (const { level } of (await readSearchState(table, kind)).segments) levels.add(level);
    }
    expect(levels).toEqual(new Set([0, 1, 2]));
  });

  test('[FN-2] [DA-7] finding and seeing add 40 % at the most to what it costs to raise a case', async () => {
    const { rows } = await measureKeeping(40);
    expect(rows[0]?.figures['what they add']?.value).toBeLessThanOrEqual(40);
  });
});
