import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clock, extend, fallDue, nextMomentOf, resumeClock, retarget, stopClock } from '#shared/clocks/clock.ts';
import { Refusal } from '#shared/errors.ts';
import { at, minutesOfCalendar, policy, started } from './sample-clocks.ts';

const before = [10, 30];
const counted = policy({ reminders: before.map((amount) => ({ before: minutesOfCalendar(amount) })) });

type Operation =
  | { do: 'wake' | 'stop' | 'resume'; wait: number }
  | { do: 'extend'; wait: number; by: number }
  | { do: 'set'; wait: number; to: number };

const wait = fc.nat(40);
const operations = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wake' as const), wait }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'resume' as const), wait }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('extend' as const),
        wait,
        by: fc.integer({ min: -50, max: 90 }).filter((by) => by !== 0),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('set' as const), wait, to: fc.integer({ min: -20, max: 300 }) }),
    },
  ),
  { maxLength: 25 },
);

/** What happened at which minute, in words. */
type Told = string[];

/** The product: operations one after another, on the clock. */
const byClock = (steps: Operation[]): Told => {
  let clock: Clock = started(counted);
  const told: Told = [];
  let now = 0;
  const minute = (instant: string) => (Date.parse(instant) - at(0)) / 60_000;
  const apply = (step: Operation): Clock => {
    switch (step.do) {
      case 'wake': {
        const due = fallDue(clock, at(now));
        for (const reminder of due.reminders) told.push(`${now}: reminder of ${minute(reminder)}`);
        if (due.breached) told.push(`${now}: breach of ${minute(clock.dueAt)}`);
        return due.clock;
      }
      case 'stop':
        return stopClock(clock, at(now));
      case 'resume':
        return resumeClock(clock, { priority: 'medium', at: at(now) }, counted);
      case 'extend':
        return extend(clock, { by: minutesOfCalendar(step.by), at: at(now) }, counted);
      case 'set':
        return retarget(clock, { dueAt: at(step.to), at: at(now) }, counted);
    }
  };
  for (const step of steps) {
    now += step.wait;
    try {
      clock = apply(step);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      told.push(`${now}: ${error.code}`);
    }
  }
  return [...told, `${clock.state} ${minute(clock.dueAt)} ${clock.stoppedAt ? 'stopped' : 'going'}`];
};

/** The same in plain minutes, written apart from it. */
const byModel = (steps: Operation[]): Told => {
  const told: Told = [];
  let now = 0;
  let due = 60;
  let late = false;
  let stoppedAt: number | undefined;
  let pending = [30, 50];
  const aim = (target: number) => {
    due = target;
    pending = before.map((minutes) => target - minutes).filter((minute) => minute >= now);
    pending.sort((a, b) => a - b);
    if (target > now) late = false;
  };
  for (const step of steps) {
    now += step.wait;
    const stopped = stoppedAt !== undefined;
    if (step.do === 'wake' && !stopped && !late) {
      for (const minute of pending.filter((one) => one <= now)) told.push(`${now}: reminder of ${minute}`);
      pending = pending.filter((one) => one > now);
      late = due <= now;
      if (late) told.push(`${now}: breach of ${due}`);
    }
    if (step.do === 'stop' && !stopped) {
      stoppedAt = now;
      late ||= due <= now;
    }
    if (step.do === 'resume' && stoppedAt !== undefined) {
      if (!late) aim(now + due - stoppedAt);
      stoppedAt = undefined;
    }
    if (step.do === 'extend' || step.do === 'set') {
      if (stopped) told.push(`${now}: clock-stopped`);
      else aim(step.do === 'extend' ? due + step.by : step.to);
    }
  }
  const state = late ? 'breached' : stoppedAt === undefined ? 'running' : 'met';
  return [...told, `${state} ${due} ${stoppedAt === undefined ? 'going' : 'stopped'}`];
};

describe('a clock through a random life', () => {
  it('[SLA-10] tells what a model of it tells, whenever it is woken and whatever is done to it', () => {
    fc.assert(
      fc.property(operations, (steps) => {
        expect(byClock(steps)).toEqual(byModel(steps));
      }),
      { numRuns: 500 },
    );
  });

  it('[SLA-10] is the same each time its life is folded', () => {
    fc.assert(
      fc.property(operations, (steps) => {
        expect(byClock(steps)).toEqual(byClock(steps));
      }),
    );
  });

  const instants = fc.array(fc.integer({ min: -30, max: 120 }), { minLength: 1, maxLength: 12 });

  it('[SLA-10] gives the same reminders and one breach, however often and in whatever order it is woken', () => {
    fc.assert(
      fc.property(instants, (minutes) => {
        let clock = started(counted);
        const reminders: string[] = [];
        let breaches = 0;
        for (const minute of [...minutes, 120, 120]) {
          const due = fallDue(clock, at(minute));
          for (const reminder of due.reminders) expect(Date.parse(reminder)).toBeLessThanOrEqual(at(minute));
          if (due.breached) expect(minute).toBeGreaterThanOrEqual(60);
          clock = due.clock;
          reminders.push(...due.reminders);
          breaches += due.breached ? 1 : 0;
        }
        expect(reminders).toEqual([at(30), at(50)].map((instant) => new Date(instant).toISOString()));
        expect(breaches).toBe(1);
      }),
    );
  });

  it('[SLA-10] has something to do at its next moment, and nothing before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 200 }), (to) => {
        let clock = retarget(started(counted), { dueAt: at(to), at: at(0) }, counted);
        for (let moment = nextMomentOf(clock); moment !== undefined; moment = nextMomentOf(clock)) {
          expect(fallDue(clock, moment - 1).clock).toBe(clock);
          const due = fallDue(clock, moment);
          expect(due.reminders.length + Number(due.breached)).toBeGreaterThan(0);
          clock = due.clock;
        }
        expect(clock.state).toBe('breached');
      }),
    );
  });
});
