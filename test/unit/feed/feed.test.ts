import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Feed, type FeedLine } from '#shared/core/feed/append-to-feed.ts';
import { entryOfLine, feedLineOf } from '#shared/core/feed/feed-entry.ts';
import { FeedForgotten, type FeedPlace, placesSince, readFeed } from '#shared/core/feed/read-feed.ts';
import { ulidFrom } from '#shared/core/records/ids.ts';
import { everyShard, feedKey } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { memoryTable } from '#test/house/memory-table.ts';

const start = Date.parse('2026-11-02T09:00:00Z');
const minute = 60_000;

const lineOf = (record: string, version: number, at = start): FeedLine => {
  const subject = { kind: 'case' as const, id: record };
  const line = feedLineOf({ subject, type: 'Case Updated' }, `~event#${version}`);
  return { recordId: record, line: line ?? '', at };
};

/** Reads a feed from some places to its end, and says where that is. */
const readAll = async (table: Table, from: readonly FeedPlace[], limit = 3) => {
  const places = new Map(from.map((place, shard) => [shard, place]));
  const lines: string[] = [];
  for (;;) {
    const rows = await readFeed(table, places, limit);
    if (rows.length === 0) return { lines, places: everyShard.map((shard) => places.get(shard) as FeedPlace) };
    for (const { shard, entry, behind } of rows) {
      places.set(shard, behind);
      lines.push(`${entry.subject.id} ${entry.sk}`);
    }
  }
};

const inOrderOfEachRecord = (lines: readonly string[]) => {
  const versions = Map.groupBy(lines, (line) => line.split(' ')[0]);
  return [...versions].every(([, ofRecord]) => {
    const numbers = ofRecord.map((line) => Number(line.split('#')[1]));
    return numbers.every((number, index) => number === index + 1);
  });
};

test('[WH-3] a line says where an event lies and of what type it is, also where that has spaces', () => {
  const subject = { kind: 'configuration' as const, id: 'case-types/academic-concern' };
  const line = feedLineOf({ subject, type: 'Configuration Changed' }, '~event#0000000001#000');
  expect(entryOfLine(line ?? '')).toEqual({ subject, sk: '~event#0000000001#000', type: 'Configuration Changed' });
  expect(feedLineOf({ subject: { kind: 'person', id: 'amara' }, type: 'Mail Due' }, 'x')).toBeUndefined();
});

afterEach(() => vi.restoreAllMocks());

