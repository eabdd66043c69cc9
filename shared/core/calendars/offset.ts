import { addMonths, create, toString as textOf } from 'temporal-polyfill/fns/PlainDate';
import type * as z from 'zod';
import type { offsetSchema } from '#shared/core/calendars/offset.schema.ts';
import { DAY } from '#shared/core/calendars/working-table.ts';
import { addAmount, type CompiledCalendar, workingMoment } from '#shared/core/calendars/working-time.ts';
import { instantAt, wallAt, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';

export type Offset = z.infer<typeof offsetSchema>;

/**
 * The same wall-clock time months later, by Temporal's rule: a month that has no such day ends with
 * its last one, so 31 January + 1 month is 28 February.
 */
const plusMonths = (timeZone: string, start: number, months: number): number => {
  // Two more than the longest months: the offsets have to reach beyond the answer.
  const reach = (Math.abs(months) * 31 + 2) * DAY;
  const offsets = zoneOffsets(timeZone, start - reach, start + reach);
  const wall = wallAt(offsets, start);
  const day = new Date(wall);
  const there = addMonths(create(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()), months);
  const midnight = Math.floor(wall / DAY) * DAY;
  return instantAt(offsets, Date.parse(textOf(there)) + wall - midnight);
};

/**
 * The instant (epoch ms) an offset away, in the zone of `calendar` or UTC. Weeks and months of
 * working time end at the next working moment, or the last one before. @throws `no-working-time`
 */
export const addOffset = (
  calendar: CompiledCalendar | undefined,
  start: number,
  { amount, unit, time }: Offset,
): number => {
  if (unit !== 'weeks' && unit !== 'months') return addAmount(calendar, start, { amount, unit, time });
  const there =
    unit === 'weeks'
      ? addAmount(calendar, start, { amount: 7 * amount, unit: 'days', time: 'calendar' })
      : plusMonths(calendar?.timeZone ?? 'UTC', start, amount);
  return time === 'working' && calendar ? workingMoment(calendar, there, amount < 0 ? -1 : 1) : there;
};
