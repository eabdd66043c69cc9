import type * as z from 'zod';
import type { Amount } from '#shared/core/calendars/amount.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import type { operationSchema } from '#shared/core/clocks/clock.schema.ts';
import {
  type At,
  aim,
  type Clock,
  holdBy,
  isGoing,
  targetFromStart,
  withPauseOver,
} from '#shared/core/clocks/clock.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { epoch, iso, mayBeDue } from '#shared/core/records/instants.ts';

export type ClockOperation = z.infer<typeof operationSchema>;

/** What somebody asks of a clock: an operation, or a target so long from now. */
export type ClockCommand = Exclude<ClockOperation, { do: 'retarget' }> | { do: 'set'; in: Amount };

/** The operation of a command at an instant. @throws `no-working-time` */
export const operationOf = (command: ClockCommand, { policy, at }: Pick<At, 'policy' | 'at'>): ClockOperation =>
  'in' in command ? { do: 'set', to: iso(addAmount(policy.calendar, at, command.in)) } : command;

/** Where the request says what leads to a target; a fault points there. */
const pointers = { set: '/to', extend: '/by/amount' } as const;

const refuse = (doing: keyof typeof pointers, fault: Omit<Fault, 'pointer'>): never => {
  throw invalid([{ pointer: pointers[doing], ...fault }]);
};

/**
 * A target that somebody wants.
 * @throws 400 where it lies before the start of the clock, or where nothing is due
 */
const checked = (dueAt: number, clock: Clock, doing: keyof typeof pointers): number => {
  if (!mayBeDue(dueAt)) refuse(doing, { code: 'out-of-range', detail: 'would lead out of the years 2000 to 2100' });
  if (dueAt < epoch(clock.startedAt))
    refuse(doing, { code: 'before-start', detail: `would lie before the start of the clock, ${clock.startedAt}` });
  return dueAt;
};

const notStopped = (clock: Clock): Clock => {
  if (clock.stoppedAt) throw new Refusal('clock-stopped');
  return clock;
};
const notOver = (clock: Clock): Clock => {
  if (clock.clearedAt) throw new Refusal('clock-stopped', 'The target was cleared');
  return notStopped(clock);
};
const uncleared = ({ clearedAt: _cleared, ...clock }: Clock): Clock => clock;

/**
 * Time of a paused clock that is set counts from now, so that what is left of it is what was asked
 * for.
 */
const pausedFromNow = (clock: Clock, now: At): Clock =>
  clock.pausedAt ? { ...withPauseOver(clock, now), pausedAt: iso(now.at) } : clock;

const clear = (clock: Clock, now: At): Clock => {
  const { levels: _over, ...rest } = withPauseOver(clock, now);
  return { ...rest, clearedAt: iso(now.at) };
};

const pause = (clock: Clock, now: At): Clock => {
  if (!isGoing(notOver(clock))) throw new Refusal('clock-stopped', 'The target has passed');
  if (clock.pauses.some(({ by }) => by === 'hand')) throw new Refusal('already-paused');
  return holdBy(clock, 'hand', true, now);
};

const resume = (clock: Clock, now: At): Clock => {
  if (!clock.pauses.some(({ by }) => by === 'hand')) throw new Refusal('not-paused');
  return holdBy(clock, 'hand', false, now);
};

const backToConfigured = (clock: Clock, now: At): Clock => {
  const { byHand: _moved, ...rest } = clock;
  return aim(rest, targetFromStart(rest, now), now);
};

/**
 * Whether a change of configuration moves a clock: not one that is over, and not a target that was
 * set by hand.
 */
const isRetargeted = (clock: Clock): boolean => !clock.stoppedAt && !clock.clearedAt && !clock.byHand;

/**
 * A clock after an operation, still to be settled. @throws `clock-stopped`, `already-paused`,
 * `not-paused`, `no-working-time`; 400 for a target before the start or out of this century
 */
export const operate = (clock: Clock, operation: ClockOperation, now: At): Clock => {
  switch (operation.do) {
    case 'set': {
      const dueAt = checked(epoch(operation.to), notStopped(clock), 'set');
      return { ...aim(pausedFromNow(uncleared(clock), now), dueAt, now), byHand: true };
    }
    case 'extend': {
      const dueAt = addAmount(now.policy.calendar, epoch(notOver(clock).dueAt), operation.by);
      return { ...aim(clock, checked(dueAt, clock, 'extend'), now), byHand: true };
    }
    case 'restore':
      return backToConfigured(uncleared(notStopped(clock)), now);
    case 'clear':
      return clear(notOver(clock), now);
    case 'pause':
      return pause(clock, now);
    case 'resume':
      return resume(clock, now);
    case 'retarget':
      return isRetargeted(clock) ? backToConfigured(clock, now) : clock;
  }
};
