import { compileCalendar } from '#shared/calendars/working-time.ts';
import { targetSchema } from '#shared/cases/case-type.ts';
import { type Clock, type Policy, startClock } from '#shared/clocks/clock.ts';
import { at, noon } from '../cases/sample-cases.ts';

export const minutesOfCalendar = (amount: number) => ({ amount, unit: 'minutes', time: 'calendar' }) as const;
export const workingHours = (amount: number) => ({ amount, unit: 'hours', time: 'working' }) as const;

/** An hour to go, reminders at half time and ten minutes before; twenty minutes where it is critical. */
export const policy = (members: object = {}): Policy => ({
  target: targetSchema.parse({
    key: 'completion',
    target: minutesOfCalendar(60),
    byPriority: { critical: minutesOfCalendar(20) },
    reminders: [{ before: minutesOfCalendar(10) }, { before: minutesOfCalendar(30) }],
    ...members,
  }),
});

const monday = [['09:00', '17:00']] as [string, string][];
/** Working time: 9 to 17 on weekdays, in UTC. */
export const workingPolicy = (members: object = {}): Policy => ({
  ...policy({ target: workingHours(8), byPriority: undefined, reminders: [], calendar: 'office', ...members }),
  calendar: {
    key: 'office',
    version: 2,
    compiled: compileCalendar({
      timeZone: 'UTC',
      week: { monday, tuesday: monday, wednesday: monday, thursday: monday, friday: monday },
      holidays: [],
    }),
  },
});

/** A clock that starts at noon. */
export const started = (by = policy(), priority = 'medium'): Clock => startClock(by, priority, noon);

/** Minutes after noon at which the clock is due, and at which it reminds. */
export const dueOf = (clock: Clock): number => (Date.parse(clock.dueAt) - noon) / 60_000;
export const remindersOf = (clock: Clock): number[] =>
  clock.reminders.filter((one) => !one.givenAt).map((one) => (Date.parse(one.at) - noon) / 60_000);

export { at, noon };
