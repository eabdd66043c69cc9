import { expect, test } from 'vitest';
import { inOrder } from '#functions/jobs/in-order.ts';

test('[BU-1] parts of a file are read side by side, eight at the most, and come in their order', async () => {
  let underWay = 0;
  let most = 0;
  const read = async (thing: number) => {
    most = Math.max(most, ++underWay);
    // The later, the sooner.
    for (let turn = 100 - thing; turn > 0; turn--) await Promise.resolve();
    underWay--;
    return thing * 2;
  };
  const found: number[] = [];
  for await (const one of inOrder(Array.from({ length: 20 }).keys(), read)) found.push(one);
  expect(found).toEqual(Array.from({ length: 20 }, (_, index) => index * 2));
  expect(most).toBe(8);
});

test('[BU-1] a part that cannot be read fails where its turn comes', async () => {
  const read = async (thing: number) => {
    if (thing === 1) throw new Error('gone');
    return thing;
  };
  const found: number[] = [];
  const all = async () => {
    for await (const one of inOrder([0, 1, 2], read)) found.push(one);
  };
  await expect(all()).rejects.toThrow('gone');
  expect(found).toEqual([0]);
});
