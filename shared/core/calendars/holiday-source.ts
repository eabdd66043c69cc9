import * as z from 'zod';

const year = z.int().min(2000).max(2100);
/** For which years; left out: this one and the nine after it. */
const years = z.strictObject({ first: year, last: year }).optional();

/** Where the holidays of a calendar come from, beside those it lists itself. */
const holidaySourceSchema = z
  .union([
    z.strictObject({ country: z.string().min(2).max(2), region: z.string().min(1).max(10).optional(), years }),
    // Together with the rest of the calendar it has to go into the 256 KB of a body.
    z.strictObject({ iCalendar: z.string().min(1).max(240_000), years }),
  ])
  .meta({ id: 'HolidaySource' });
export type HolidaySource = z.infer<typeof holidaySourceSchema>;

// A country, a diocese and a school district; more are lists that contradict each other.
export const holidaySources = z.array(holidaySourceSchema).max(5);
