import type * as z from 'zod';
import type { Amount } from '#shared/core/calendars/amount.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { addAmount, addLength, subtractAmount, workingTimeBetween } from '#shared/core/calendars/working-time.ts';
import type { clockAnswerSchema, clockSchema } from '#shared/core/clocks/clock.schema.ts';
import { Refusal } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';

// A clock counts towards one target. Every function here takes a clock and gives the next one; the
// instant is handed in, and nothing in here knows whose clock it is.

export type Clock = z.infer<typeof clockSchema>;
export type PauseCause = Clock['pauses'][number]['by'];

/**
 * What is promised by when, as configuration has it. One without an amount is only ever set by
 * hand.
 */
export interface Promised {
  /** Of the clock that counts towards it. */
  key: string;
  target?: Amount | undefined;
  byPriority?: Readonly<Record<string, Amount>> | undefined;
  reminders: readonly { before: Amount }[];
  onBreach?: { ladder: readonly { after: Amount }[] };
}

/** What a clock counts by: its target as its type has it, and the calendar. */
export interface Policy<T extends Promised = Promised> {
  target: T;
  calendar?: CompiledCalendar | undefined;
}

/** What every move of a clock is made by. */
export interface Counting {
  policy: Policy;
  /** Of what the clock belongs to; it may have a target of its own. */
  priority: string;
}

export interface At extends Counting {
  /** Epoch milliseconds. */
  at: number;
}

const amountFor = ({ target }: Policy, priority: string): Amount | undefined =>
  own(target.byPriority, priority) ?? target.target;

/** @throws `no-target` where nothing is configured */
const configuredFor = (policy: Policy, priority: string): Amount => {
  const amount = amountFor(policy, priority);
  if (!amount) throw new Refusal('no-target');
  return amount;
};

/**
 * The calendar whose hours a clock counts, where its target is in working time; none where all time
 * counts.
 */
export const countedBy = ({ policy, priority }: Counting): CompiledCalendar | undefined =>
  amountFor(policy, priority)?.time === 'working' ? policy.calendar : undefined;

/**
 * Instants of the reminders before a target, each once, soonest first; those that would lie before
 * `from` are left out.
 */
const remindersBefore = (dueAt: number, from: number, { target, calendar }: Policy): Clock['reminders'] => {
  const instants = target.reminders.map(({ before }) => subtractAmount(calendar, dueAt, before));
  return [...new Set(instants)]
    .filter((at) => at >= from)
    .sort((a, b) => a - b)
    .map((at) => ({ at: iso(at) }));
};

/**
 * A clock that starts at an instant, towards its configured target or a given one (epoch ms).
 * @throws `no-working-time` where the calendar never works in reach
 */
export const startClock = ({ policy, priority, at }: At, given?: number): Clock => {
  const dueAt = given ?? addAmount(policy.calendar, at, configuredFor(policy, priority));
  return {
    key: policy.target.key,
    state: 'running',
    startedAt: iso(at),
    dueAt: iso(dueAt),
    ...(given !== undefined && { byHand: true }),
    reminders: remindersBefore(dueAt, at, policy),
    pauses: [],
    paused: { elapsed: 0, working: 0 },
  };
};

/** Whether it would count now if nothing held it. */
export const isGoing = (clock: Clock): boolean => !clock.stoppedAt && !clock.clearedAt && !clock.breachedAt;

const stateOf = (clock: Clock): Clock['state'] => {
  if (clock.clearedAt) return 'cleared';
  if (clock.breachedAt) return 'breached';
  if (clock.stoppedAt) return 'met';
  return clock.pausedAt ? 'paused' : 'running';
};

/** The clock without the pause that it is in; the time of that is added to what did not count. */
export const withPauseOver = (clock: Clock, { policy, at }: At): Clock => {
  if (!clock.pausedAt) return clock;
  const { pausedAt, paused, ...rest } = clock;
  const since = epoch(pausedAt);
  return {
    ...rest,
    paused: {
      elapsed: paused.elapsed + at - since,
      working: paused.working + (policy.calendar ? workingTimeBetween(policy.calendar, since, at) : 0),
    },
  };
};

/**
 * The clock counts again with what was left: its target moves by the paused time that would have
 * counted. It does not remind again of what it has reminded of.
 */
const runOn = (clock: Clock, now: At): Clock => {
  if (!clock.pausedAt) return clock;
  const counted = countedBy(now);
  const lost = workingTimeBetween(counted, epoch(clock.pausedAt), now.at);
  const dueAt = addLength(counted, epoch(clock.dueAt), lost);
  const given = clock.reminders.filter((reminder) => reminder.givenAt);
  const toCome = clock.reminders.length - given.length;
  const all = remindersBefore(dueAt, Number.NEGATIVE_INFINITY, now.policy);
  return {
    ...withPauseOver(clock, now),
    dueAt: iso(dueAt),
    reminders: [...given, ...all.slice(Math.max(0, all.length - toCome))],
  };
};

