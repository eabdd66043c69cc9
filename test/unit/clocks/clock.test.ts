import { describe, expect, it } from 'vitest';
import { answerClock, type Clock, reprioritise, settle, startClock } from '#shared/core/clocks/clock.ts';
import { nextMomentOf } from '#shared/core/clocks/due.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import {
  at,
  done,
  dueOf,
  extendedBy,
  goneOn,
  heldBy,
  minutesOfCalendar,
  noon,
  policy,
  remindersOf,
  setTo,
  started,
  stopped,
  when,
  woken,
  workingHours,
  workingPolicy,
} from './sample-clocks.ts';

const breached = (): Clock => woken(started(), 60).clock;
const iso = (minute: number) => new Date(at(minute)).toISOString();

describe('a clock that starts', () => {
  it('[SLA-1] runs towards its target, with its reminders before it, soonest first', () => {
    const clock = started();
    expect(clock).toMatchObject({ state: 'running', startedAt: '2026-11-23T12:00:00.000Z' });
    expect(dueOf(clock)).toBe(60);
    expect(remindersOf(clock)).toEqual([30, 50]);
    expect(nextMomentOf(clock)).toBe(at(30));
  });

  it('[SLA-3] has the target of its priority, or that of the type where it names none', () => {
    expect(dueOf(started(policy(), 'critical'))).toBe(20);
    expect(dueOf(started(policy(), 'low'))).toBe(60);
  });

  it.each([
    ['before the start are left out', [61, 45], [15]],
    ['at the start are kept', [60], [0]],
    ['at one instant are one', [10, 10], [50]],
  ])('[SLA-4] reminders that would fall %s', (_what, before, expected) => {
    const reminders = before.map((amount) => ({ before: minutesOfCalendar(amount) }));
    expect(remindersOf(started(policy({ reminders })))).toEqual(expected);
  });

  it('[SLA-2] counts by its calendar', () => {
    expect(started(workingPolicy()).dueAt).toBe('2026-11-24T12:00:00.000Z');
  });

  it('[SLA-11] is what the start alone decides: the same for the same input', () => {
    expect(startClock(when(0))).toEqual(startClock(when(0)));
  });
});

