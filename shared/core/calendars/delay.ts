import { Temporal } from 'temporal-polyfill';
import type { Delay } from '#shared/core/calendars/delay.schema.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';

/** Days of a duration are days of UTC, and a month is as long as the one that it is added to. */
const added = (duration: string, at: number): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').add(Temporal.Duration.from(duration))
    .epochMilliseconds;

/**
 * The instant (epoch milliseconds) at which a delay from another one is over.
 * @throws `no-working-time`
 */
export const addDelay = (calendar: CompiledCalendar | undefined, at: number, delay: Delay): number =>
  typeof delay === 'string' ? added(delay, at) : addAmount(calendar, at, delay);
