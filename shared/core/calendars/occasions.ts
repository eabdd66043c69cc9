import { type Weekday, weekdays } from '#shared/core/calendars/weekdays.ts';
import { instantAt, wallAt, type ZoneOffsets, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';

// What comes back at a time of day, on some days of the week or of the month, in a zone.

export interface DailySchedule {
  /** HH:MM on the clock of the zone. */
  at: string;
  timeZone: string;
  /** Days of the week or of the month; every day unless said. */
  on?: readonly (Weekday | number)[] | undefined;
}

const minute = 60 * 1000;
const day = 24 * 60 * minute;
// Between a 31st and the next one lie 62 days at the most, and a zone may leave out one of them.
const farthest = 124;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const isOn = ({ on }: DailySchedule, midnight: number): boolean => {
  if (on === undefined) return true;
  const date = new Date(midnight);
  return on.some((one) => (typeof one === 'number' ? date.getUTCDate() === one : weekdays[date.getUTCDay()] === one));
};

/**
 * The instant of a schedule on a date (its wall-clock midnight): of a skipped time the end of the
 * gap, of a repeated one the first. Undefined where the schedule or the zone leaves the date out.
 */
const instantOn = (schedule: DailySchedule, offsets: ZoneOffsets, midnight: number): number | undefined => {
  const isThere = instantAt(offsets, midnight) < instantAt(offsets, midnight + day);
  if (!isThere || !isOn(schedule, midnight)) return undefined;
  return instantAt(offsets, midnight + minutesOf(schedule.at) * minute);
};

/** The dates from that of an instant on, one after another in a direction, each by its midnight. */
const find = (
  schedule: DailySchedule,
  from: number,
  { step, fits }: { step: 1 | -1; fits: (instant: number) => boolean },
): number | undefined => {
  const reach = (farthest + 3) * day;
  const offsets = zoneOffsets(schedule.timeZone, from - reach, from + reach);
  const today = Math.floor(wallAt(offsets, from) / day) * day;
  // A gap over midnight puts the occasion of a date on the next one, and clocks set back over
  // midnight show yesterday again.
  for (let date = -2; date <= farthest; date++) {
    const instant = instantOn(schedule, offsets, today + step * date * day);
    if (instant !== undefined && fits(instant)) return instant;
  }
  return undefined;
};

/**
 * The first instant of a schedule after another one (epoch milliseconds); undefined where none of
 * its days ever comes.
 */
export const nextOccasion = (schedule: DailySchedule, after: number): number | undefined =>
  find(schedule, after, { step: 1, fits: (instant) => instant > after });

/** The last instant of a schedule by another one, itself included. */
export const latestOccasion = (schedule: DailySchedule, by: number): number | undefined =>
  find(schedule, by, { step: -1, fits: (instant) => instant <= by });
