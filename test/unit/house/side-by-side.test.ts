import { expect, test } from 'vitest';
import { sideBySide } from '#shared/core/side-by-side.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('[IN-1] so many things are under way at a time, and what comes of them is in their order', async () => {
  let [underWay, most] = [0, 0];
  const act = async (one: number) => {
    most = Math.max(most, ++underWay);
    for (let turns = one % 3; turns >= 0; turns--) await turn();
    underWay--;
    return one * 2;
  };
  expect(await sideBySide([5, 3, 8, 1, 9, 2, 7], act, 3)).toEqual([10, 6, 16, 2, 18, 4, 14]);
  expect(most).toBe(3);
  expect(await sideBySide([], act)).toEqual([]);
});

test('[IN-1] one that fails keeps no other from being done, and counts once all are', async () => {
  const done: number[] = [];
  const act = async (one: number) => {
    await turn();
    if (one % 2 === 0) throw new Error(String(one));
    done.push(one);
  };
  await expect(sideBySide([1, 2, 3, 4, 5], act, 2)).rejects.toThrow('2');
  expect(done).toEqual([1, 3, 5]);
});
