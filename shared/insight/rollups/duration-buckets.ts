// Durations are counted in buckets that grow by a constant factor (DDSketch: Masson, Rim, Lee, VLDB
// 2019): a percentile is within one percent, and what no longer counts is taken back exactly.

// Relative error of a percentile.
const accuracy = 0.01;
const growth = (1 + accuracy) / (1 - accuracy);
const logarithmOfGrowth = Math.log(growth);

/** The bucket of a duration in milliseconds: -1 for none at all, else from 0 for a millisecond. */
export const bucketOf = (duration: number): number =>
  duration < 1 ? -1 : Math.ceil(Math.log(duration) / logarithmOfGrowth - 1e-9);

/** What stands for the durations of a bucket. */
const durationOf = (bucket: number): number => (bucket < 0 ? 0 : Math.round((2 * growth ** bucket) / (growth + 1)));

/** How many durations each bucket has. */
export type Histogram = Map<number, number>;

/** The smallest duration that so large a part of all does not exceed; undefined of none. */
export const percentile = (histogram: Histogram, part: number): number | undefined => {
  const buckets = [...histogram].filter(([, count]) => count > 0).sort(([one], [other]) => one - other);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.max(1, Math.ceil(part * total - 1e-9));
  for (const [bucket, count] of buckets) {
    left -= count;
    if (left <= 0) return durationOf(bucket);
  }
  return undefined;
};

/** The percentiles that answers have; none of nothing. */
export const percentilesOf = (histogram: Histogram): { p50?: number; p90?: number; p99?: number } => {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((part) => percentile(histogram, part));
  return p50 === undefined || p90 === undefined || p99 === undefined ? {} : { p50, p90, p99 };
};
