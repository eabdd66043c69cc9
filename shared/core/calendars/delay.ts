import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { amountSchema, largest } from '#shared/core/calendars/amount.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';

// How long something waits: an amount of time, or an ISO 8601 duration, whose days are days of UTC.

const added = (duration: string, at: number): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').add(Temporal.Duration.from(duration))
    .epochMilliseconds;

/** Not by the first instant there is: a month is as long as the one that it is added to. */
const anInstant = Date.UTC(2026, 0, 1);
const tenYears = largest.minutes * 60_000;
const isPositive = (duration: string): boolean => {
  try {
    const length = added(duration, anInstant) - anInstant;
    return length > 0 && length <= tenYears;
  } catch {
    return false;
  }
};

export const delaySchema = z
  .union([
    amountSchema,
    z.iso.duration().refine(isPositive, {
      message: 'a duration is longer than nothing, and ten years at the most',
      params: { code: 'out-of-range' },
    }),
  ])
  .meta({ id: 'Delay', description: 'An amount of time, or an ISO 8601 duration such as P7D.' });
export type Delay = z.infer<typeof delaySchema>;

/** Whether it counts working time, for which a calendar has to be named. */
export const needsCalendar = (delay: Delay): boolean => typeof delay === 'object' && delay.time === 'working';

/**
 * The instant (epoch milliseconds) at which a delay from another one is over.
 * @throws `no-working-time`
 */
export const addDelay = (calendar: CompiledCalendar | undefined, at: number, delay: Delay): number =>
  typeof delay === 'string' ? added(delay, at) : addAmount(calendar, at, delay);
