import * as z from 'zod';
import type { Amount } from '#shared/calendars/amount.ts';
import type { CompiledCalendar } from '#shared/calendars/working-table.ts';
import { addAmount, addLength, subtractAmount, workingTimeBetween } from '#shared/calendars/working-time.ts';
import type { Target } from '#shared/cases/case-type.ts';
import { invalid, Refusal } from '#shared/errors.ts';
import { epoch, iso, mayBeDue } from '#shared/records/instants.ts';
import { instant } from '#shared/records/primitives.ts';

// A clock counts towards one target of a case. It is data: every function here takes a clock and gives the next one. What is due is asked for an instant,
// so nothing in here knows what time it is.

export const clockStates = ['running', 'paused', 'met', 'breached', 'cleared'] as const;

export const clockSchema = z
  .strictObject({
    key: z.string(),
    state: z.enum(clockStates),
    startedAt: instant,
    /** What was promised first. */
    originalDueAt: instant,
    dueAt: instant,
    /** Those still to come and those given for the target as it is now. */
    reminders: z.array(z.strictObject({ at: instant, givenAt: instant.optional() })),
    breachedAt: instant.optional(),
    stoppedAt: instant.optional(),
    /** The calendar it counts by, at the version it started under. */
    calendar: z.strictObject({ key: z.string(), version: z.int() }).optional(),
  })
  .meta({ id: 'ClockRecord' });
export type Clock = z.infer<typeof clockSchema>;

/** What a clock counts by: its target as its case type has it, and the calendar. */
export interface Policy {
  target: Target;
  calendar?: { key: string; version: number; compiled: CompiledCalendar } | undefined;
}

const amountFor = (target: Target, priority: string): Amount => target.byPriority?.[priority] ?? target.target;

/** Instants of the reminders before a target, each once; those that would lie before `from` are left out. */
const remindersBefore = (dueAt: number, from: number, { target, calendar }: Policy): Clock['reminders'] => {
  const instants = target.reminders.map(({ before }) => subtractAmount(calendar?.compiled, dueAt, before));
  return [...new Set(instants)]
    .filter((at) => at >= from)
    .sort((a, b) => a - b)
    .map((at) => ({ at: iso(at) }));
};

/** A clock that starts at an instant, for a priority. @throws `no-working-time` where the calendar never works in reach */
export const startClock = (policy: Policy, priority: string, at: number): Clock => {
  const dueAt = addAmount(policy.calendar?.compiled, at, amountFor(policy.target, priority));
  return {
    key: policy.target.key,
    state: 'running',
    startedAt: iso(at),
    originalDueAt: iso(dueAt),
    dueAt: iso(dueAt),
    reminders: remindersBefore(dueAt, at, policy),
    ...(policy.calendar && { calendar: { key: policy.calendar.key, version: policy.calendar.version } }),
  };
};

const isStopped = (clock: Clock): boolean =>
  clock.stoppedAt !== undefined || clock.state === 'met' || clock.state === 'cleared';

/**
 * The clock with another target (epoch milliseconds). One that was breached runs again where the new target lies ahead, and a new breach counts anew;
 * else it stays breached: what was late cannot become late again.
 *
 * @throws `clock-stopped`
 */
export const retarget = (clock: Clock, { dueAt, at }: { dueAt: number; at: number }, policy: Policy): Clock => {
  if (isStopped(clock)) throw new Refusal('clock-stopped');
  const moved = { ...clock, dueAt: iso(dueAt), reminders: remindersBefore(dueAt, at, policy) };
  if (clock.state !== 'breached' || dueAt <= at) return moved;
  const { breachedAt: _past, ...again } = moved;
  return { ...again, state: 'running' };
};

/** The target moved by an amount; a negative one shortens. @throws `clock-stopped`, `no-working-time`, 400 where it leads to an instant that nothing is due at */
export const extend = (clock: Clock, { by, at }: { by: Amount; at: number }, policy: Policy): Clock => {
  const dueAt = addAmount(policy.calendar?.compiled, epoch(clock.dueAt), by);
  if (!mayBeDue(dueAt))
    throw invalid([
      { pointer: '/by/amount', code: 'out-of-range', detail: 'would lead out of the years 2000 to 2100' },
    ]);
  return retarget(clock, { dueAt, at }, policy);
};

/** The priority of the case that a clock belongs to, and the instant of a change. */
interface Changing {
  priority: string;
  /** Epoch milliseconds. */
  at: number;
}

