import { Temporal } from 'temporal-polyfill';
import type { LocalControls } from '#local/demo/client.ts';

// Weeks as people count them, from a Monday morning in London: `W3 Thu 11:00` in any year, across
// changes of the clocks, rounded to a quarter of an hour.

const zone = 'Europe/London';
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export interface Weeks {
  /** The instant of `W3 Thu 11:00`. */
  at: (label: string) => string;
  /** `W3 Thu 11:00` of an instant. */
  label: (instant: string) => string;
  /** What the clock on the wall shows then, `2027-03-18T11:00`. */
  wall: (label: string, timeZone?: string) => string;
  travelTo: (label: string) => Promise<unknown>;
}

/** The weeks from the next Monday of a stack on. */
export const weeksFromMonday = async (local: LocalControls): Promise<Weeks> => {
  const today = Temporal.Instant.from(await local.now())
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  const monday = today.add({ days: 8 - today.dayOfWeek });
  const zoned = (label: string): Temporal.ZonedDateTime => {
    const [, week, day = '', time = ''] = /^W(\d+) (\w{3}) (\d\d:\d\d)$/.exec(label) ?? [];
    const date = monday.add({ days: 7 * (Number(week) - 1) + days.indexOf(day) });
    return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) });
  };
  const at = (label: string) => new Date(zoned(label).epochMilliseconds).toISOString();
  return {
    at,
    label: (instant) => {
      const there = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
      const passed = monday.until(there.toPlainDate()).days;
      const time = there.toPlainTime().round({ smallestUnit: 'minute', roundingIncrement: 15, roundingMode: 'floor' });
      return `W${Math.floor(passed / 7) + 1} ${days[passed % 7]} ${time.toString({ smallestUnit: 'minute' })}`;
    },
    wall: (label, timeZone = zone) =>
      zoned(label).withTimeZone(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }),
    travelTo: (label) => local.advanceTo(at(label)),
  };
};
