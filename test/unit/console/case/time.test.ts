import { describe, expect, test } from 'vitest';
import type { ClockMove } from '#console/case/case-queries.ts';
import { actsOnClock, ledgerLines, leftNow, lengthWords } from '#console/case/time/clock-words.ts';

const minute = 60_000;
const hour = 60 * minute;
const due = '2027-03-01T17:00:00.000Z';
const later = '2027-03-02T17:00:00.000Z';

describe('[UI-1] what is left of a target', () => {
  test.each([
    [30_000, true, { key: 'minutes', minutes: 1 }],
    [59 * minute, true, { key: 'minutes', minutes: 59 }],
    [41 * hour + 20 * minute, true, { key: 'hours', hours: 41, minutes: 20 }],
    [41 * hour + 20 * minute, false, { key: 'hours', hours: 41, minutes: 20 }],
    [50 * hour, false, { key: 'days', days: 2, hours: 2 }],
    [-5, false, { key: 'minutes', minutes: 0 }],
  ] as const)('of %i ms, working time: %s, is said in two parts', (ms, isWorking, words) => {
    expect(lengthWords(ms, isWorking)).toEqual(words);
  });

  test('counts on by itself in calendar time alone', () => {
    const clock = { state: 'running' as const, remaining: 3 * hour, dueAt: due };
    const now = Date.parse(due) - hour;
    expect(leftNow(clock, { now, isWorking: false })).toBe(hour);
    expect(leftNow(clock, { now, isWorking: true })).toBe(3 * hour);
    expect(leftNow({ ...clock, state: 'paused' }, { now, isWorking: false })).toBe(3 * hour);
  });
});

describe('[UI-1] what may be done to a target', () => {
  const neither = { staffMaySet: false, staffMayExtend: false };
  const running = { state: 'running' as const };
  test('is what the type lets staff do, and all for administrators', () => {
    expect(actsOnClock(running, { target: neither, isAdmin: false })).toEqual([]);
    expect(actsOnClock(running, { target: { ...neither, staffMayExtend: true }, isAdmin: false })).toEqual([
      'extend',
      'pause',
      'restore',
    ]);
    expect(actsOnClock(running, { target: neither, isAdmin: true })).toEqual([
      'extend',
      'set',
      'pause',
      'restore',
      'clear',
    ]);
  });
  test('is to resume what was paused by hand, and nothing once it stands', () => {
    const paused = { state: 'paused' as const, pausedBy: ['hand' as const] };
    expect(actsOnClock(paused, { target: undefined, isAdmin: true })).toContain('resume');
    expect(actsOnClock(paused, { target: undefined, isAdmin: true })).not.toContain('pause');
    const stopped = { state: 'breached' as const, stoppedAt: due };
    expect(actsOnClock(stopped, { target: undefined, isAdmin: true })).toEqual([]);
  });
});

describe('[UI-1] the ledger of a target in words', () => {
  type Stand = ClockMove['from'];
  const move = (from: Stand, to: Stand, why: object = {}): ClockMove => ({
    at: due,
    why: { eventId: 'e', kind: 'Case Updated', by: { kind: 'user', id: 'ben' }, ...why },
    from,
    to,
  });
  const running: Stand = { state: 'running', dueAt: due };
  const paused: Stand = { state: 'paused', dueAt: due, pausedBy: ['status'] };
  test.each([
    ['paused', running, paused],
    ['resumed', paused, { ...running, dueAt: later }],
    ['held', paused, { ...paused, pausedBy: ['status', 'hand'] }],
    ['missed', running, { state: 'breached', dueAt: due }],
    ['met', running, { state: 'met', dueAt: due }],
    ['cleared', running, { state: 'cleared', dueAt: due }],
    ['later', running, { ...running, dueAt: later }],
    ['earlier', { ...running, dueAt: later }, running],
    ['again', { state: 'breached', dueAt: due }, { ...running, dueAt: later }],
  ] as [string, Stand, Stand][])('it was %s', (what, from, to) => {
    expect(ledgerLines([move(from, to)])[0]?.what).toBe(what);
  });

  test('says what was done to it, or what happened to the case, and where it is due', () => {
    const [byHand, byEvent] = ledgerLines([
      move(running, { ...running, dueAt: later }, { operation: { do: 'extend' }, note: 'Ill' }),
      move(running, paused),
    ]);
    expect(byHand).toMatchObject({ why: { by: 'operation', operation: 'extend' }, note: 'Ill', dueAt: later });
    expect(byEvent?.why).toEqual({ by: 'event', event: 'Case Updated' });
    expect(byEvent).not.toHaveProperty('dueAt');
  });
});
