import { describe, expect, test } from 'vitest';
import { countRecords, figuresUpTo } from '#functions/insight/count-records.ts';
import { rebuildFigures } from '#functions/insight/rebuild-figures.ts';
import { stands } from '#functions/insight/standing.ts';
import { layouts } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { iso } from '#shared/core/records/instants.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { reportingDays } from '#shared/insight/rollups/reporting-days.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { noon, openCase } from '../cases/sample-cases.ts';

const days = reportingDays('America/New_York');
const second = 1000;

/** Cases that changed a minute apart, the last of them a second ago, none of which is counted. */
const world = (count: number) => {
  const { memory, table } = memoryTable();
  const changedAt = (index: number) => noon - second - (count - 1 - index) * 60 * second;
  const ids = Array.from({ length: count }, (_, index) => `01KAG0000000000000000CASE${index.toString(32)}`);
  for (const [index, id] of ids.entries()) {
    const record = openCase({ id, updatedAt: iso(changedAt(index)), reference: `7K3F-92QX-${index}` });
    const { indexes } = layouts.case as unknown as { indexes: (one: Case) => Record<string, string> };
    memory.place([{ ...recordKey({ kind: 'case', id }), ...indexes(record), record }]);
  }
  const services = { table, now: () => noon, reportingDays: days };
  const countThem = (...some: number[]) =>
    countRecords(
      services,
      some.map((index) => ({ kind: 'case' as const, id: ids[index] ?? '' })),
      { days, changedAt: Math.floor(changedAt(Math.max(...some)) / second) * second },
    );
  return { table, services, ids, changedAt, countThem, asOf: () => figuresUpTo(services, noon) };
};

describe('[DA-1] as of when figures are', () => {
  test('is now where all that changed last is counted, also by nobody but who made all anew', async () => {
    const { countThem, asOf, services } = world(3);
    await countThem(0, 1, 2);
    // What was counted a moment ago was a second old then.
    expect(await asOf()).toBe(iso(noon - second));
    services.now = () => noon + 10 * second;
    expect(await figuresUpTo(services, noon + 10 * second)).toBe(iso(noon + 10 * second));
    const anew = world(3);
    await rebuildFigures(anew.services);
    expect(await anew.asOf()).toBe(iso(noon));
  });

  test('is before the first of the last changes that is not, while the projector stands', async () => {
    const { countThem, services, changedAt } = world(6);
    await countThem(0, 1, 2);
    expect(await figuresUpTo(services, noon + 10 * second)).toBe(iso(changedAt(3) - 1));
  });

  test('is the last that was counted where many are not', async () => {
    const { countThem, asOf, changedAt } = world(30);
    await countThem(0);
    expect(await asOf()).toBe(iso(changedAt(0)));
  });

  test('is before a change that the projector cannot take, however much is counted behind it', async () => {
    const { table, countThem, asOf, ids, changedAt, services } = world(20);
    await countThem(...ids.keys());
    const key = recordKey({ kind: 'case', id: ids[4] ?? '' });
    const change = { key, after: { ...key, record: { updatedAt: iso(changedAt(4)) } } };
    await stands(table, { projection: 'figures', change, now: noon });
    await stands(table, { projection: 'search', change: { ...change, at: 0 }, now: noon });
    expect(await asOf()).toBe(iso(changedAt(4) - 1));
    await rebuildFigures(services);
    expect(await figuresUpTo(services, noon + 10 * second)).toBe(iso(noon + 10 * second));
  });
});