describe('[WH-3] the feed has each event once, in order of its record, without a gap', () => {
  // The stream hands a record's events over in order, again from one that it was not done with, and
  // different records to different functions side by side.
  const deliveries = fc.array(
    fc.record({ record: fc.constantFrom('A', 'B', 'C', 'D'), again: fc.nat(3), count: fc.integer({ min: 1, max: 4 }) }),
    { minLength: 5, maxLength: 40 },
  );

  test('however often it is handed over, by functions side by side that die between two calls', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), async (batches, fates) => {
        const { table, memory } = memoryTable();
        vi.spyOn(Math, 'random').mockReturnValue(0);
        let now = start;
        let calls = 0;
        const flaky = {
          query: table.query.bind(table),
          put: async (...input: Parameters<Table['put']>) => {
            const fate = fates[calls++];
            if (fate === 0) throw new Error('died before it wrote');
            await table.put(...input);
            if (fate === 1) throw new Error('died when it had written');
          },
        };
        const next = new Map<string, number>();
        const work = new Map<string, FeedLine[][]>();
        for (const { record, again, count } of batches) {
          const from = Math.max(1, (next.get(record) ?? 1) - again);
          const lines = Array.from({ length: count }, (_, index) => lineOf(record, from + index, start));
          next.set(record, Math.max(next.get(record) ?? 1, from + count));
          work.set(record, [...(work.get(record) ?? []), lines]);
        }
        const publisher = async (lists: FeedLine[][]) => {
          const feed = new Feed(flaky, () => now++);
          for (const lines of lists)
            for (let done = false; !done; )
              done = await feed.append(lines).then(
                () => true,
                () => false,
              );
        };
        await Promise.all([...work.values()].map(publisher));
        const { lines } = await readAll(table, await placesSince(table, 0));
        expect(new Set(lines).size).toBe(lines.length);
        expect(inOrderOfEachRecord(lines)).toBe(true);
        expect(lines.length).toBe([...next.values()].reduce((sum, version) => sum + version - 1, 0));
        for (const shard of everyShard) {
          const numbers = memory.everything().filter(({ pk }) => pk === feedKey(shard, 0).pk);
          expect(numbers.map(({ sk }) => Number(sk)).sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('also where a delivery comes again an hour later, to a function that knows nothing', async () => {
    const { table } = memoryTable();
    let now = start;
    const lines = [1, 2, 3].map((version) => lineOf('A', version, start));
    await new Feed(table, () => now).append(lines);
    for (let hour = 0; hour < 60; hour++) {
      now += minute;
      await new Feed(table, () => now).append([lineOf('C', hour + 1, now)]);
    }
    await new Feed(table, () => now).append([...lines, lineOf('A', 4, now)]);
    const { lines: read } = await readAll(table, await placesSince(table, 0));
    expect(read.filter((line) => line.startsWith('A'))).toEqual([1, 2, 3, 4].map((version) => `A ~event#${version}`));
  });

  test('and a warm function appends with one write and no read', async () => {
    const { table } = memoryTable();
    const feed = new Feed(table, () => start + 10);
    await feed.append([lineOf('A', 1)]);
    const query = vi.spyOn(table, 'query');
    const before = { ...table.cost };
    await feed.append([lineOf('A', 2)]);
    expect(query).not.toHaveBeenCalled();
    expect([table.cost.reads - before.reads, table.cost.writes - before.writes]).toEqual([0, 1]);
  });
});

describe('[WH-3] a reader misses nothing', () => {
  const filled = async (count: number) => {
    const { table, memory } = memoryTable();
    let now = start;
    const feed = new Feed(table, () => now);
    for (let version = 1; version <= count; version++) {
      now += minute;
      await feed.append([lineOf('A', version, now), lineOf('B', version, now), lineOf('B2', version, now)]);
    }
    return { table, memory };
  };

  test('where a query shows a number and not the one before it, as one that is no snapshot may', async () => {
    const { table } = await filled(40);
    const whole = await readAll(table, await placesSince(table, 0));
    const query = table.query.bind(table);
    let asked = 0;
    vi.spyOn(table, 'query').mockImplementation(async (range) => {
      const found = await query(range);
      const hole = asked++ % 4;
      return range.consistent || range.limit === 1
        ? found
        : { ...found, items: found.items.filter((_, index) => index !== hole || hole === 3) };
    });
    const { lines } = await readAll(table, await placesSince(table, 0));
    expect([...lines].sort()).toEqual([...whole.lines].sort());
    expect(inOrderOfEachRecord(lines)).toBe(true);
  });

  test('and goes on where it ended, however few it took at a time', async () => {
    const { table } = await filled(12);
    const whole = await readAll(table, await placesSince(table, 0), 100);
    const places = await placesSince(table, 0);
    const lines: string[] = [];
    for (;;) {
      const [row] = await readFeed(table, new Map(places.map((place, shard) => [shard, place])), 1);
      if (!row) break;
      places[row.shard] = row.behind;
      lines.push(`${row.entry.subject.id} ${row.entry.sk}`);
    }
    expect([...lines].sort()).toEqual([...whole.lines].sort());
  });

  test('begins at the first of an instant, also where what was before it is forgotten', async () => {
    const { table } = await filled(30);
    const from = await placesSince(table, start + 20 * minute);
    const { lines } = await readAll(table, from);
    expect(lines).toContain('A ~event#20');
    expect(lines).not.toContain('A ~event#19');
    for (const shard of everyShard) await table.deleteAll([0, 1, 2, 3, 4].map((number) => feedKey(shard, number)));
    const rest = await readAll(table, await placesSince(table, 0));
    expect(rest.lines).toContain('A ~event#6');
    expect(rest.lines).not.toContain('A ~event#5');
    expect(await placesSince(table, start + 1000 * minute)).toEqual(rest.places);
  });

  test('and learns where what came next for it is forgotten', async () => {
    const { table } = await filled(5);
    const from = await placesSince(table, 0);
    for (const shard of everyShard) await table.deleteAll([feedKey(shard, 0)]);
    await expect(readAll(table, from)).rejects.toThrow(FeedForgotten);
  });

  test('finds its beginning among a hundred thousand in some twenty looks', async () => {
    const { table } = memoryTable(
      Array.from({ length: 4096 }, (_, number) => ({
        ...feedKey(0, number),
        at: start + number * minute,
        lines: [`case ${ulidFrom(start)} ~event#1 Case Created`],
      })),
    );
    const before = table.cost.calls;
    const [first] = await placesSince(table, start + 1000 * minute);
    expect(first).toEqual({ number: 1000, index: 0 });
    expect(table.cost.calls - before).toBeLessThan(20);
  });
});
