import type { WorkingHours } from '#shared/core/calendars/calendar.ts';
import { countBelow } from '#shared/core/calendars/count-below.ts';
import { weekdays } from '#shared/core/calendars/weekdays.ts';
import { instantAt, type ZoneOffsets, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';

export const DAY = 86_400_000;
// No zone is further from UTC than 15 hours, but Apia once left out a whole date: two days on
// either side hold every local date of a span.
const MARGIN = 2 * DAY;
// Tables reach from block to block: a start that moves on by a minute does not ask for a new table
// each time. A little over a year costs a fraction of a millisecond and holds nearly every answer.
const BLOCK = 400 * DAY;
// Two centuries and a half of tables are some megabytes; a caller who asks for years further apart
// gets a new table, not a larger one.
const MOST_DAYS = 91_250;

type Hours = readonly (readonly [opens: number, closes: number])[];

/**
 * A calendar made ready to count by. Its table is worked out when it is first asked for and again
 * when it has to reach further.
 */
export interface CompiledCalendar {
  readonly timeZone: string;
  /** By weekday, Sunday first; milliseconds since the wall's midnight. */
  readonly week: readonly Hours[];
  /** By date, in days since 1970-01-01. */
  readonly holidays: ReadonlyMap<number, Hours>;
  table: WorkingTable | undefined;
}

/** Every working interval of whole local dates in a row, in epoch milliseconds, rising. */
export interface WorkingTable {
  /** The instants that it can answer for. */
  from: number;
  to: number;
  offsets: ZoneOffsets;
  opens: number[];
  closes: number[];
  /** Working time in the table before interval i. */
  before: number[];
  /** The index in `dates` of the date that interval i belongs to. */
  dateOf: number[];
  /**
   * The dates that have any working time, in days since 1970-01-01, and the first interval of each.
   */
  dates: number[];
  firstOf: number[];
}

const wallMs = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;

const compileHours = (hours: readonly (readonly [string, string])[] = []): Hours =>
  hours.map(([opens, closes]) => [wallMs(opens), wallMs(closes)] as const).sort(([a], [b]) => a - b);

/**
 * Takes a calendar that `calendarSchema` has passed. To be kept by the caller: what makes it fast
 * is the table that it holds.
 */
export const compileCalendar = ({ timeZone, week, holidays }: WorkingHours): CompiledCalendar => ({
  timeZone,
  week: weekdays.map((day) => compileHours(week[day])),
  holidays: new Map(holidays.map(({ date, hours }) => [Date.parse(date) / DAY, compileHours(hours)])),
  table: undefined,
});

// 1970-01-01 was a Thursday, the fifth day of a week that begins on Sunday; 11 = 4 + 7 keeps days
// before it positive.
const weekdayOf = (date: number): number => ((date % 7) + 11) % 7;

const workOut = (calendar: CompiledCalendar, from: number, to: number): WorkingTable => {
  const offsets = zoneOffsets(calendar.timeZone, from - 2 * MARGIN, to + 2 * MARGIN);
  const table: WorkingTable = {
    from,
    to,
    offsets,
    opens: [],
    closes: [],
    before: [],
    dateOf: [],
    dates: [],
    firstOf: [],
  };
  let worked = 0;
  const last = Math.floor((to + MARGIN) / DAY);
  for (let date = Math.floor((from - MARGIN) / DAY); date <= last; date++) {
    for (const [opensAt, closesAt] of calendar.holidays.get(date) ?? (calendar.week[weekdayOf(date)] as Hours)) {
      const opens = instantAt(offsets, date * DAY + opensAt);
      const closes = instantAt(offsets, date * DAY + closesAt);
      // Hours that lie wholly in a gap have no length; a date with no others does not work.
      if (closes === opens) continue;
      if (table.dates.at(-1) !== date) {
        table.dates.push(date);
        table.firstOf.push(table.opens.length);
      }
      table.opens.push(opens);
      table.closes.push(closes);
      table.before.push(worked);
      table.dateOf.push(table.dates.length - 1);
      worked += closes - opens;
    }
  }
  return table;
};

/** The table of a calendar, reaching at least from one instant to the other. */
export const tableFor = (calendar: CompiledCalendar, from: number, to: number): WorkingTable => {
  const known = calendar.table;
  if (known && known.from <= from && known.to >= to) return known;
  const asked = { from: Math.floor(from / BLOCK) * BLOCK, to: Math.ceil(to / BLOCK) * BLOCK };
  const union = {
    from: Math.min(asked.from, known?.from ?? asked.from),
    to: Math.max(asked.to, known?.to ?? asked.to),
  };
  const span = union.to - union.from > MOST_DAYS * DAY ? asked : union;
  calendar.table = workOut(calendar, span.from, span.to);
  return calendar.table;
};

/** Working time from the table's beginning to an instant that it reaches. */
export const workedBy = ({ opens, closes, before }: WorkingTable, instant: number): number => {
  const i = countBelow(opens, instant + 1) - 1;
  return i < 0 ? 0 : (before[i] as number) + Math.min(instant, closes[i] as number) - (opens[i] as number);
};