/** What follows from the facts of a clock: whether it is held or counts, and its state. */
export const settle = (clock: Clock, now: At): Clock => {
  const isHeld = isGoing(clock) && clock.pauses.length > 0;
  const settled = isHeld
    ? { ...clock, pausedAt: clock.pausedAt ?? iso(now.at) }
    : isGoing(clock)
      ? runOn(clock, now)
      : clock;
  return { ...settled, state: stateOf(settled) };
};

/**
 * The target that a clock has by its configuration: from its start, plus the time that did not
 * count.
 */
export const targetFromStart = (clock: Clock, { policy, priority }: Counting): number => {
  const counted = countedBy({ policy, priority });
  const start = addLength(counted, epoch(clock.startedAt), counted ? clock.paused.working : clock.paused.elapsed);
  return addAmount(policy.calendar, start, configuredFor(policy, priority));
};

/**
 * The clock with another target (epoch ms). A breached one runs again where that lies ahead, and
 * may breach again; else it stays breached.
 */
export const aim = (clock: Clock, dueAt: number, { policy, at }: At): Clock => {
  const from = clock.pausedAt ? epoch(clock.pausedAt) : at;
  // What was given for this very instant is not given again.
  const given = new Map(clock.reminders.filter(({ givenAt }) => givenAt).map((reminder) => [reminder.at, reminder]));
  const reminders = remindersBefore(dueAt, from, policy).map((reminder) => given.get(reminder.at) ?? reminder);
  const moved = { ...clock, dueAt: iso(dueAt), reminders };
  if (!clock.breachedAt || dueAt <= at) return moved;
  const { breachedAt: _past, levels: _levels, ...again } = moved;
  return again;
};

/** The clock of something that changed its priority. A target that was set by hand stays. */
export const reprioritise = (clock: Clock, from: string, now: At): Clock => {
  const isSame = amountFor(now.policy, from) === amountFor(now.policy, now.priority);
  if (isSame || clock.stoppedAt || clock.clearedAt || clock.byHand) return clock;
  return aim(clock, targetFromStart(clock, now), now);
};

/** The clock with what holds it by `by`, or without. */
export const holdBy = (clock: Clock, by: PauseCause, isHeld: boolean, { at }: At): Clock => {
  const others = clock.pauses.filter((pause) => pause.by !== by);
  if (isHeld === others.length < clock.pauses.length) return clock;
  return { ...clock, pauses: isHeld ? [...others, { by, since: iso(at) }] : others };
};

/**
 * The clock at its end: met, or breached for good where it was late, or cleared for good. Nothing
 * holds it any more.
 */
export const stopClock = (clock: Clock, { at }: At): Clock => {
  if (clock.stoppedAt) return clock;
  const isLate = isGoing(clock) && !clock.pausedAt && at >= epoch(clock.dueAt);
  const { levels: _over, ...rest } = clock;
  return { ...rest, pauses: [], stoppedAt: iso(at), ...(isLate && { breachedAt: clock.dueAt }) };
};

/**
 * A stopped clock goes on, with what was left of it when it stopped: the time between did not
 * count.
 */
export const takeUp = ({ stoppedAt, ...clock }: Clock): Clock =>
  stoppedAt && !clock.breachedAt && !clock.clearedAt ? { ...clock, pausedAt: clock.pausedAt ?? stoppedAt } : clock;

/** A stopped clock as if it had never stopped. */
export const unstop = ({ stoppedAt: _mistake, ...clock }: Clock): Clock => clock;

/**
 * A clock as the API answers it at an instant. `remaining` is in milliseconds, of working time
 * where it counts working time; 0 where nothing counts.
 */
export const answerClock = (
  clock: Clock,
  { policy, priority, at }: { policy: Policy | undefined; priority: string; at: number },
): z.infer<typeof clockAnswerSchema> => {
  const isUnderWay = clock.state === 'running' || clock.state === 'paused';
  const from = clock.pausedAt ? epoch(clock.pausedAt) : at;
  const left = isUnderWay ? workingTimeBetween(policy && countedBy({ policy, priority }), from, epoch(clock.dueAt)) : 0;
  const next = clock.state === 'running' ? clock.reminders.find((reminder) => !reminder.givenAt)?.at : undefined;
  return {
    key: clock.key,
    state: clock.state,
    startedAt: clock.startedAt,
    ...(clock.state !== 'cleared' && { dueAt: clock.dueAt }),
    remaining: Math.max(0, left),
    ...(next && { nextReminderAt: next }),
    ...(clock.state === 'paused' && { pausedBy: clock.pauses.map(({ by }) => by) }),
    ...(clock.breachedAt && { breachedAt: clock.breachedAt }),
    ...(clock.stoppedAt && { stoppedAt: clock.stoppedAt }),
  };
};