/** The target of another priority, counted from the original start. A target that was set by hand stays. */
export const reprioritise = (clock: Clock, { priority, at }: Changing, policy: Policy): Clock => {
  if (isStopped(clock) || !policy.target.byPriority || clock.dueAt !== clock.originalDueAt) return clock;
  const dueAt = addAmount(policy.calendar?.compiled, epoch(clock.startedAt), amountFor(policy.target, priority));
  if (iso(dueAt) === clock.dueAt) return clock;
  return { ...retarget(clock, { dueAt, at }, policy), originalDueAt: iso(dueAt) };
};

/** The clock at its end: met, or breached for good where it was late. */
export const stopClock = (clock: Clock, at: number): Clock => {
  if (isStopped(clock)) return clock;
  const late = clock.state === 'breached' || at >= epoch(clock.dueAt);
  return {
    ...clock,
    state: late ? 'breached' : 'met',
    stoppedAt: iso(at),
    ...(late && { breachedAt: clock.breachedAt ?? clock.dueAt }),
  };
};

/** A stopped clock of a case of some priority runs on from an instant, with what was left of it when it stopped. */
export const resumeClock = (clock: Clock, { priority, at }: Changing, policy: Policy): Clock => {
  if (!clock.stoppedAt || clock.state === 'cleared') return clock;
  const { stoppedAt, ...rest } = clock;
  if (clock.state === 'breached') return rest;
  const counted = countedBy(policy, priority);
  const dueAt = addLength(counted, at, workingTimeBetween(counted, epoch(stoppedAt), epoch(clock.dueAt)));
  return { ...rest, state: 'running', dueAt: iso(dueAt), reminders: remindersBefore(dueAt, at, policy) };
};

/** The next instant at which a clock has something to do, in epoch milliseconds. */
export const nextMomentOf = (clock: Clock): number | undefined => {
  if (clock.state !== 'running' || clock.stoppedAt) return undefined;
  const pending = clock.reminders.filter((reminder) => !reminder.givenAt).map((reminder) => epoch(reminder.at));
  return Math.min(epoch(clock.dueAt), ...pending);
};

export interface Due {
  clock: Clock;
  /** Reminders that are due now and were not given, oldest first. */
  reminders: string[];
  breached: boolean;
}

/** What is due at an instant: reminders not given and the breach, and the clock after it. Asked again for the same instant it has nothing more. */
export const fallDue = (clock: Clock, now: number): Due => {
  const next = nextMomentOf(clock);
  if (next === undefined || next > now) return { clock, reminders: [], breached: false };
  const due = clock.reminders
    .filter((reminder) => !reminder.givenAt && epoch(reminder.at) <= now)
    .map((reminder) => reminder.at);
  const breached = epoch(clock.dueAt) <= now;
  const reminders = clock.reminders.map((reminder) =>
    due.includes(reminder.at) ? { ...reminder, givenAt: iso(now) } : reminder,
  );
  return {
    clock: { ...clock, reminders, ...(breached && { state: 'breached' as const, breachedAt: clock.dueAt }) },
    reminders: due,
    breached,
  };
};

/** The calendar whose hours a clock counts, for a target that is in working time at this priority; none where all time counts. */
export const countedBy = ({ target, calendar }: Policy, priority: string): CompiledCalendar | undefined =>
  amountFor(target, priority).time === 'working' ? calendar?.compiled : undefined;

/** What is left of a running clock in milliseconds: working time where it counts working time. 0 after the target. */
const remainingOf = (clock: Clock, now: number, counted: CompiledCalendar | undefined): number => {
  if (isStopped(clock) || clock.state === 'breached') return 0;
  return Math.max(0, workingTimeBetween(counted, now, epoch(clock.dueAt)));
};

export const clockAnswerSchema = z
  .strictObject({
    key: z.string(),
    state: z.enum(clockStates),
    startedAt: instant,
    dueAt: instant,
    remaining: z.int(),
    nextReminderAt: instant.optional(),
    breachedAt: instant.optional(),
    stoppedAt: instant.optional(),
  })
  .meta({ id: 'Clock' });

/** A clock as the API answers it at an instant; `counted` is the calendar whose hours it counts. */
export const answerClock = (
  clock: Clock,
  now: number,
  counted: CompiledCalendar | undefined,
): z.infer<typeof clockAnswerSchema> => {
  const next = clock.state === 'running' ? clock.reminders.find((reminder) => !reminder.givenAt)?.at : undefined;
  return {
    key: clock.key,
    state: clock.state,
    startedAt: clock.startedAt,
    dueAt: clock.dueAt,
    remaining: remainingOf(clock, now, counted),
    ...(next && { nextReminderAt: next }),
    ...(clock.breachedAt && { breachedAt: clock.breachedAt }),
    ...(clock.stoppedAt && { stoppedAt: clock.stoppedAt }),
  };
};
