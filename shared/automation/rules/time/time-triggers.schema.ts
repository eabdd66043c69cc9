import * as z from 'zod';
import { amountSchema } from '#shared/core/calendars/amount.ts';
import { timeZone } from '#shared/core/calendars/calendar.ts';
import { delaySchema } from '#shared/core/calendars/delay.schema.ts';
import { timeOfDay } from '#shared/core/calendars/quiet-hours.schema.ts';
import { weekdays } from '#shared/core/calendars/weekdays.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { key } from '#shared/core/records/primitives.ts';

// What of a rule has to do with time: how long it waits, and the triggers that no event sets off.

const byCalendar = amountSchema
  .safeExtend({ calendar: key.optional() })
  .superRefine(({ time, calendar }, context) => {
    if ((time === 'working') === (calendar !== undefined)) return;
    const code = calendar === undefined ? 'required' : 'not-allowed';
    const message = `working time is counted by a calendar, calendar time without one`;
    context.addIssue({ code: 'custom', path: ['calendar'], message, params: { code } });
  })
  .meta({ id: 'AmountByCalendar' });

/** How long a rule waits, or how long a record is quiet: an amount of time, or a duration. */
export const lengthSchema = z.union([byCalendar, delaySchema.options[1]]);
export type Length = z.infer<typeof lengthSchema>;

/** The calendar that a length of time is counted by. */
export const calendarOf = (length: Length): string | undefined =>
  typeof length === 'string' ? undefined : length.calendar;

const onSchema = z
  .array(z.union([z.enum(weekdays), z.int().min(1).max(31)]))
  .min(1)
  .max(31)
  .superRefine((days, context) => {
    const isMixed = days.some((one) => typeof one !== typeof days[0]);
    if (isMixed)
      context.addIssue({
        code: 'custom',
        message: 'either days of the week or days of the month',
        params: { code: 'mixed-days' },
      });
  });

export const noActivityTrigger = z.strictObject({ event: z.literal('no-activity'), for: lengthSchema });
export const scheduleTrigger = z.strictObject({
  event: z.literal('schedule'),
  at: timeOfDay,
  timeZone,
  on: onSchema.optional(),
  over: conditionSchema,
});
export type ScheduleTrigger = z.infer<typeof scheduleTrigger>;
