import { type Fault, invalid } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { DateRange } from '#shared/insight/rollups/read-cells.ts';
import { addDays, daysBetween, type ReportingDays } from '#shared/insight/rollups/reporting-days.ts';

/** Without a period, this many days until today. */
const usualDays = 30;
const mostYears = 10;
// Nothing was raised before there were such systems, nor is after everybody who reads this.
const [earliestDay, latestDay] = ['1900-01-01', '2199-12-31'];

/** Ten years after a date. */
const yearsAfter = (date: string): string => `${Number(date.slice(0, 4)) + mostYears}${date.slice(4)}`;

/**
 * The days that a report is about, both included.
 * @throws 400 where it ends before it begins, or lasts more than ten years
 */
export const reportPeriod = (
  query: { from?: string | undefined; to?: string | undefined },
  { days, now }: { days: ReportingDays; now: number },
): DateRange => {
  const dateOf = (given: string) => (given.includes('T') ? days.dayOf(given) : given);
  const to = query.to === undefined ? days.dayOf(iso(now)) : dateOf(query.to);
  const from = query.from === undefined ? addDays(to, 1 - usualDays) : dateOf(query.from);
  const fault = (name: 'from' | 'to', code: string, detail: string): Fault => ({
    pointer: `/query/${name}`,
    code,
    detail,
  });
  const beyond = (['from', 'to'] as const).filter((name) => {
    const date = name === 'from' ? from : to;
    return date < earliestDay || date > latestDay;
  });
  const faults = [
    ...beyond.map((name) => fault(name, 'out-of-range', `lies between ${earliestDay} and ${latestDay}`)),
    ...(from > to ? [fault('from', 'inverted', 'lies after to')] : []),
    ...(to >= yearsAfter(from) ? [fault('to', 'too-long', `a period has ${mostYears} years at the most`)] : []),
  ];
  if (faults.length > 0) throw invalid(faults);
  return { from, to };
};

/** As many days, right before. */
export const periodBefore = ({ from, to }: DateRange): DateRange => {
  const length = daysBetween(from, to) + 1;
  return { from: addDays(from, -length), to: addDays(from, -1) };
};
