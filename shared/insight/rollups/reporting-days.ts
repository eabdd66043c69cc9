import { DAY } from '#shared/core/calendars/working-table.ts';
import { instantAt, wallAt, type ZoneOffsets, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// Figures are counted by whole days of one zone, that of the stage. A day lasts from the first
// instant at which its midnight is reached until that of the next: also where clocks are set back
// over midnight an instant lies in one day.

/** The days of a zone. */
export interface ReportingDays {
  timeZone: string;
  /** The date (`YYYY-MM-DD`) of an instant. */
  dayOf: (instant: string) => string;
  /** The first instant of a date. */
  startOf: (date: string) => string;
}

// Zones had other offsets before, and may have others after; days out there are still 24 hours.
const knownFrom = Date.parse('1970-01-01T00:00:00Z');
const knownUntil = Date.parse('2100-01-01T00:00:00Z');

const wallOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** The date so many days after another one. */
export const addDays = (date: string, days: number): string => iso(wallOf(date) + days * DAY).slice(0, 10);

/** How many days lie from one date to another. */
export const daysBetween = (from: string, to: string): number => (wallOf(to) - wallOf(from)) / DAY;

export const reportingDays = (timeZone: string): ReportingDays => {
  let known: ZoneOffsets | undefined;
  const offsets = () => {
    known ??= zoneOffsets(timeZone, knownFrom, knownUntil);
    return known;
  };
  const startAt = (date: string): number => instantAt(offsets(), wallOf(date));
  return {
    timeZone,
    dayOf: (instant) => {
      const at = epoch(instant);
      const date = iso(wallAt(offsets(), at)).slice(0, 10);
      const next = addDays(date, 1);
      return startAt(next) <= at ? next : date;
    },
    startOf: (date) => iso(startAt(date)),
  };
};
