import { type Calendar, calendarSchema } from '#shared/core/calendars/calendar.ts';
import type { Taken } from '#shared/core/calendars/holiday-list.ts';
import type { HolidaySource } from '#shared/core/calendars/holiday-source.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';

// As long as the longest wait, so that a target set today meets no unknown year.
const yearsAhead = 9;

/** Pointers of a fault of one source, from the body on. A file is what `iCalendar` says. */
const below = (index: number, pointer: string): string =>
  `/holidaysFrom/${index}${pointer === '/file' ? '/iCalendar' : pointer}`;

/** The result of one source, as the response shows it. */
interface HolidaysTaken extends Omit<Taken, 'holidays'> {
  dates: number;
}

/**
 * A calendar with the holidays of its sources behind its own, and how much of each was taken.
 * @throws 400 with the pointer of a country, region or file that is not sound
 */
export const withHolidays = async (
  calendar: Calendar,
  sources: readonly HolidaySource[],
  now: number,
): Promise<{ calendar: Calendar; taken: HolidaysTaken[] }> => {
  const [{ publicHolidays }, { holidaysFromICalendar }, { mergeHolidays }] = await Promise.all([
    import('#shared/core/calendars/holidays.ts'),
    import('#shared/core/calendars/holiday-file.ts'),
    import('#shared/core/calendars/holiday-list.ts'),
  ]);
  const first = new Date(now).getUTCFullYear();
  const lists = sources.map((source, index) => {
    const { years = { first, last: first + yearsAhead } } = source;
    try {
      return 'iCalendar' in source
        ? holidaysFromICalendar(source.iCalendar, years, calendar.timeZone)
        : publicHolidays(source, years);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw invalid(error.faults.map((fault) => ({ ...fault, pointer: below(index, fault.pointer) })));
    }
  });
  const holidays = mergeHolidays(calendar.holidays, ...lists.map((list) => list.holidays));
  const filled = calendarSchema.safeParse({ ...calendar, holidays });
  if (!filled.success) throw invalid(faultsFrom(filled.error, calendar));
  const taken = lists.map(({ holidays: dates, taken, leftOut }) => ({ dates: dates.length, taken, leftOut }));
  return { calendar: filled.data, taken };
};
