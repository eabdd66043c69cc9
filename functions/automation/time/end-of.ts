import type { Services } from '#functions/services.ts';
import { calendarOf, type Length } from '#shared/automation/rules/time/time-triggers.schema.ts';
import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import { addDelay } from '#shared/core/calendars/delay.ts';

/**
 * The instant (epoch milliseconds) at which a length of time from another one is over.
 * @throws `no-working-time`
 */
export const endOf = async ({ definitions }: Services, from: number, length: Length): Promise<number> => {
  const key = calendarOf(length);
  const calendar = key === undefined ? undefined : await definitions.one('calendars', key);
  return addDelay(calendar && compiledCalendar(calendar), from, length);
};
