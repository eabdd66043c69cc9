import * as Duration from 'temporal-polyfill/fns/Duration';
import * as z from 'zod';
import { date, instant } from '#shared/core/records/primitives.ts';

// Instants and dates that stand still, and those that move with now. Calendars are UTC here: a
// condition has no zone of its own.

const DAY_MS = 86_400_000;
/**
 * A hundred years: nothing kept here outlives a person, and every instant stays one that ISO 8601
 * writes with four digits.
 */
const LONGEST_MS = 1200 * 31 * DAY_MS;

/** How far from now, calendar months apart from exact time because months differ. */
interface Shift {
  months: number;
  milliseconds: number;
}

const toShift = (duration: string, sign: 1 | -1): Shift => {
  const d = Duration.fromString(duration);
  const seconds = ((d.weeks * 7 + d.days) * 24 + d.hours) * 3600 + d.minutes * 60 + d.seconds;
  return { months: sign * (d.years * 12 + d.months), milliseconds: sign * (seconds * 1000 + d.milliseconds) };
};

const lengthOf = (duration: string): number => {
  const { months, milliseconds } = toShift(duration, 1);
  return months * 31 * DAY_MS + milliseconds;
};
/** Temporal throws at numbers that it cannot count, or fractions below a nanosecond. */
const COUNTLESS = /\d{10}/;
const duration = z.iso
  .duration({ abort: true })
  .refine((text) => !COUNTLESS.test(text) && lengthOf(text) <= LONGEST_MS);

export const relativeSchema = z.union([z.strictObject({ ago: duration }), z.strictObject({ ahead: duration })]);
/**
 * What may stand for a point in time in a condition: an instant, a whole day, or a distance from
 * now.
 */
export const timeSchema = z.union([instant, date, relativeSchema]);

/**
 * So many calendar months on (UTC). A day that the month lacks becomes the first instant after it,
 * not its last day as Temporal has it: so a later now never gives an earlier result.
 */
function moveMonths(from: number, months: number): number {
  const moved = new Date(from);
  const day = moved.getUTCDate();
  moved.setUTCMonth(moved.getUTCMonth() + months);
  if (moved.getUTCDate() !== day) {
    moved.setUTCDate(1);
    moved.setUTCHours(0, 0, 0, 0);
  }
  return moved.getTime();
}

const move = (from: number, { months, milliseconds }: Shift): number =>
  (months === 0 ? from : moveMonths(from, months)) + milliseconds;

/**
 * A point in time as a condition or a record names it: fixed, or moving with now; an instant, or a
 * whole day of UTC.
 */
export interface PointInTime {
  fixed?: number;
  shift?: Shift;
  wholeDay: boolean;
}

export const NOW: PointInTime = { shift: { months: 0, milliseconds: 0 }, wholeDay: false };

const DAY_FORM = /^\d{4}-\d\d-\d\d$/;
const INSTANT_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** The instant or date that a record holds; undefined for anything else. */
export function fixedMoment(value: unknown): PointInTime | undefined {
  if (typeof value !== 'string') return undefined;
  const wholeDay = DAY_FORM.test(value);
  if (!wholeDay && !INSTANT_FORM.test(value)) return undefined;
  const fixed = Date.parse(value);
  return Number.isNaN(fixed) ? undefined : { fixed, wholeDay };
}

const isRelative = (value: unknown): value is { ago: string } | { ahead: string } =>
  typeof value === 'object' && value !== null && ('ago' in value || 'ahead' in value);

// The value of a condition is the same object at every evaluation, and reading an ISO duration
// costs more than all the rest of a comparison.
const shifts = new WeakMap<object, Shift>();

/** The moment that a condition asks for. */
export function wantedMoment(value: unknown): PointInTime | undefined {
  if (!isRelative(value)) return fixedMoment(value);
  const shift = shifts.get(value) ?? ('ago' in value ? toShift(value.ago, -1) : toShift(value.ahead, 1));
  shifts.set(value, shift);
  return { shift, wholeDay: false };
}

export type Edge = 'first' | 'last';

/** The first or last millisecond of a moment, seen from `now`. */
export function edgeOf(moment: PointInTime, edge: Edge, now: number): number {
  const instantOf = moment.shift ? move(now, moment.shift) : (moment.fixed ?? Number.NaN);
  if (!moment.wholeDay) return instantOf;
  const midnight = Math.floor(instantOf / DAY_MS) * DAY_MS;
  return edge === 'first' ? midnight : midnight + DAY_MS - 1;
}

/**
 * Months differ from their mean by under four days in any century, a month's end and a whole day
 * add one each: eight days are enough around the mean.
 */
const MEAN_MONTH_MS = 30.436875 * DAY_MS;
const SLACK_MS = 8 * DAY_MS;

/**
 * The first instant after `now` at which the moment's edge reaches `target`, if ever. Searched by
 * halves: an edge never moves backwards, and no formula inverts calendar months.
 */
export function whenReached(
  moment: PointInTime,
  edge: Edge,
  { target, now }: { target: number; now: number },
): number | undefined {
  if (!moment.shift) return undefined;
  const near = Math.round(target - moment.shift.months * MEAN_MONTH_MS - moment.shift.milliseconds);
  let before = Math.max(now, near - SLACK_MS);
  let reached = near + SLACK_MS;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (edgeOf(moment, edge, middle) >= target) reached = middle;
    else before = middle;
  }
  return reached;
}
