import { describe, expect, it } from 'vitest';
import { type JobPart, runJob } from '#shared/core/table/job.ts';

/**
 * A job over numbers: what is done is out of the list of what is left, as records are that have
 * been changed.
 */
const jobOf = (count: number, { dieAt }: { dieAt?: (round: number) => boolean } = {}) => {
  const left = new Set(Array.from({ length: count }, (_, index) => index));
  let tries = 0;
  async function* parts(): AsyncGenerator<JobPart<number>> {
    for (const one of [...left])
      yield async () => {
        const round = ++tries;
        if (dieAt?.(2 * round)) throw new Error('died before');
        await Promise.resolve();
        left.delete(one);
        if (dieAt?.(2 * round + 1)) throw new Error('died after');
        return one;
      };
  }
  return { left, parts };
};

describe('a job in parts', () => {
  it('[CA-20] runs all parts, and gives what came of each in their order', async () => {
    const { left, parts } = jobOf(25);
    const first = Promise.withResolvers<string>();
    const second = async () => {
      first.resolve('first');
      return 'second';
    };
    expect(await runJob(parts(), { atOnce: 4 })).toEqual({ done: [...Array(25).keys()], more: false });
    expect(left.size).toBe(0);
    expect((await runJob([() => first.promise, second], { atOnce: 3 })).done).toEqual(['first', 'second']);
    expect(await runJob([])).toEqual({ done: [], more: false });
  });

  it('[CA-20] stops at the most that a run may do, says that parts are left, and goes on from there', async () => {
    const { left, parts } = jobOf(10);
    expect(await runJob(parts(), { most: 4, atOnce: 3 })).toEqual({ done: [0, 1, 2, 3], more: true });
    expect([...left]).toEqual([4, 5, 6, 7, 8, 9]);
    expect(await runJob(parts(), { most: 6 })).toEqual({ done: [4, 5, 6, 7, 8, 9], more: false });
  });

  it('[CA-20] reads the next part only when the one before is done, unless told to run several at once', async () => {
    const seen: string[] = [];
    function* parts(): Generator<JobPart> {
      for (const one of ['a', 'b', 'c']) {
        seen.push(`read ${one}`);
        yield async () => void seen.push(`did ${one}`);
      }
    }
    await runJob(parts());
    expect(seen).toEqual(['read a', 'did a', 'read b', 'did b', 'read c', 'did c']);
  });

  it.each([1, 4])('[CA-20] that dies anywhere, %i at once, does the rest when it runs again', async (atOnce) => {
    for (const every of [3, 5, 7]) {
      const { left, parts } = jobOf(12, { dieAt: (round) => round % every === 0 });
      let runs = 0;
      for (let more = true; more && runs < 100; runs++)
        more = await runJob(parts(), { most: 5, atOnce }).then(
          (run) => run.more,
          () => true,
        );
      expect(left.size).toBe(0);
    }
  });
});
