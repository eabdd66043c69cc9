import { targetSchema } from '#shared/casework/cases/case-type.ts';
import { compileCalendar } from '#shared/core/calendars/working-time.ts';
import {
  type At,
  type Clock,
  holdBy,
  type PauseCause,
  type Policy,
  settle,
  startClock,
  stopClock,
  takeUp,
} from '#shared/core/clocks/clock.ts';
import { breach, nextDueOf, reach, remind } from '#shared/core/clocks/due.ts';
import { type ClockOperation, operate } from '#shared/core/clocks/operation.ts';
import { at, noon } from '../cases/sample-cases.ts';

export const minutesOfCalendar = (amount: number) => ({ amount, unit: 'minutes', time: 'calendar' }) as const;
export const workingHours = (amount: number) => ({ amount, unit: 'hours', time: 'working' }) as const;

/**
 * An hour to go, reminders at half time and ten minutes before; twenty minutes where it is
 * critical.
 */
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
  calendar: compileCalendar({
    timeZone: 'UTC',
    week: { monday, tuesday: monday, wednesday: monday, thursday: monday, friday: monday },
    holidays: [],
  }),
});

/** A minute after noon, on the clock of a policy and a priority. */
export const when = (minute: number, by = policy(), priority = 'medium'): At => ({
  policy: by,
  priority,
  at: at(minute),
});

/** A clock that starts at noon. */
export const started = (by = policy(), priority = 'medium'): Clock => startClock(when(0, by, priority));

/** What people do to it, settled. */
export const done = (clock: Clock, operation: ClockOperation, now: At): Clock =>
  settle(operate(clock, operation, now), now);
export const setTo = (clock: Clock, minute: number, now: At): Clock =>
  done(clock, { do: 'set', to: new Date(at(minute)).toISOString() }, now);
export const extendedBy = (clock: Clock, minutes: number, now: At): Clock =>
  done(clock, { do: 'extend', by: minutesOfCalendar(minutes) }, now);
export const heldBy = (clock: Clock, by: PauseCause, isHeld: boolean, now: At): Clock =>
  settle(holdBy(clock, by, isHeld, now), now);
export const stopped = (clock: Clock, minute: number): Clock => settle(stopClock(clock, when(minute)), when(minute));
export const goneOn = (clock: Clock, now: At): Clock => settle(takeUp(clock), now);

/** All that is due by a minute, done one after another, in words: `30 reminder`. */
export const woken = (clock: Clock, minute: number, by = policy()): { clock: Clock; told: string[] } => {
  const now = when(minute, by);
  const told: string[] = [];
  let after = clock;
  for (let due = nextDueOf(after); due && Date.parse(due.at) <= now.at; due = nextDueOf(after)) {
    told.push(`${(Date.parse(due.at) - noon) / 60_000} ${due.what === 'level' ? `level ${due.rung}` : due.what}`);
    if (due.what === 'reminder') after = remind(after, due.at, now);
    else after = due.what === 'level' ? reach(after, due.rung) : breach(after, now);
    after = settle(after, now);
  }
  return { clock: after, told };
};

/** Minutes after noon at which the clock is due, and at which it reminds. */
export const dueOf = (clock: Clock): number => (Date.parse(clock.dueAt) - noon) / 60_000;
export const remindersOf = (clock: Clock): number[] =>
  clock.reminders.filter((one) => !one.givenAt).map((one) => (Date.parse(one.at) - noon) / 60_000);

export { at, noon };