describe('a target that is moved', () => {
  it('[SLA-7] takes its reminders along, and reminds anew of what it had reminded of before', () => {
    expect(remindersOf(setTo(started(), 120, when(1)))).toEqual([90, 110]);
    const reminded = woken(started(), 50).clock;
    expect(remindersOf(reminded)).toEqual([]);
    const clock = extendedBy(reminded, 60, when(55));
    expect(dueOf(clock)).toBe(120);
    expect(remindersOf(clock)).toEqual([90, 110]);
  });

  it('[SLA-4] leaves out reminders of the new target that would lie in the past', () => {
    expect(remindersOf(setTo(started(), 45, when(20)))).toEqual([35]);
  });

  it('[SLA-7] is shortened by a negative amount', () => {
    expect(dueOf(extendedBy(started(), -15, when(1)))).toBe(45);
  });

  it('[SLA-2] is extended by working time where the amount is', () => {
    const by = workingPolicy();
    const aDay = { amount: 1, unit: 'days', time: 'working' } as const;
    expect(done(started(by), { do: 'extend', by: aDay }, when(1, by)).dueAt).toBe('2026-11-25T12:00:00.000Z');
  });

  it('[SLA-5] runs again where it had been breached and lies ahead, and a new breach counts anew', () => {
    const clock = extendedBy(breached(), 60, when(70));
    expect(clock.state).toBe('running');
    expect(clock).not.toHaveProperty('breachedAt');
    expect(woken(clock, 120)).toMatchObject({ told: ['90 reminder', '110 reminder', '120 breach'] });
  });

  it('[SLA-5] stays breached where the new target has passed as well', () => {
    const clock = extendedBy(breached(), 5, when(70));
    expect(clock).toMatchObject({ state: 'breached', breachedAt: breached().breachedAt });
    expect(dueOf(clock)).toBe(65);
    expect(woken(clock, 200).told).toEqual([]);
  });

  it('[SLA-5] is breached at once where it is moved into the past while it runs', () => {
    expect(woken(setTo(started(), 5, when(10)), 10).told).toEqual(['5 breach']);
  });

  it('[SLA-7] before the start of the clock, or out of this century, is refused with its pointer', () => {
    expect(faultsIn(() => setTo(started(), -1, when(10)))).toEqual([{ pointer: '/to', code: 'before-start' }]);
    expect(faultsIn(() => extendedBy(started(), -61, when(10)))).toEqual([
      { pointer: '/by/amount', code: 'before-start' },
    ]);
    const tenYears = { amount: 3653, unit: 'days', time: 'calendar' } as const;
    const extended = () => {
      let clock = started();
      for (let decade = 0; decade < 8; decade++) clock = done(clock, { do: 'extend', by: tenYears }, when(1));
    };
    expect(faultsIn(extended)).toEqual([{ pointer: '/by/amount', code: 'out-of-range' }]);
  });

  it('[SLA-7] is restored to what its configuration gives it, pauses included', () => {
    const moved = setTo(started(), 500, when(5));
    const restored = done(moved, { do: 'restore' }, when(10));
    expect(restored).toEqual(started());
    const paused = heldBy(heldBy(started(), 'hand', true, when(10)), 'hand', false, when(25));
    expect(dueOf(done(setTo(paused, 500, when(30)), { do: 'restore' }, when(40)))).toBe(75);
  });

  it('[SLA-7] is cleared: nothing falls due, until it is set or restored', () => {
    const cleared = done(started(), { do: 'clear' }, when(10));
    expect(cleared.state).toBe('cleared');
    expect(woken(cleared, 500).told).toEqual([]);
    expect(setTo(cleared, 90, when(20))).toMatchObject({ state: 'running', dueAt: iso(90) });
    expect(done(cleared, { do: 'restore' }, when(20))).toMatchObject({ state: 'running', dueAt: iso(60) });
    const late = done(breached(), { do: 'clear' }, when(70));
    expect(woken(done(late, { do: 'restore' }, when(80)), 90).told).toEqual([]);
  });

  it.each([
    ['met', stopped(started(), 10)],
    ['breached for good', stopped(breached(), 70)],
  ])('[SLA-7] is refused whatever it is on a clock that is %s', (_what, clock) => {
    expect(refusalOf(() => setTo(clock, 120, when(80)))).toBe('clock-stopped');
    expect(refusalOf(() => extendedBy(clock, 1, when(80)))).toBe('clock-stopped');
    for (const what of ['restore', 'clear', 'pause'] as const)
      expect(refusalOf(() => done(clock, { do: what }, when(80)))).toBe('clock-stopped');
    expect(refusalOf(() => done(clock, { do: 'resume' }, when(80)))).toBe('not-paused');
  });

  it('[SLA-7] is not extended, cleared or paused where it was cleared', () => {
    const cleared = done(started(), { do: 'clear' }, when(10));
    expect(refusalOf(() => extendedBy(cleared, 1, when(11)))).toBe('clock-stopped');
    for (const what of ['clear', 'pause'] as const)
      expect(refusalOf(() => done(cleared, { do: what }, when(11)))).toBe('clock-stopped');
  });
});

