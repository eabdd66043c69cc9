import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, type Histogram, percentile } from '#shared/insight/rollups/duration-buckets.ts';

const tenYears = 10 * 366 * 86_400_000;
// Lengths of all magnitudes, not only long ones.
const durations = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 11 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([magnitude, part]) => Math.min(tenYears, Math.floor(10 ** (magnitude + part)) - 1)),
  { minLength: 1, maxLength: 200 },
);

const trueOne = (all: readonly number[], part: number): number => {
  const sorted = [...all].sort((one, other) => one - other);
  return sorted[Math.max(1, Math.ceil(part * sorted.length - 1e-9)) - 1] as number;
};

const expectWithinAPercent = (histogram: Histogram, all: readonly number[]) => {
  for (const part of [0.5, 0.9, 0.99, 1]) {
    const [found, wanted] = [percentile(histogram, part) as number, trueOne(all, part)];
    // And half a millisecond, since durations are whole ones.
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(wanted * 0.01 + 0.5 + 1e-6);
  }
};

test('a percentile is within one percent of brute force, also after a third was taken back [DA-3]', () => {
  fc.assert(
    fc.property(durations, (all) => {
      const histogram: Histogram = new Map();
      const count = (duration: number, by: 1 | -1) => {
        const bucket = bucketOf(duration);
        histogram.set(bucket, (histogram.get(bucket) ?? 0) + by);
      };
      for (const duration of all) count(duration, 1);
      expectWithinAPercent(histogram, all);
      const [taken, left] = [all.filter((_, index) => index % 3 === 1), all.filter((_, index) => index % 3 !== 1)];
      for (const duration of taken) count(duration, -1);
      expectWithinAPercent(histogram, left);
    }),
    { numRuns: 200 },
  );
});

test('of nothing there is no percentile, and of no time it is none', () => {
  expect(percentile(new Map(), 0.5)).toBeUndefined();
  expect(percentile(new Map([[bucketOf(5), 0]]), 0.5)).toBeUndefined();
  expect(percentile(new Map([[bucketOf(0), 3]]), 0.9)).toBe(0);
});
