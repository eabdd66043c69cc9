import * as z from 'zod';

export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM, from 00:00 to 23:59');

/** Nothing is sent between the two; over midnight where `to` is the earlier one. */
export const quietHoursSchema = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to, { message: 'begin and end at the same time', path: ['to'] });
export type QuietHours = z.infer<typeof quietHoursSchema>;
