import Holidays from 'date-holidays';
import ICAL from 'ical.js';
import { invalid, Refusal } from '#shared/errors.ts';
import type { Calendar } from './calendar.ts';

// Where holidays come from when a calendar is saved. What is kept is the list, so nothing here is asked when time is counted. Import it by `import()` where it is
// needed: the rules of all countries make up more than a megabyte.

type Holiday = Calendar['holidays'][number];

export interface Years {
  first: number;
  last: number;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
// As long as the longest wait, so that a target set today meets no unknown year.
const MOST_YEARS = 10;
// A date a day for 27 years. A file with more is no list of holidays, and one that repeats since long ago would take its time to get to these years.
const MOST_OCCURRENCES = 10_000;
// Half of what `name` in the schema of a calendar allows, because that counts UTF-16 units and one character may be two.
const LONGEST_NAME = 100;

const refuse = (pointer: string, code: string, detail: string): never => {
  throw invalid([{ pointer, code, detail }]);
};

const checkYears = ({ first, last }: Years): void => {
  if (last < first || last - first >= MOST_YEARS) refuse('/years', 'out-of-range', `one to ${MOST_YEARS} years`);
};

const holidayOn = (epochMs: number, name: string): Holiday => ({
  date: new Date(epochMs).toISOString().slice(0, 10),
  ...(name.trim() && { name: [...name.trim()].slice(0, LONGEST_NAME).join('') }),
});

/** Each date once, in order: of two holidays on a date, the one that comes first in the list. */
export const mergeHolidays = (...lists: Holiday[][]): Holiday[] => {
  const byDate = new Map<string, Holiday>();
  for (const holiday of lists.flat()) if (!byDate.has(holiday.date)) byDate.set(holiday.date, holiday);
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
};

/**
 * The public holidays of a country (ISO 3166-1) and perhaps a region of it (ISO 3166-2 without the country, such as `NY`), by date-holidays. Bank holidays, school
 * holidays and observances are left out. So is a holiday that begins at noon: whether its morning is worked is the institution's to say, as a holiday with `hours`.
 */
export const publicHolidays = ({ country, region }: { country: string; region?: string }, years: Years): Holiday[] => {
  checkYears(years);
  const known = new Holidays();
  if (!Object.hasOwn(known.getCountries(), country))
    refuse('/country', 'unknown-country', `no holidays are known of ${country}`);
  if (region !== undefined && !Object.hasOwn(known.getStates(country) ?? {}, region))
    refuse('/region', 'unknown-region', `${country} has no region ${region}`);
  const calendar = region === undefined ? new Holidays(country) : new Holidays(country, region);
  const found: Holiday[] = [];
  for (let year = years.first; year <= years.last; year++)
    for (const { type, date, start, end, name } of calendar.getHolidays(year)) {
      if (type !== 'public') continue;
      // `date` is the wall-clock time at which it begins. It makes a holiday of every date whose late morning it covers, whether it begins at midnight or at
      // the sunset before, and whether or not clocks change during it.
      const begins = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`);
      const ends = begins + end.getTime() - start.getTime();
      for (let midnight = Math.floor(begins / DAY) * DAY; midnight + 11 * HOUR < ends; midnight += DAY)
        if (midnight + 11 * HOUR >= begins) found.push(holidayOn(midnight, name));
    }
  return mergeHolidays(found);
};

const midnightOf = ({ year, month, day }: ICAL.Time): number => Date.UTC(year, month - 1, day);

const allDayEvents = (text: string, { first, last }: Years): Holiday[] => {
  const begin = Date.UTC(first, 0, 1);
  const end = Date.UTC(last + 1, 0, 1);
  const found: Holiday[] = [];
  let occurrences = 0;
  for (const component of ICAL.Component.fromString(text).getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component);
    const cancelled = component.getFirstPropertyValue('status') === 'CANCELLED';
    // An event that replaces one occurrence of another comes with that other.
    if (!event.startDate?.isDate || cancelled || event.isRecurrenceException()) continue;
    const starts = event.iterator();
    for (let start = starts.next(); start && midnightOf(start) < end; start = starts.next()) {
      const { startDate, endDate, item } = event.getOccurrenceDetails(start);
      // The end is the date after the last one; where it is missing or wrong, the event is its first date.
      const after = Math.max(midnightOf(endDate), midnightOf(startDate) + DAY);
      for (let date = midnightOf(startDate); date < after; date += DAY) {
        if (++occurrences > MOST_OCCURRENCES)
          refuse('/file', 'too-many-occurrences', `at most ${MOST_OCCURRENCES} dates`);
        if (date >= begin && date < end) found.push(holidayOn(date, item.summary ?? ''));
      }
    }
  }
  return found;
};

/**
 * The all-day events of an iCalendar file (RFC 5545), repeated ones included, within some years. Events with a time of day are appointments, and cancelled ones
 * are off: both are left out.
 */
export const holidaysFromICalendar = (text: string, years: Years): Holiday[] => {
  checkYears(years);
  try {
    return mergeHolidays(allDayEvents(text, years));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // ical.js throws plain errors, some only when a value is read or a rule is followed.
    const detail = error instanceof Error ? error.message : String(error);
    return refuse('/file', 'invalid-icalendar', `this is no sound iCalendar file (RFC 5545): ${detail}`);
  }
};
