import { describe, expect, it } from 'vitest';
import { leastLoaded } from '#shared/casework/assignment/balance.ts';

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
});
