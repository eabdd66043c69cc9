import Holidays from 'date-holidays';
import {
  checkYears,
  DAY,
  type Holiday,
  holidayOn,
  mergeHolidays,
  refuse,
  type Taken,
  type Years,
} from '#shared/core/calendars/holiday-list.ts';

// Where holidays come from when a calendar is saved; counting time reads the saved list alone.
// Import this file by `import()`: the rules of all countries make up more than a megabyte.

const HOUR = 3_600_000;

/**
 * The public holidays of a country (ISO 3166-1) and its region (ISO 3166-2 without the country), by
 * date-holidays. One that begins at noon is left out: only the institution knows of its morning.
 */
export const publicHolidays = ({ country, region }: { country: string; region?: string }, years: Years): Taken => {
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
      // `date` is the wall-clock time of its beginning. A holiday is every date whose late morning
      // it covers, whether it begins at midnight or at sunset, and also where clocks change.
      const begins = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`);
      const ends = begins + end.getTime() - start.getTime();
      for (let midnight = Math.floor(begins / DAY) * DAY; midnight + 11 * HOUR < ends; midnight += DAY)
        if (midnight + 11 * HOUR >= begins) found.push(holidayOn(midnight, name));
    }
  if (found.length === 0)
    refuse(
      '/country',
      'no-holidays',
      `no public holidays are known of ${country} from ${years.first} to ${years.last}`,
    );
  const holidays = mergeHolidays(found);
  return { holidays, taken: holidays.length, leftOut: {} };
};
