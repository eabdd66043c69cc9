import { countBelow } from '#shared/core/calendars/count-below.ts';
import { weekdays } from '#shared/core/calendars/weekdays.ts';
import { type CompiledCalendar, DAY, tableFor } from '#shared/core/calendars/working-table.ts';
import { instantAt, wallAt, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';
import { type ConditionResult, NEVER } from '#shared/core/conditions/answers.ts';
import { compare } from '#shared/core/conditions/compare.ts';
import type { Comparison } from '#shared/core/conditions/condition.ts';
import { own } from '#shared/core/records/own.ts';

// What conditions ask of the instant itself: the day of the week, the hour and the date in a zone,
// and whether a calendar works. Each answers with the next instant at which that turns.

const HOUR = 3_600_000;
/** Zones are read in spans, since finding the changes of one costs more than all the rest. */
const SPAN = 400 * DAY;
/** A zone that leaves a date out (Apia, 2011) shows every weekday again within nine dates. */
const DATES_LOOKED_AT = 9;
/** A day of 25 hours, and one more for an hour that a zone skips. */
const HOURS_LOOKED_AT = 50;

const known = new Map<string, ReturnType<typeof zoneOffsets>>();
const offsetsOf = (timeZone: string, at: number): ReturnType<typeof zoneOffsets> => {
  const span = Math.floor(at / SPAN);
  const name = `${timeZone} ${span}`;
  let offsets = known.get(name);
  if (!offsets) {
    offsets = zoneOffsets(timeZone, (span - 1) * SPAN, (span + 2) * SPAN);
    // A few institutions' zones; more are somebody's play, and are forgotten.
    if (known.size > 100) known.clear();
    known.set(name, offsets);
  }
  return offsets;
};

type ClockReading = (wall: number) => unknown;
const readings: Record<string, ClockReading> = {
  'now.dayOfWeek': (wall) => weekdays[new Date(wall).getUTCDay()],
  'now.hour': (wall) => new Date(wall).getUTCHours(),
  'now.date': (wall) => new Date(wall).toISOString().slice(0, 10),
};
const clockHours = Array.from({ length: 24 }, (_, hour) => hour);

/** Every value that a reading of the clock may have; undefined where it has no end of them. */
export const valuesOfNow = (field: string | undefined): readonly unknown[] | undefined => {
  if (field === 'now.hour') return clockHours;
  return field === 'now.dayOfWeek' ? weekdays : undefined;
};

export const isOfNow = (field: string): boolean => field.startsWith('now.');

/** The midnights that a date in the comparison has to do with, which alone can turn its answer. */
function datesIn(wanted: unknown): number[] {
  const dates = (Array.isArray(wanted) ? wanted : [wanted]).map((one) => Date.parse(String(one)));
  return dates
    .filter((date) => !Number.isNaN(date))
    .flatMap((date) => {
      const midnight = Math.floor(date / DAY) * DAY;
      return [midnight, midnight + DAY];
    });
}

/** The walls at which the answer may turn, in their order; none where it never does. */
function turningWalls({ field, op, value }: Comparison, wall: number, holds: (of: unknown) => boolean): number[] {
  const today = Math.floor(wall / DAY) * DAY;
  const days = Array.from({ length: DATES_LOOKED_AT }, (_, day) => today + (day + 1) * DAY);
  const alike = (values: readonly unknown[]): boolean => new Set(values.map(holds)).size === 1;
  if (field === 'now.dayOfWeek') return alike(weekdays) ? [] : days;
  if (field === 'now.hour') {
    const hour = Math.floor(wall / HOUR) * HOUR;
    return alike(clockHours) ? [] : Array.from({ length: HOURS_LOOKED_AT }, (_, n) => hour + (n + 1) * HOUR);
  }
  if (op === 'exists' || op === 'not-exists') return [];
  const isMoving = JSON.stringify(value ?? null).includes('{');
  return isMoving
    ? days
    : datesIn(value)
        .filter((date) => date > wall)
        .sort((a, b) => a - b);
}

/** A comparison with the clock or the calendar of a zone, and the value that was found. */
export function compareNow(leaf: Comparison, at: number): ConditionResult & { value: unknown } {
  const read = own(readings, leaf.field) ?? (() => undefined);
  const offsets = offsetsOf(leaf.timeZone ?? 'UTC', at);
  const wall = wallAt(offsets, at);
  const holds = (value: unknown, instant = at): boolean =>
    compare(leaf.op, { value, wanted: leaf.value }, instant).held;
  const value = read(wall);
  const held = holds(value);
  // The clock set back shows an hour twice: the changes of the zone are looked at with the rest.
  const changes = offsets.since.filter((since) => since > at && since < at + 2 * DATES_LOOKED_AT * DAY);
  const instants = turningWalls(leaf, wall, holds).map((turn) => instantAt(offsets, turn));
  if (instants.length === 0) return { held, value };
  const turning = [...instants, ...changes].filter((instant) => instant > at).sort((a, b) => a - b);
  const until = turning.find((instant) => holds(read(wallAt(offsets, instant)), instant) !== held);
  // Nothing turned in what was looked at: asked again at its end.
  const last = leaf.field === 'now.date' ? undefined : turning.at(-1);
  return { held, value, until: until ?? last };
}

/**
 * Whether it is working time. A calendar that is not there never works.
 */
export function isWorking(calendar: CompiledCalendar | undefined, at: number): ConditionResult {
  if (!calendar) return NEVER;
  // A year, and what a calendar may leave out at a stretch; then it is asked again.
  const end = at + SPAN;
  const { opens, closes } = tableFor(calendar, at, end);
  const next = countBelow(opens, at + 1);
  const closing = next > 0 ? (closes[next - 1] as number) : at;
  if (at >= closing) return { held: false, until: opens[next] ?? end };
  // Hours that touch are one.
  let last = next - 1;
  while (opens[last + 1] === closes[last]) last += 1;
  return { held: true, until: closes[last] ?? end };
}
