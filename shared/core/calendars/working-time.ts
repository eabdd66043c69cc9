import type { Amount } from '#shared/core/calendars/amount.ts';
import { countBelow } from '#shared/core/calendars/count-below.ts';
import {
  type CompiledCalendar,
  DAY,
  tableFor,
  type WorkingTable,
  workedBy,
} from '#shared/core/calendars/working-table.ts';
import { instantAt, wallAt } from '#shared/core/calendars/zone-offsets.ts';
import { Refusal } from '#shared/core/errors.ts';

export { type CompiledCalendar, compileCalendar } from '#shared/core/calendars/working-table.ts';

// What an amount of time means is in docs/guide/time.md, sentence by sentence. Instants and lengths
// are whole epoch milliseconds, and nothing is rounded.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

// How far a search looks, in days: a year, eleven years, a century. Ten years of working days, the
// longest amount, take seventy years where one day a week is worked.
const REACHES = [400, 4_000, 36_525] as const;
const FURTHEST = 36_525 * DAY;

type TimeDirection = 1 | -1;

const search = (
  calendar: CompiledCalendar,
  start: number,
  direction: TimeDirection,
  find: (table: WorkingTable) => number | undefined,
): number => {
  for (const days of REACHES) {
    const end = start + direction * days * DAY;
    const found = find(tableFor(calendar, Math.min(start, end), Math.max(start, end)));
    if (found === undefined) continue;
    // The table may reach further than was asked; the answer must not depend on what was asked
    // before.
    if (Math.abs(found - start) <= FURTHEST) return found;
    break;
  }
  throw new Refusal(
    'no-working-time',
    `not enough working time in the hundred years ${direction > 0 ? 'after' : 'before'} ${new Date(start).toISOString()}`,
  );
};

const forwardsByLength = (calendar: CompiledCalendar, start: number, length: number): number =>
  search(calendar, start, 1, (table) => {
    const goal = workedBy(table, start) + length;
    const i = countBelow(table.before, goal) - 1;
    const end = (table.opens[i] as number) + goal - (table.before[i] as number);
    return i >= 0 && end <= (table.closes[i] as number) ? end : undefined;
  });

const backwardsByLength = (calendar: CompiledCalendar, start: number, length: number): number =>
  search(calendar, start, -1, (table) => {
    const goal = workedBy(table, start) - length;
    if (goal < 0) return undefined;
    const i = countBelow(table.before, goal + 1) - 1;
    return (table.opens[i] as number) + goal - (table.before[i] as number);
  });

// Looking ahead, an interval ends before its closing moment: what begins at closing time begins at
// the next opening.
const forwardsByDays = (calendar: CompiledCalendar, start: number, days: number): number =>
  search(calendar, start, 1, ({ opens, closes, dates, firstOf, offsets }) => {
    const i = countBelow(closes, start + 1);
    if (i === opens.length) return undefined;
    const moment = Math.max(start, opens[i] as number);
    const wall = wallAt(offsets, moment);
    const date = Math.floor(wall / DAY);
    const there = countBelow(dates, date + 1) + days - 1;
    // A table holds whole dates, so its last one is as good as any.
    if (there >= dates.length) return undefined;
    const target = instantAt(offsets, (dates[there] as number) * DAY + wall - date * DAY);
    const end = firstOf[there + 1] ?? opens.length;
    for (let j = firstOf[there] as number; j < end; j++)
      if (target < (closes[j] as number)) return Math.max(target, opens[j] as number);
    return closes[end - 1];
  });

// Looking back, opening and closing time both belong to an interval: one working day before Tuesday
// 09:00 is Monday 09:00 and not Friday 17:00, although no work lies between the two.
const backwardsByDays = (calendar: CompiledCalendar, start: number, days: number): number =>
  search(calendar, start, -1, ({ opens, closes, dates, dateOf, firstOf, offsets }) => {
    const i = countBelow(opens, start + 1) - 1;
    if (i < 0) return undefined;
    const closed = start >= (closes[i] as number);
    const moment = closed ? (closes[i] as number) : start;
    const wall = wallAt(offsets, moment);
    // Closing time belongs to the date that closes: 24:00 on Friday is not Saturday.
    const date = closed ? (dates[dateOf[i] as number] as number) : Math.floor(wall / DAY);
    const there = countBelow(dates, date) - days;
    if (there < 0) return undefined;
    const target = instantAt(offsets, (dates[there] as number) * DAY + wall - date * DAY);
    const first = firstOf[there] as number;
    for (let j = (firstOf[there + 1] ?? opens.length) - 1; j >= first; j--)
      if ((opens[j] as number) <= target) return Math.min(target, closes[j] as number);
    return opens[first];
  });