describe('a clock that is paused', () => {
  const paused = () => done(started(), { do: 'pause' }, when(40));

  it('[SLA-8] keeps what is left of it, and runs on with that', () => {
    expect(paused()).toMatchObject({ state: 'paused', pauses: [{ by: 'hand', since: iso(40) }] });
    expect(answerClock(paused(), when(500))).toMatchObject({
      state: 'paused',
      remaining: 20 * 60_000,
      pausedBy: ['hand'],
    });
    expect(woken(paused(), 500).told).toEqual([]);
    const resumed = done(paused(), { do: 'resume' }, when(100));
    expect(resumed).toMatchObject({ state: 'running', dueAt: iso(120), paused: { elapsed: 60 * 60_000 } });
    expect(remindersOf(resumed)).toEqual([90, 110].map((minute) => minute).filter((minute) => minute >= 90));
  });

  it('[SLA-4] does not remind again of what it had reminded of', () => {
    const reminded = heldBy(woken(started(), 35).clock, 'status', true, when(40));
    const resumed = heldBy(reminded, 'status', false, when(100));
    expect(remindersOf(resumed)).toEqual([110]);
    expect(woken(resumed, 200).told).toEqual(['110 reminder', '120 breach']);
  });

  it('[SLA-8] by several causes runs on when the last of them ends', () => {
    let clock = heldBy(started(), 'status', true, when(10));
    clock = heldBy(clock, 'question', true, when(20));
    clock = done(clock, { do: 'pause' }, when(30));
    clock = heldBy(clock, 'status', false, when(40));
    clock = done(clock, { do: 'resume' }, when(50));
    expect(clock).toMatchObject({ state: 'paused', pauses: [{ by: 'question' }] });
    clock = heldBy(clock, 'question', false, when(70));
    expect(clock).toMatchObject({ state: 'running', pauses: [], dueAt: iso(120) });
  });

  it('[SLA-8] takes one pause by hand at a time, and resumes only that', () => {
    expect(refusalOf(() => done(paused(), { do: 'pause' }, when(50)))).toBe('already-paused');
    expect(refusalOf(() => done(started(), { do: 'resume' }, when(50)))).toBe('not-paused');
    const byStatus = heldBy(started(), 'status', true, when(10));
    expect(refusalOf(() => done(byStatus, { do: 'resume' }, when(50)))).toBe('not-paused');
    expect(refusalOf(() => done(breached(), { do: 'pause' }, when(70)))).toBe('clock-stopped');
  });

  it('[SLA-2] counts what is left in working time', () => {
    const by = workingPolicy();
    // Held over the night from 16:00 to 10:00: one hour of that day and one of the next do not
    // count.
    const night = heldBy(heldBy(started(by), 'status', true, when(240, by)), 'status', false, when(22 * 60, by));
    expect(night.dueAt).toBe('2026-11-24T14:00:00.000Z');
    expect(night.paused).toEqual({ elapsed: 18 * 3_600_000, working: 2 * 3_600_000 });
  });

  it('[SLA-8] moves nothing while nobody works, also where its target is the minute in which a day begins', () => {
    const by = workingPolicy({ target: { amount: 1, unit: 'days', time: 'working' } });
    const atNight = startClock(when(12 * 60, by));
    const held = heldBy(heldBy(atNight, 'hand', true, when(13 * 60, by)), 'hand', false, when(14 * 60, by));
    expect([atNight.dueAt, held.dueAt]).toEqual(['2026-11-25T09:00:00.000Z', '2026-11-25T09:00:00.000Z']);
  });

  it('[SLA-7] counts from now where it is set, and from where it stood where it is extended', () => {
    const set = setTo(paused(), 100, when(70));
    expect(answerClock(set, when(80)).remaining).toBe(30 * 60_000);
    expect(dueOf(done(set, { do: 'resume' }, when(90)))).toBe(120);
    expect(dueOf(done(extendedBy(paused(), 15, when(70)), { do: 'resume' }, when(90)))).toBe(125);
  });

  it('[SLA-8] is met where it stops, and runs on with what was left when the pause began', () => {
    const closed = stopped(paused(), 200);
    expect(closed).toMatchObject({ state: 'met', pauses: [] });
    expect(goneOn(closed, when(300))).toMatchObject({ state: 'running', dueAt: iso(320) });
  });

  it('[SLA-8] stays held where it runs again after a breach', () => {
    const held = heldBy(breached(), 'status', true, when(65));
    expect(held.state).toBe('breached');
    const again = extendedBy(held, 60, when(70));
    expect(again).toMatchObject({ state: 'paused', pausedAt: iso(70) });
    expect(dueOf(heldBy(again, 'status', false, when(80)))).toBe(130);
  });
});

describe('a clock whose case gets another priority', () => {
  const toCritical = (clock: Clock, minute: number) => {
    const now = when(minute, policy(), 'critical');
    return settle(reprioritise(clock, 'medium', now), now);
  };

  it('[SLA-3] has the target of that priority, counted from its start', () => {
    const clock = toCritical(started(), 5);
    expect(dueOf(clock)).toBe(20);
    expect(remindersOf(clock)).toEqual([10]);
  });

  it('[SLA-3] adds the time that it was paused', () => {
    const paused = heldBy(heldBy(started(), 'status', true, when(5)), 'status', false, when(12));
    expect(dueOf(toCritical(paused, 13))).toBe(27);
    const held = heldBy(started(), 'status', true, when(5));
    expect(dueOf(heldBy(toCritical(held, 9), 'status', false, when(12)))).toBe(27);
  });

  it('[SLA-3] keeps a target that was set by hand', () => {
    const set = setTo(started(), 90, when(1));
    expect(toCritical(set, 5)).toEqual(set);
  });

  it.each([
    ['the target is the same', started(), when(5)],
    ['the type has one target for all', started(), when(5, policy({ byPriority: undefined }), 'critical')],
    ['it has stopped', stopped(started(), 1), when(5, policy(), 'critical')],
  ])('[SLA-3] is left as it is where %s', (_why, clock, now) => {
    expect(reprioritise(clock, 'medium', now)).toBe(clock);
  });

  it('[SLA-5] runs again where it was breached and the new target lies ahead, and only there', () => {
    const critical = woken(started(policy(), 'critical'), 20).clock;
    const calmed = (minute: number) => settle(reprioritise(critical, 'critical', when(minute)), when(minute));
    expect(calmed(30)).toMatchObject({ state: 'running' });
    expect(calmed(61)).toMatchObject({ state: 'breached' });
  });
});

