// Calls of the table under way at a time, of which DynamoDB takes each in some milliseconds.
const usually = 25;

/**
 * What comes of each of some things, in their order; so many are under way at a time. All settle
 * before the first failure counts, so that nothing runs on behind the caller.
 */
export const sideBySide = async <T, R>(
  things: readonly T[],
  act: (thing: T) => Promise<R>,
  most = usually,
): Promise<R[]> => {
  const settled: PromiseSettledResult<R>[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < things.length) {
      const at = next++;
      [settled[at]] = (await Promise.allSettled([act(things[at] as T)])) as [PromiseSettledResult<R>];
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, work));
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
};
