import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackInMemory } from '#test/stack/stack.ts';
import { livesAHazard } from '#test/stories/lives/hazard.ts';

// One life through every part as it is deployed: a form, a photo by a signed URL, mails and their answers, links, clocks. The others are lived in the house.

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack?.stop());

test('[PO-1] [PO-2] [FI-1] [ME-1] [SLA-4] a hazard report raised anonymously with a photo lives on the stack as it does in the house', {
  timeout: 60_000,
}, async () => {
  await livesAHazard({ ...stack, fetch });
  expect(await stack.local.deadLetters()).toEqual([]);
});