describe('what falls due', () => {
  it('[SLA-10] is nothing before its time, not by a millisecond', () => {
    expect(nextMomentOf(started())).toBe(at(30));
    expect(woken(started(), 30 - 1 / 60_000).told).toEqual([]);
  });

  it('[SLA-10] is everything that was missed, oldest first, and once', () => {
    const { clock, told } = woken(started(), 500);
    expect(told).toEqual(['30 reminder', '50 reminder', '60 breach']);
    expect(clock).toMatchObject({ state: 'breached', breachedAt: started().dueAt });
    expect(woken(clock, 501).told).toEqual([]);
    expect(nextMomentOf(clock)).toBeUndefined();
  });

  it('[SLA-10] is nothing of a clock that has stopped', () => {
    expect(woken(stopped(started(), 10), 500).told).toEqual([]);
  });

  it('[SLA-6] after a breach are the levels of its ladder, each counted from the target', () => {
    const ladder = [
      { after: minutesOfCalendar(30), groups: ['leads'] },
      { after: minutesOfCalendar(10), groups: ['heads'] },
    ];
    const by = policy({ onBreach: { escalate: true, ladder }, reminders: [] });
    const { clock, told } = woken(started(by), 75, by);
    expect(told).toEqual(['60 breach', '70 level 1']);
    expect(nextMomentOf(clock)).toBe(at(90));
    expect(woken(stopped(clock, 80), 500, by).told).toEqual([]);
    expect(woken(extendedBy(clock, 60, when(80, by)), 119, by).told).toEqual([]);
    expect(woken(clock, 500, by).told).toEqual(['90 level 0']);
  });
});

describe('a clock that stops', () => {
  it.each([
    ['in time', started(), 59, 'met', undefined],
    ['at its target, which is late', started(), 60, 'breached', 60],
    ['late, before anybody noticed', started(), 70, 'breached', 60],
    ['late', breached(), 70, 'breached', 60],
  ])('[SLA-5] %s', (_how, clock, minute, state, breachedAt) => {
    const over = stopped(clock, minute);
    expect(over).toMatchObject({ state, stoppedAt: iso(minute) });
    expect(over.breachedAt).toBe(breachedAt && iso(breachedAt));
  });

  it('[SLA-5] stays as it stopped first', () => {
    const over = stopped(started(), 10);
    expect(stopped(over, 90)).toEqual(over);
  });

  it('[SLA-1] runs on with what was left of it', () => {
    const clock = goneOn(stopped(started(), 40), when(100));
    expect(clock.state).toBe('running');
    expect(clock).not.toHaveProperty('stoppedAt');
    expect(dueOf(clock)).toBe(120);
    expect(remindersOf(clock)).toEqual([90, 110].filter((minute) => minute >= 90));
  });

  it('[SLA-1] runs on with the working time that was left of it', () => {
    const by = workingPolicy();
    // Stopped with four hours left, on Monday at 16:00; taken up on Friday at 15:00.
    const over = stopped(started(by), 4 * 60);
    const friday = { ...when(0, by), at: Date.parse('2026-11-27T15:00:00.000Z') };
    expect(goneOn(over, friday).dueAt).toBe('2026-11-30T11:00:00.000Z');
  });

  it('[SLA-5] stays breached when it runs on, and is not breached again', () => {
    const clock = goneOn(stopped(breached(), 70), when(80));
    expect(clock).toMatchObject({ state: 'breached', breachedAt: started().dueAt });
    expect(woken(clock, 500).told).toEqual([]);
  });
});

describe('a clock as the API answers it', () => {
  it('gives what is left in milliseconds, of working time where it counts working time', () => {
    const hours = (by = workingPolicy()) =>
      answerClock(started(workingPolicy()), { policy: by, priority: 'medium', at: noon + 3_600_000 }).remaining /
      3_600_000;
    expect(hours()).toBe(7);
    // In calendar time for this priority, whatever the others count by.
    expect(hours(workingPolicy({ byPriority: { medium: minutesOfCalendar(1440) } }))).toBe(23);
    expect(hours(workingPolicy({ target: workingHours(20) }))).toBe(7);
  });

  it('gives the next reminder while it runs, and nothing left once it is over', () => {
    const answer = (clock: Clock, minute: number) => answerClock(clock, when(minute));
    expect(answer(started(), 1)).toMatchObject({ nextReminderAt: '2026-11-23T12:30:00.000Z' });
    expect(answer(woken(started(), 50).clock, 51)).not.toHaveProperty('nextReminderAt');
    expect(answer(started(), 61).remaining).toBe(0);
    expect(answer(breached(), 61)).toMatchObject({ state: 'breached', remaining: 0 });
    expect(answer(stopped(started(), 10), 11)).toMatchObject({ state: 'met', remaining: 0 });
  });
});
