import type { QuietHours } from '#shared/core/calendars/quiet-hours.schema.ts';
import { instantAt, wallAt, type ZoneOffsets, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';

// Times of day of a zone, right across daylight saving: of a time that the zone repeats the first
// counts, of one that it skips the end of the gap.

const minute = 60 * 1000;
const day = 24 * 60 * minute;

// What is put for an instant less than a minute away could miss it.
const margin = minute;

/** The offsets of a zone around an instant, far enough for the days beside it. */
const offsetsAround = (zone: string, instant: number): ZoneOffsets =>
  zoneOffsets(zone, instant - 3 * day, instant + 3 * day);

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Wall-clock midnights of the days around an instant, as `zone-offsets.ts` writes them. */
const midnightsAround = (offsets: ZoneOffsets, instant: number): number[] => {
  const today = Math.floor(wallAt(offsets, instant) / day) * day;
  return [today - day, today, today + day, today + 2 * day];
};

/**
 * The first instant at a time of day in a zone that lies after another instant (epoch
 * milliseconds), by at least a minute.
 */
export const nextTimeOfDay = (zone: string, time: string, after: number): number => {
  const offsets = offsetsAround(zone, after);
  const dates = midnightsAround(offsets, after);
  const instants = dates
    .map((midnight) => ({ midnight, instant: instantAt(offsets, midnight + minutesOf(time) * minute) }))
    // A date that the zone leaves out (Apia, 2011-12-30) has no such time.
    .filter(({ midnight, instant }) => Math.floor(wallAt(offsets, instant) / day) * day === midnight)
    .map(({ instant }) => instant);
  return instants.find((instant) => instant >= after + margin) ?? after + day;
};

/** The date of a zone at an instant (epoch milliseconds). */
export const dateIn = (zone: string, instant: number): string =>
  new Date(wallAt(offsetsAround(zone, instant), instant)).toISOString().slice(0, 10);

/** The first instant of the next date of a zone. */
export const nextDateIn = (zone: string, instant: number): number => {
  const offsets = offsetsAround(zone, instant);
  const [, , tomorrow = 0, dayAfter = 0] = midnightsAround(offsets, instant);
  const begins = instantAt(offsets, tomorrow);
  return begins > instant ? begins : instantAt(offsets, dayAfter);
};

/**
 * When the quiet hours of a zone end that an instant lies in; undefined where it lies in none, or
 * where they are as good as over.
 */
export const quietUntil = (
  { timeZone: zone, quietHours }: { timeZone: string; quietHours?: QuietHours | undefined },
  at: number,
): number | undefined => {
  if (!quietHours) return undefined;
  const from = minutesOf(quietHours.from) * minute;
  const length = (minutesOf(quietHours.to) * minute - from + day) % day;
  const offsets = offsetsAround(zone, at);
  for (const midnight of midnightsAround(offsets, at)) {
    const begins = instantAt(offsets, midnight + from);
    const ends = instantAt(offsets, midnight + from + length);
    if (begins <= at && at < ends) return ends >= at + margin ? ends : undefined;
  }
  return undefined;
};
