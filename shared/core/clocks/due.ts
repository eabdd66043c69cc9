import type * as z from 'zod';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import type { dueSchema } from '#shared/core/clocks/clock.schema.ts';
import type { At, Clock } from '#shared/core/clocks/clock.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// What a clock has to do by itself, one after another: reminders, its breach, then the levels of
// its ladder. Each is an event, and its mark in the clock keeps it from happening again.

/** The next thing that a clock has to do, and when. */
export type Due = z.infer<typeof dueSchema>;

/**
 * What comes next; nothing where the clock is held, has stopped, or is breached with no further
 * level.
 */
export const nextDueOf = (clock: Clock): Due | undefined => {
  if (clock.stoppedAt || clock.clearedAt) return undefined;
  if (clock.breachedAt) {
    const [level] = clock.levels ?? [];
    return level && { what: 'level', ...level };
  }
  if (clock.pausedAt) return undefined;
  const reminder = clock.reminders.find(({ givenAt }) => !givenAt);
  return reminder && reminder.at <= clock.dueAt
    ? { what: 'reminder', at: reminder.at }
    : { what: 'breach', at: clock.dueAt };
};

/** The next instant at which a clock has something to do, in epoch milliseconds. */
export const nextMomentOf = (clock: Clock): number | undefined => {
  const due = nextDueOf(clock);
  return due && epoch(due.at);
};

/** The clock after a reminder for `reminderAt` was given. */
export const remind = (clock: Clock, reminderAt: string, { at }: At): Clock => withReminder(clock, reminderAt, iso(at));

const withReminder = (clock: Clock, reminderAt: string, givenAt: string): Clock => ({
  ...clock,
  reminders: clock.reminders.map((one) => (one.at === reminderAt ? { ...one, givenAt } : one)),
});

/** The clock after its target has passed. The levels of its ladder are counted from the target. */
export const breach = (clock: Clock, { policy }: At): Clock => {
  const levels = (policy.target.onBreach?.ladder ?? [])
    .map(({ after }, rung) => ({ at: iso(addAmount(policy.calendar, epoch(clock.dueAt), after)), rung }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return { ...clock, breachedAt: clock.dueAt, ...(levels.length > 0 && { levels }) };
};

/** The clock after a level of its ladder was reached. */
export const reach = (clock: Clock, rung: number): Clock => {
  const { levels = [], ...rest } = clock;
  const toCome = levels.filter((level) => level.rung !== rung);
  return { ...rest, ...(toCome.length > 0 && { levels: toCome }) };
};

/**
 * The clock after what was due could not be done: it goes on to the next thing. A target that has
 * passed is breached all the same, but no further level is called.
 */
export const giveUp = (clock: Clock, due: Due): Clock => {
  if (due.what === 'level') return reach(clock, due.rung);
  return due.what === 'reminder' ? withReminder(clock, due.at, due.at) : { ...clock, breachedAt: clock.dueAt };
};

/** Somebody acts: the ladder ends. */
export const endLadder = ({ levels: _ended, ...clock }: Clock): Clock => clock;
