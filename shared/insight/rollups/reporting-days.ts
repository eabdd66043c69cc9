import { DAY } from '#shared/core/calendars/working-table.ts';
import { instantAt, wallAt, type ZoneOffsets, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// Figures are counted by whole days of the stage's zone. A day lasts from the first instant of its
// midnight to that of the next, so also where clocks are set back over midnight.

/** The days of a zone. */
export interface ReportingDays {
  timeZone: string;
  /** The date (`YYYY-MM-DD`) of an instant. */
  dayOf: (instant: string) => string;
  /** The first instant of a date. */
  startOf: (date: string) => string;
}

// More than any zone is off.
const margin = 3 * DAY;

const wallOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** The date so many days after another one. */
export const addDays = (date: string, days: number): string => iso(wallOf(date) + days * DAY).slice(0, 10);

/** How many days lie from one date to another. */
export const daysBetween = (from: string, to: string): number => (wallOf(to) - wallOf(from)) / DAY;

export const reportingDays = (timeZone: string): ReportingDays => {
  // To reckon the offsets of a century takes half a second, those of a year next to nothing.
  const known = new Map<number, ZoneOffsets>();
  const around = (at: number): ZoneOffsets => {
    const year = new Date(at).getUTCFullYear();
    const offsets =
      known.get(year) ?? zoneOffsets(timeZone, Date.UTC(year, 0) - margin, Date.UTC(year + 1, 0) + margin);
    known.set(year, offsets);
    return offsets;
  };
  const startAt = (date: string): number => instantAt(around(wallOf(date)), wallOf(date));
  return {
    timeZone,
    dayOf: (instant) => {
      const at = epoch(instant);
      const date = iso(wallAt(around(at), at)).slice(0, 10);
      const next = addDays(date, 1);
      return startAt(next) <= at ? next : date;
    },
    startOf: (date) => iso(startAt(date)),
  };
};