const calendarDays = (calendar: CompiledCalendar, start: number, days: number): number => {
  const end = start + days * DAY;
  const { offsets } = tableFor(calendar, Math.min(start, end), Math.max(start, end));
  return instantAt(offsets, wallAt(offsets, start) + days * DAY);
};

const lengthOf = ({ amount, unit }: Pick<Amount, 'amount' | 'unit'>): number =>
  amount * { minutes: MINUTE, hours: HOUR, days: DAY }[unit];

// A fraction or NaN would give a wrong instant, not an error; it can only come from a caller's own
// arithmetic, so it is no refusal.
const refuseFractions = (...numbers: number[]): void => {
  if (!numbers.every(Number.isSafeInteger))
    throw new RangeError(`instants and amounts are whole numbers, not ${numbers.join(', ')}`);
};

const count = (
  calendar: CompiledCalendar | undefined,
  start: number,
  amount: Amount,
  direction: TimeDirection,
): number => {
  refuseFractions(start, amount.amount);
  const { unit, time } = amount;
  if (!calendar || amount.amount === 0 || (time === 'calendar' && unit !== 'days'))
    return start + direction * lengthOf(amount);
  if (time === 'calendar') return calendarDays(calendar, start, direction * amount.amount);
  if (unit === 'days') return (direction > 0 ? forwardsByDays : backwardsByDays)(calendar, start, amount.amount);
  return (direction > 0 ? forwardsByLength : backwardsByLength)(calendar, start, lengthOf(amount));
};

/**
 * The instant (epoch ms) `amount` after `start`; without a calendar all time counts, in UTC.
 * @throws `no-working-time` where a century is not enough
 */
export const addAmount = (calendar: CompiledCalendar | undefined, start: number, amount: Amount): number =>
  amount.amount < 0
    ? count(calendar, start, { ...amount, amount: -amount.amount }, -1)
    : count(calendar, start, amount, 1);

/**
 * The instant that lies `amount` before `start`, as a reminder before a target does: the mirror
 * image of `addAmount`.
 */
export const subtractAmount = (calendar: CompiledCalendar | undefined, start: number, amount: Amount): number =>
  amount.amount < 0
    ? count(calendar, start, { ...amount, amount: -amount.amount }, 1)
    : count(calendar, start, amount, -1);

/**
 * The first working moment at or after an instant, or looking back (-1) the last at or before it.
 * @throws `no-working-time` where a century has none
 */
export const workingMoment = (calendar: CompiledCalendar, at: number, direction: TimeDirection): number =>
  direction > 0 ? forwardsByDays(calendar, at, 0) : backwardsByDays(calendar, at, 0);

/**
 * Working time between two instants, in milliseconds; negative where `to` is before `from`. Without
 * a calendar all time counts.
 */
export const workingTimeBetween = (calendar: CompiledCalendar | undefined, from: number, to: number): number => {
  refuseFractions(from, to);
  if (!calendar) return to - from;
  if (to < from) return -workingTimeBetween(calendar, to, from);
  let worked = 0;
  // By centuries, so that no pair of instants makes a table that does not fit into memory.
  for (let begin = from; begin < to; begin += FURTHEST) {
    const end = Math.min(begin + FURTHEST, to);
    const table = tableFor(calendar, begin, end);
    worked += workedBy(table, end) - workedBy(table, begin);
  }
  return worked;
};

/**
 * The instant (epoch milliseconds) by which a length of working time, in milliseconds, has passed
 * since `start`. Without a calendar all time counts.
 */
export const addLength = (calendar: CompiledCalendar | undefined, start: number, length: number): number => {
  if (!calendar || length === 0) return start + length;
  return length > 0 ? forwardsByLength(calendar, start, length) : backwardsByLength(calendar, start, -length);
};
