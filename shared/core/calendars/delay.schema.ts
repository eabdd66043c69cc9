import * as z from 'zod';
import { amountSchema, largest } from '#shared/core/calendars/amount.ts';

/** Days in each part of an ISO 8601 duration, near enough to say what is too long. */
const daysIn = [365.25, 30.44, 7, 1, 1 / 24, 1 / 1440, 1 / 86_400];
const parts =
  /^P(?:([\d.,]+)Y)?(?:([\d.,]+)M)?(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?$/;

const isPositive = (duration: string): boolean => {
  const found = parts.exec(duration)?.slice(1) ?? [];
  const days = daysIn.reduce((sum, days, index) => sum + days * Number((found[index] ?? '0').replace(',', '.')), 0);
  return days > 0 && days <= largest.days;
};

/** How long something waits: an amount of time, or an ISO 8601 duration. */
export const delaySchema = z
  .union([
    amountSchema,
    z.iso.duration({ abort: true }).refine(isPositive, {
      message: 'a duration is longer than nothing, and ten years at the most',
      params: { code: 'out-of-range' },
    }),
  ])
  .meta({ id: 'Delay', description: 'An amount of time, or an ISO 8601 duration such as P7D.' });
export type Delay = z.infer<typeof delaySchema>;

/** Whether it counts working time, for which a calendar has to be named. */
export const needsCalendar = (delay: Delay): boolean => typeof delay === 'object' && delay.time === 'working';
