import type { WorkingHours } from '#shared/core/calendars/calendar.ts';

// A slow second opinion that shares no code with the engine: it asks Intl for the local time of
// every minute of a span, decides whether it works, and counts.

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** What the wall clock shows (as if in UTC) at the beginning of every minute from an instant on. */
export interface Span {
  timeZone: string;
  from: number;
  wall: Float64Array;
}

const wallClock = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant: number): number => {
    const [month, day, year, hour, minute, second] = (format.format(instant).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  };
};

// No zone is set forward and back again within a quarter of an hour, so a quarter that is as long
// as it looks has no change in it.
export const spanOf = (timeZone: string, from: number, days: number): Span => {
  const shows = wallClock(timeZone);
  const wall = new Float64Array(days * 1440);
  for (let i = 0; i < wall.length; i += 15) {
    const first = shows(from + i * MINUTE);
    const even = shows(from + (i + 15) * MINUTE) - first === 15 * MINUTE;
    for (let j = i; j < i + 15; j++) wall[j] = even ? first + (j - i) * MINUTE : shows(from + j * MINUTE);
  }
  return { timeZone, from, wall };
};

const minutes = (time: string): number => Number(time.split(':')[0]) * 60 + Number(time.split(':')[1]);

/** Answers undefined where the span is too short to tell. */
export const oracleFor = ({ from, wall }: Span, { week, holidays }: Pick<WorkingHours, 'week' | 'holidays'>) => {
  const at = (i: number): number => from + i * MINUTE;
  const minuteOf = (instant: number): number => Math.floor((instant - from) / MINUTE);
  const wallOf = (instant: number): number =>
    (wall[minuteOf(instant)] ?? Number.NaN) + ((((instant - from) % MINUTE) + MINUTE) % MINUTE);

  const hoursOn = (date: number): number[][] => {
    const midnight = new Date(date * DAY);
    const holiday = holidays.find((one) => one.date === midnight.toISOString().slice(0, 10));
    const written = holiday ? (holiday.hours ?? []) : (week[names[midnight.getUTCDay()] ?? 'sunday'] ?? []);
    return written.map((interval) => interval.map(minutes));
  };

  // A clock that stands still while the zone's is set back shows every time once, and for the first
  // time: by it, minutes work or do not.
  const works = new Uint8Array(wall.length);
  const dateOf = new Int32Array(wall.length);
  let shown = Number.NEGATIVE_INFINITY;
  let date = Number.NaN;
  let hours: number[][] = [];
  for (let i = 0; i < wall.length; i++) {
    shown = Math.max(shown, wall[i] ?? 0);
    if (Math.floor(shown / DAY) !== date) {
      date = Math.floor(shown / DAY);
      hours = hoursOn(date);
    }
    dateOf[i] = date;
    const minute = (shown - date * DAY) / MINUTE;
    for (const interval of hours) if ((interval[0] ?? 0) <= minute && minute < (interval[1] ?? 0)) works[i] = 1;
  }
  // The outermost dates of the span may be cut off, so nothing is said about them.
  const whole = { after: dateOf[0] ?? 0, before: dateOf.at(-1) ?? 0 };
  const dates = [...new Set(dateOf.filter((_, i) => works[i]))].filter(
    (date) => date > whole.after && date < whole.before,
  );

  const worksOn = (i: number, date: number) => works[i] === 1 && dateOf[i] === date;
  const reached = (wanted: number): number | undefined => {
    for (let i = 0; i < wall.length; i++) {
      const shows = wall[i] ?? 0;
      if (shows + MINUTE > wanted) return at(i) + Math.max(0, wanted - shows);
    }
    return undefined;
  };

  const forwards = (start: number, length: number): number | undefined => {
    let left = length;
    for (let i = minuteOf(start); i < wall.length; i++) {
      if (!works[i]) continue;
      const begin = Math.max(start, at(i));
      if (left <= at(i + 1) - begin) return begin + left;
      left -= at(i + 1) - begin;
    }
    return undefined;
  };
  const backwards = (start: number, length: number): number | undefined => {
    let left = length;
    for (let i = minuteOf(start); i >= 0; i--) {
      if (!works[i]) continue;
      const end = Math.min(start, at(i + 1));
      if (left <= end - at(i) && end > at(i)) return end - left;
      left -= end - at(i);
    }
    return undefined;
  };

  const daysForwards = (start: number, days: number): number | undefined => {
    let i = minuteOf(start);
    const moment = works[i] ? start : undefined;
    while (i < wall.length && !works[i]) i++;
    if (i === wall.length) return undefined;
    const wallThere = wallOf(moment ?? at(i));
    const date = Math.floor(wallThere / DAY);
    const there = dates.filter((one) => one > date)[days - 1];
    const target = there === undefined ? undefined : reached(there * DAY + wallThere - date * DAY);
    if (there === undefined || target === undefined || date <= whole.after) return undefined;
    if (worksOn(minuteOf(target), there)) return target;
    for (let j = minuteOf(target) + 1; j < wall.length; j++) if (worksOn(j, there)) return at(j);
    for (let j = wall.length - 1; j >= 0; j--) if (worksOn(j, there)) return at(j + 1);
    return undefined;
  };
  const daysBackwards = (start: number, days: number): number | undefined => {
    let i = minuteOf(start);
    const inside = works[i] === 1;
    while (i >= 0 && !works[i]) i--;
    if (i < 0) return undefined;
    const wallThere = wallOf(inside ? start : at(i + 1));
    const date = inside ? Math.floor(wallThere / DAY) : (dateOf[i] ?? 0);
    const there = dates.filter((one) => one < date).at(-days);
    const target = there === undefined ? undefined : reached(there * DAY + wallThere - date * DAY);
    if (there === undefined || target === undefined || date >= whole.before) return undefined;
    if (worksOn(minuteOf(target), there)) return target;
    for (let j = minuteOf(target) - 1; j >= 0; j--) if (worksOn(j, there)) return at(j + 1);
    for (let j = 0; j < wall.length; j++) if (worksOn(j, there)) return at(j);
    return undefined;
  };

  const between = (begin: number, end: number): number => {
    let worked = 0;
    for (let i = minuteOf(begin); i <= minuteOf(end); i++)
      if (works[i]) worked += Math.min(end, at(i + 1)) - Math.max(begin, at(i));
    return worked;
  };

  /** Whether work is being done right before or right after an instant. */
  const inWorkingTime = (instant: number): boolean =>
    works[minuteOf(instant)] === 1 || works[minuteOf(instant - 1)] === 1;

  return { forwards, backwards, daysForwards, daysBackwards, between, inWorkingTime };
};
