import { iso } from '#shared/core/records/instants.ts';
import { rollupPartition } from '#shared/core/table/insight-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { type Cell, type Cells, cellNamed, cellsKept } from '#shared/insight/rollups/cells.ts';
import { type CountingProgress, readProgress } from '#shared/insight/rollups/fresh-cells.ts';
import { addDays } from '#shared/insight/rollups/reporting-days.ts';
import { cellIn } from '#shared/insight/rollups/series.ts';

/** A cell with how many records it counts; its time is a month where whole months are read. */
export interface CountedCell extends Cell {
  count: number;
}

/** What is read of a series: stretches of months and of days, ends included. */
export interface Slice {
  series: string;
  months?: readonly [string, string] | undefined;
  days: readonly (readonly [string, string])[];
  /** Whether a time lies in it, of a cell that has not settled or that has an instant. */
  has: (at: string) => boolean;
}

// Below every period, also that of what has no time.
const lowest = '!';

const firstOfMonth = (month: string): string => `${month}-01`;
const monthOf = (date: string): string => date.slice(0, 7);
const nextMonth = (month: string): string => monthOf(addDays(firstOfMonth(month), 31));
const lastOfMonth = (month: string): string => addDays(firstOfMonth(nextMonth(month)), -1);

export interface DateRange {
  /** Dates, both included. */
  from: string;
  to: string;
}

/** A period of a series: whole months as such, the rest by days. */
export const inPeriod = (series: string, { from, to }: DateRange): Slice => {
  const first = from === firstOfMonth(monthOf(from)) ? monthOf(from) : nextMonth(monthOf(from));
  const last = to === lastOfMonth(monthOf(to)) ? monthOf(to) : monthOf(addDays(firstOfMonth(monthOf(to)), -1));
  const has = (at: string) => at >= from && at <= to;
  if (first > last) return { series, days: [[from, to]], has };
  const head = [from, addDays(firstOfMonth(first), -1)] as const;
  const tail = [addDays(lastOfMonth(last), 1), to] as const;
  return { series, months: [first, last], days: [head, tail].filter(([one, other]) => one <= other), has };
};

/** A period of a series day by day. */
export const dayByDay = (series: string, { from, to }: DateRange): Slice => ({
  series,
  days: [[from, to]],
  has: (at) => at >= from && at <= to,
});

/** What of a series lies at or before an instant. */
export const upTo = (series: string, instant: string): Slice => {
  const today = instant.slice(0, 10);
  const before = monthOf(addDays(firstOfMonth(monthOf(today)), -1));
  return {
    series,
    months: [lowest, before],
    days: [[firstOfMonth(monthOf(today)), today]],
    has: (at) => at <= instant,
  };
};

/** Clocks that were reminded of by an instant; those that are met or missed are gone. */
export const remindedBy = (instant: string): Slice => ({
  series: 'risk',
  days: [[lowest, instant.slice(0, 10)]],
  has: (at) => at <= instant,
});

/** All of a series, whatever time it has. */
export const everyCell = (series: string): Slice => ({
  series,
  months: [lowest, '~'],
  days: [],
  has: () => true,
});

const settledCells = async (
  table: Table,
  { slice, reading, consistent }: { slice: Slice; consistent: boolean; reading: number },
): Promise<CountedCell[]> => {
  const { series, months, days, has } = slice;
  const ranges = [
    ...(months ? [{ level: 'month' as const, range: months }] : []),
    ...days.map((range) => ({ level: 'day' as const, range })),
  ];
  const read = ranges.map(async ({ level, range: [from, to] }) => {
    // An item follows its period; `$` is the sign behind `#`.
    const items = await table.queryAll({
      pk: rollupPartition(reading, series, level),
      from,
      to: `${to}${to === '~' ? '' : '$'}`,
      consistent,
    });
    const cells = items.flatMap(({ sk, cells: kept }) =>
      [...cellsKept(kept)].map(([name, count]) => ({ ...cellIn(series, level, { sk, name }), count })),
    );
    return level === 'month' ? cells : cells.filter(({ at }) => has(at));
  });
  return (await Promise.all(read)).flat();
};

const cellsWithin = (cells: Cells, { series, has }: Slice, factor: 1 | -1): CountedCell[] =>
  [...cells]
    .map(([name, count]) => ({ ...cellNamed(name), count: factor * count }))
    .filter((cell) => cell.series === series && has(cell.at));

// A Query that is not consistent has, within a second, what was written.
const isRecent = (at: number, now: number): boolean => now - at < 5_000;
/** Cells settle seldom, so that a reader seldom reads twice. */
const mostReadings = 5;

/**
 * Up to when changes are projected (epoch ms), as far as those show that were, and those that could
 * not be.
 */
export const projectedUpTo = ({ fresh, standing }: CountingProgress, projection: string, now: number): number => {
  const lags = fresh.filter(({ seenAt }) => isRecent(seenAt, now)).map(({ lag }) => lag);
  const stands = standing.filter((one) => one.projection === projection).map(({ at }) => at - 1);
  return Math.min(now - Math.max(0, ...lags), ...stands);
};

const countedUpTo = (progress: CountingProgress, now: number): string =>
  progress.standsSince ?? iso(projectedUpTo(progress, 'figures', now));

/**
 * Cells of several slices as of one state, without those not to be counted; where cells settled
 * while they were read they are read again.
 */
export const readCells = async (
  table: Table,
  slices: readonly Slice[],
  { now, without = [] }: { now: number; without?: readonly Cells[] },
): Promise<{ cells: CountedCell[][]; asOf: string }> => {
  for (let reading = 1; ; reading++) {
    const progress = await readProgress(table, 'reading');
    const consistent = progress.fresh.some(({ settledAt }) => isRecent(settledAt, now));
    const settled = await Promise.all(
      slices.map((slice) => settledCells(table, { slice, reading: progress.reading, consistent })),
    );
    const after = await readProgress(table, 'reading');
    const isSame =
      after.reading === progress.reading &&
      after.fresh.every(({ settled: times }, shard) => times === progress.fresh[shard]?.settled);
    if (!isSame && reading < mostReadings) continue;
    const cells = slices.map((slice, index) => [
      ...(settled[index] ?? []),
      ...progress.fresh.flatMap((one) => cellsWithin(one.cells, slice, 1)),
      ...without.flatMap((one) => cellsWithin(one, slice, -1)),
    ]);
    return { cells, asOf: countedUpTo(progress, now) };
  }
};
