import { describe, expect, it } from 'vitest';
import {
  answerClock,
  type Clock,
  countedBy,
  extend,
  fallDue,
  nextMomentOf,
  reprioritise,
  resumeClock,
  retarget,
  startClock,
  stopClock,
} from '#shared/clocks/clock.ts';
import { refusalOf } from '../refused.ts';
import { at, dueOf, minutesOfCalendar, noon, policy, remindersOf, started, workingPolicy } from './sample-clocks.ts';

const counted = policy();
const breached = (): Clock => fallDue(started(), at(60)).clock;

describe('a clock that starts', () => {
  it('[SLA-1] runs towards its target, with its reminders before it, soonest first', () => {
    const clock = started();
    expect(clock).toMatchObject({ state: 'running', startedAt: '2026-11-23T12:00:00.000Z' });
    expect(clock.originalDueAt).toBe(clock.dueAt);
    expect(dueOf(clock)).toBe(60);
    expect(remindersOf(clock)).toEqual([30, 50]);
    expect(nextMomentOf(clock)).toBe(at(30));
  });

  it('[SLA-1] has the target of its priority, or that of the type where it names none', () => {
    expect(dueOf(started(counted, 'critical'))).toBe(20);
    expect(dueOf(started(counted, 'low'))).toBe(60);
  });

  it.each([
    ['before the start are left out', [61, 45], [15]],
    ['at the start are kept', [60], [0]],
    ['at one instant are one', [10, 10], [50]],
  ])('[SLA-4] reminders that would fall %s', (_what, before, expected) => {
    const reminders = before.map((amount) => ({ before: minutesOfCalendar(amount) }));
    expect(remindersOf(started(policy({ reminders })))).toEqual(expected);
  });

  it('[SLA-2] counts by its calendar, and keeps which one at which version', () => {
    const clock = started(workingPolicy());
    expect(clock.dueAt).toBe('2026-11-24T12:00:00.000Z');
    expect(clock.calendar).toEqual({ key: 'office', version: 2 });
  });
});

describe('a target that is moved', () => {
  it('[SLA-1] takes its reminders along', () => {
    const clock = retarget(started(), { dueAt: at(120), at: at(1) }, counted);
    expect(dueOf(clock)).toBe(120);
    expect(remindersOf(clock)).toEqual([90, 110]);
    expect(clock.originalDueAt).toBe(started().dueAt);
  });

  it('[SLA-4] reminds anew of the new target what it had reminded of the old one', () => {
    const reminded = fallDue(started(), at(50)).clock;
    expect(remindersOf(reminded)).toEqual([]);
    const clock = extend(reminded, { by: minutesOfCalendar(60), at: at(55) }, counted);
    expect(dueOf(clock)).toBe(120);
    expect(remindersOf(clock)).toEqual([90, 110]);
  });

  it('[SLA-4] leaves out reminders of the new target that would lie in the past', () => {
    const clock = retarget(started(), { dueAt: at(45), at: at(20) }, counted);
    expect(remindersOf(clock)).toEqual([35]);
  });

  it('[SLA-1] is shortened by a negative amount', () => {
    expect(dueOf(extend(started(), { by: minutesOfCalendar(-15), at: at(1) }, counted))).toBe(45);
  });

  it('[SLA-2] is extended by working time where the amount is', () => {
    const by = workingPolicy();
    const longer = extend(started(by), { by: { amount: 1, unit: 'days', time: 'working' }, at: at(1) }, by);
    expect(longer.dueAt).toBe('2026-11-25T12:00:00.000Z');
  });

  it('[SLA-5] runs again where it had been breached and lies ahead, and a new breach counts anew', () => {
    const clock = extend(breached(), { by: minutesOfCalendar(60), at: at(70) }, counted);
    expect(clock.state).toBe('running');
    expect(clock).not.toHaveProperty('breachedAt');
    expect(fallDue(clock, at(120))).toMatchObject({ breached: true, clock: { state: 'breached' } });
  });

  it('[SLA-5] stays breached where the new target has passed as well', () => {
    const clock = extend(breached(), { by: minutesOfCalendar(5), at: at(70) }, counted);
    expect(clock).toMatchObject({ state: 'breached', breachedAt: breached().breachedAt });
    expect(dueOf(clock)).toBe(65);
    expect(fallDue(clock, at(200)).breached).toBe(false);
  });

  it('[SLA-5] is breached at once where it is moved into the past while it runs', () => {
    const clock = retarget(started(), { dueAt: at(-5), at: at(10) }, counted);
    expect(fallDue(clock, at(10))).toMatchObject({ breached: true, reminders: [] });
  });

  it.each([
    ['met', stopClock(started(), at(10))],
    ['breached for good', stopClock(breached(), at(70))],
    ['cleared', { ...started(), state: 'cleared' } as Clock],
  ])('[SLA-1] is refused on a clock that is %s', (_what, clock) => {
    expect(refusalOf(() => retarget(clock, { dueAt: at(120), at: at(80) }, counted))).toBe('clock-stopped');
    expect(refusalOf(() => extend(clock, { by: minutesOfCalendar(1), at: at(80) }, counted))).toBe('clock-stopped');
  });
});

