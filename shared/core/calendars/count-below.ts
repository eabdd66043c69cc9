/**
 * How many of the rising numbers in `sorted` are below `value`, by bisection. For whole numbers,
 * those up to `value` are those below `value + 1`.
 */
export const countBelow = (sorted: readonly number[], value: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
