import { describe, expect, it } from 'vitest';
import { leastLoaded, loadBeside } from '#shared/casework/assignment/balance.ts';

describe('[AU-5] balancing', () => {
  const loads = new Map([
    ['a', 2],
    ['b', 1],
    ['c', 3],
    ['d', 1],
  ]);

  it.each([
    [0, 'b'],
    [0.49, 'b'],
    [0.5, 'd'],
    [0.999, 'd'],
  ])('draws among those who have least: the lot %d falls on %s', (lot, person) => {
    expect(leastLoaded(loads, lot)).toBe(person);
  });

  it('finds nobody among nobody', () => {
    expect(leastLoaded(new Map(), 0)).toBeUndefined();
  });

  it('counts each record once, and not the one that is to be given', () => {
    expect(loadBeside('r9', { found: ['r1', 'r2', 'r9'], last: undefined, at: 0 })).toBe(2);
    expect(loadBeside('r9', { found: ['r1', 'r2'], last: { turn: 1, recordId: 'r2', at: 0 }, at: 10 })).toBe(2);
  });

  it('counts what was dealt a moment ago and may not be found yet, but not what is gone since long', () => {
    const last = { turn: 3, recordId: 'r7', at: 1_000 };
    expect(loadBeside('r9', { found: ['r1'], last, at: 1_004 })).toBe(2);
    expect(loadBeside('r9', { found: ['r1'], last, at: 7_000 })).toBe(1);
    expect(loadBeside('r7', { found: ['r1'], last, at: 1_004 })).toBe(1);
  });
});
