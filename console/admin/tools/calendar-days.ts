import { isObject, type Json, type JsonObject } from '#console/admin/schema/json.ts';

// A calendar as it is written now, drawn as days. Dates are counted in UTC: they have no zone.

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export interface Interval {
  from: string;
  to: string;
  /** Where it lies on a day, each from 0 to 1. */
  begins: number;
  ends: number;
}

const minutesOfDay = 24 * 60;

const minutes = (time: string): number | undefined => {
  const [, hour, minute] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
};

/** Intervals that can be drawn; one that is still being typed is left out. */
export const intervalsIn = (hours: Json | undefined): Interval[] =>
  (Array.isArray(hours) ? hours : []).flatMap((interval) => {
    const [from, to] = Array.isArray(interval) ? interval.map(String) : [];
    const [first, last] = [minutes(from ?? ''), minutes(to ?? '')];
    if (from === undefined || to === undefined || first === undefined || last === undefined || last <= first) return [];
    return [{ from, to, begins: first / minutesOfDay, ends: last / minutesOfDay }];
  });

/** The part of a day that a week is drawn for: an hour more than is worked, at each end. */
export const hoursOf = (week: JsonObject): { from: number; to: number } => {
  const intervals = weekdays.flatMap((weekday) => intervalsIn(week[weekday]));
  if (intervals.length === 0) return { from: 0, to: 1 };
  const hour = 1 / 24;
  const first = Math.min(...intervals.map(({ begins }) => begins));
  const last = Math.max(...intervals.map(({ ends }) => ends));
  return { from: Math.max(0, first - hour), to: Math.min(1, last + hour) };
};

export interface Day {
  date: string;
  day: number;
  kind: 'worked' | 'free' | 'holiday' | 'short';
  name?: string | undefined;
}

export interface Month {
  /** The first instant of it, for its name. */
  first: string;
  /** How many places of the first week are before it. */
  offset: number;
  days: Day[];
}

const dayMs = 86_400_000;

const holidaysOf = (calendar: JsonObject): Map<string, JsonObject> => {
  const given = Array.isArray(calendar.holidays) ? calendar.holidays : [];
  return new Map(given.filter(isObject).map((holiday) => [String(holiday.date), holiday]));
};

/** A year of a calendar by months, each day with whether it is worked. */
export const yearOf = (calendar: JsonObject, year: number): Month[] => {
  const holidays = holidaysOf(calendar);
  const week = isObject(calendar.week) ? calendar.week : {};
  const dayOf = (at: number): Day => {
    const date = new Date(at).toISOString().slice(0, 10);
    const holiday = holidays.get(date);
    const name = typeof holiday?.name === 'string' ? holiday.name : undefined;
    const day = new Date(at).getUTCDate();
    if (holiday) return { date, day, name, kind: intervalsIn(holiday.hours).length > 0 ? 'short' : 'holiday' };
    const weekday = weekdays[(new Date(at).getUTCDay() + 6) % 7] ?? 'monday';
    return { date, day, kind: intervalsIn(week[weekday]).length > 0 ? 'worked' : 'free' };
  };
  return Array.from({ length: 12 }, (_, month) => {
    const first = Date.UTC(year, month, 1);
    const count = (Date.UTC(year, month + 1, 1) - first) / dayMs;
    return {
      first: new Date(first).toISOString(),
      offset: (new Date(first).getUTCDay() + 6) % 7,
      days: Array.from({ length: count }, (_day, index) => dayOf(first + index * dayMs)),
    };
  });
};
