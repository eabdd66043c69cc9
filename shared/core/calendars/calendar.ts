import * as z from 'zod';
import { type Weekday, weekdays } from '#shared/core/calendars/weekdays.ts';
import { date, name } from '#shared/core/records/primitives.ts';

// One an hour. More is a mistake in the program that wrote the calendar, and each costs space in
// the tables of working-time.ts.
const MAX_INTERVALS_A_DAY = 24;
// Ten years of a country's and an institution's holidays with room to spare; with short names it
// stays far below the 300 KB of an item.
const MAX_HOLIDAYS = 2_000;

const MINUTE_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const opening = z.string().regex(MINUTE_OF_DAY, 'an opening time is 00:00 to 23:59');
const closing = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a closing time is 00:01 to 24:00');

// `HH:MM` sorts as text, "24:00" last; times that are no times have been refused already.
const interval = z.tuple([opening, closing]).superRefine(([opens, closes], context) => {
  if (!opening.safeParse(opens).success || !closing.safeParse(closes).success || opens < closes) return;
  const message = `${closes} is not after ${opens}; hours over midnight are two intervals, one to 24:00 and one from 00:00 of the next day`;
  context.addIssue({ code: 'custom', params: { code: 'inverted-interval' }, message });
});
type WorkingInterval = z.infer<typeof interval>;

// Checks over a list also run where some of its rows are wrong in themselves, so that all faults
// come at once; they look at the sound rows only.
const evenIfRowsAreWrong = { when: ({ value }: { value: unknown }) => Array.isArray(value) };

// Intervals may be given in any order and may touch; what they may not is overlap.
const hours = z
  .array(interval)
  .max(MAX_INTERVALS_A_DAY)
  .superRefine((rows, context) => {
    const sound = [...rows.entries()]
      .filter(([, row]) => interval.safeParse(row).success)
      .sort(([, [a]], [, [b]]) => (a < b ? -1 : 1));
    let longest: WorkingInterval | undefined;
    for (const [index, [opens, closes]] of sound) {
      if (longest && opens < longest[1])
        context.addIssue({
          code: 'custom',
          path: [index],
          params: { code: 'overlapping-interval' },
          message: `overlaps ${longest[0]} to ${longest[1]}`,
        });
      if (!longest || closes > longest[1]) longest = [opens, closes];
    }
  }, evenIfRowsAreWrong);

// A calendar whose only hours are those of listed holidays is refused too: after the last of them
// nothing would ever come due.
const week = z
  .strictObject(
    Object.fromEntries(weekdays.map((day) => [day, hours.optional()])) as Record<Weekday, z.ZodOptional<typeof hours>>,
  )
  .refine((days) => weekdays.some((day) => (days[day]?.length ?? 0) > 0), {
    message: 'the week has no working time, so nothing could ever come due',
    params: { code: 'no-working-time' },
  });

const holiday = z.strictObject({
  date,
  name: name.optional(),
  /** The hours that are worked on that date in place of the week's; left out or empty: none. */
  hours: hours.optional(),
});

const holidays = z
  .array(holiday)
  .max(MAX_HOLIDAYS)
  .superRefine((rows, context) => {
    const rowOf = new Map<string, number>();
    for (const [index, row] of rows.entries()) {
      const day = holiday.shape.date.safeParse(row?.date).data;
      if (day === undefined) continue;
      const first = rowOf.get(day);
      if (first === undefined) rowOf.set(day, index);
      else
        context.addIssue({
          code: 'custom',
          path: [index, 'date'],
          params: { code: 'holiday-twice' },
          message: `${day} is a holiday already, at /holidays/${first}`,
        });
    }
  }, evenIfRowsAreWrong);

/**
 * Whether the platform's time-zone database has this name. Bare offsets such as `+02:00` are no
 * zones: they know no daylight saving.
 */
// To ask takes a quarter of a millisecond, and a configuration names few zones often.
const knownZones = new Set<string>();

const isTimeZone = (value: string): boolean => {
  if (!/^[A-Za-z]/.test(value)) return false;
  if (knownZones.has(value)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    knownZones.add(value);
    return true;
  } catch {
    return false;
  }
};

/** A zone of the IANA database. */
export const timeZone = z.string().refine(isTimeZone, {
  message: 'a time zone is a name of the IANA database, such as Europe/London',
  params: { code: 'unknown-time-zone' },
});

/**
 * What an administrator writes: hours by weekday, exceptions by date, all in the wall-clock time of
 * one zone.
 */
export const calendarSchema = z
  .strictObject({ name, timeZone, week, holidays: holidays.default([]) })
  .meta({ id: 'Calendar' });
export type Calendar = z.infer<typeof calendarSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    calendars: Calendar;
  }
}

/** The part of a calendar that time is counted by. */
export type WorkingHours = Omit<Calendar, 'name'>;