describe('a clock whose case gets another priority', () => {
  it('[SLA-1] has the target of that priority, counted from its start', () => {
    const clock = reprioritise(started(), { priority: 'critical', at: at(5) }, counted);
    expect(dueOf(clock)).toBe(20);
    expect(clock.originalDueAt).toBe(clock.dueAt);
    expect(remindersOf(clock)).toEqual([10]);
  });

  it('[SLA-1] keeps a target that was set by hand', () => {
    const set = retarget(started(), { dueAt: at(90), at: at(1) }, counted);
    expect(reprioritise(set, { priority: 'critical', at: at(5) }, counted)).toBe(set);
  });

  it.each([
    ['the target is the same', started(), counted],
    ['the type has one target for all', started(), policy({ byPriority: undefined })],
    ['it has stopped', stopClock(started(), at(1)), counted],
  ])('[SLA-1] is left as it is where %s', (_why, clock, by) => {
    expect(reprioritise(clock, { priority: 'medium', at: at(5) }, by)).toBe(clock);
  });

  it('[SLA-5] runs again where it was breached and the new target lies ahead, and only there', () => {
    const critical = fallDue(started(counted, 'critical'), at(20)).clock;
    expect(reprioritise(critical, { priority: 'medium', at: at(30) }, counted)).toMatchObject({ state: 'running' });
    expect(reprioritise(critical, { priority: 'medium', at: at(61) }, counted)).toMatchObject({ state: 'breached' });
  });
});

describe('what falls due', () => {
  it('[SLA-10] is nothing before its time, not by a millisecond', () => {
    const clock = started();
    expect(fallDue(clock, at(30) - 1)).toEqual({ clock, reminders: [], breached: false });
  });

  it('[SLA-4] is a reminder at its time, and the target is still to come', () => {
    const due = fallDue(started(), at(30));
    expect(due).toMatchObject({ reminders: ['2026-11-23T12:30:00.000Z'], breached: false });
    expect(nextMomentOf(due.clock)).toBe(at(50));
  });

  it('[SLA-10] is everything that was missed, oldest first, and once', () => {
    const due = fallDue(started(), at(500));
    expect(due.reminders).toEqual(['2026-11-23T12:30:00.000Z', '2026-11-23T12:50:00.000Z']);
    expect(due).toMatchObject({ breached: true, clock: { state: 'breached', breachedAt: started().dueAt } });
    expect(fallDue(due.clock, at(501))).toEqual({ clock: due.clock, reminders: [], breached: false });
    expect(nextMomentOf(due.clock)).toBeUndefined();
  });

  it('[SLA-10] is nothing of a clock that has stopped', () => {
    const clock = stopClock(started(), at(10));
    expect(fallDue(clock, at(500))).toEqual({ clock, reminders: [], breached: false });
  });
});

describe('a clock that stops', () => {
  it.each([
    ['in time', started(), at(59), 'met', undefined],
    ['at its target, which is late', started(), at(60), 'breached', at(60)],
    ['late, before anybody noticed', started(), at(70), 'breached', at(60)],
    ['late', breached(), at(70), 'breached', at(60)],
  ])('[SLA-5] %s', (_when, clock, when, state, breachedAt) => {
    const stopped = stopClock(clock, when);
    expect(stopped).toMatchObject({ state, stoppedAt: new Date(when).toISOString() });
    expect(stopped.breachedAt).toBe(breachedAt && new Date(breachedAt).toISOString());
  });

  it('[SLA-5] stays as it stopped first', () => {
    const stopped = stopClock(started(), at(10));
    expect(stopClock(stopped, at(90))).toBe(stopped);
  });

  it('[SLA-1] runs on with what was left of it', () => {
    const clock = resumeClock(stopClock(started(), at(40)), { priority: 'medium', at: at(100) }, counted);
    expect(clock.state).toBe('running');
    expect(clock).not.toHaveProperty('stoppedAt');
    expect(dueOf(clock)).toBe(120);
    expect(remindersOf(clock)).toEqual([110]);
  });

  it('[SLA-1] runs on with the working time that was left of it', () => {
    const by = workingPolicy();
    // Stopped with four hours left, on Monday at 16:00; taken up on Friday at 15:00.
    const stopped = stopClock(started(by), Date.parse('2026-11-23T16:00:00.000Z'));
    const clock = resumeClock(stopped, { priority: 'medium', at: Date.parse('2026-11-27T15:00:00.000Z') }, by);
    expect(clock.dueAt).toBe('2026-11-30T11:00:00.000Z');
  });

  it('[SLA-5] stays breached when it runs on, and is not breached again', () => {
    const clock = resumeClock(stopClock(breached(), at(70)), { priority: 'medium', at: at(80) }, counted);
    expect(clock).toMatchObject({ state: 'breached', breachedAt: started().dueAt });
    expect(fallDue(clock, at(500)).breached).toBe(false);
  });
});

describe('a clock as the API answers it', () => {
  it('gives what is left in milliseconds, of working time where it counts working time', () => {
    const clock = started(workingPolicy());
    const hours = (by = workingPolicy()) =>
      answerClock(clock, noon + 3_600_000, countedBy(by, 'medium')).remaining / 3_600_000;
    expect(hours()).toBe(7);
    // In calendar time for this priority, whatever the others count by.
    expect(hours(workingPolicy({ byPriority: { medium: minutesOfCalendar(1440) } }))).toBe(23);
  });

  it('gives the next reminder while it runs, and nothing left once it is over', () => {
    const answer = (clock: Clock, now: number) => answerClock(clock, now, undefined);
    expect(answer(started(), at(1))).toMatchObject({ nextReminderAt: '2026-11-23T12:30:00.000Z' });
    expect(answer(fallDue(started(), at(50)).clock, at(51))).not.toHaveProperty('nextReminderAt');
    expect(answer(started(), at(61)).remaining).toBe(0);
    expect(answer(breached(), at(61))).toMatchObject({ state: 'breached', remaining: 0 });
    expect(answer(stopClock(started(), at(10)), at(11))).toMatchObject({ state: 'met', remaining: 0 });
  });

  it('[SLA-11] is what the start alone decides: the same for the same input', () => {
    expect(startClock(counted, 'medium', noon)).toEqual(startClock(counted, 'medium', noon));
  });
});
