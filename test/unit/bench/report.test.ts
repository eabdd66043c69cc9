import { describe, expect, it } from 'vitest';
import { judge, linesOf, type Section, verdictOf, withVerdicts } from '#bench/report.ts';
import { median, percentile } from '#bench/statistics.ts';

const section: Section = {
  title: 'Pages',
  note: 'Asked nicely.',
  rows: [
    { name: 'mine', figures: { reads: { value: 7, aim: 12 }, p50: { value: 20.94, unit: 'ms' } } },
    { name: 'all', figures: { reads: { value: 13, aim: 12 } } },
  ],
};

describe('a figure beside its aim', () => {
  it.each([
    [12, 'ok'],
    [12.01, 'over'],
    [Number.NaN, 'over'],
  ] as const)('%d against 12 is %s', (value, verdict) => {
    expect(verdictOf({ value, aim: 12 })).toBe(verdict);
  });

  it('has no verdict without an aim', () => {
    expect(verdictOf({ value: 12 })).toBeUndefined();
  });

  it('stands with its verdict in the table and in the JSON', () => {
    expect(linesOf(section).join('\n')).toMatch(/mine +7 \(≤ 12\) ok +20\.9 ms\n +all +13 \(≤ 12\) over/);
    expect(withVerdicts([section])[0]?.rows[1]?.figures.reads).toEqual({ value: 13, aim: 12, verdict: 'over' });
  });

  it('is listed where it is over', () => {
    expect(judge([section])).toEqual({ aimed: 2, over: ['Pages: all, reads: 13 (≤ 12) over'] });
  });
});

describe('a percentile', () => {
  it('is the value of the nearest rank, in any order of the values', () => {
    const values = [5, 1, 4, 2, 3];
    expect([median(values), percentile(values, 0.95), percentile(values, 0.2), percentile(values, 0)]).toEqual([
      3, 5, 1, 1,
    ]);
  });

  it('of two values is the lower one at the middle', () => {
    expect(median([1, 9])).toBe(1);
  });

  it('of nothing is no number', () => {
    expect(median([])).toBeNaN();
  });
});
