import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Step, story } from '#local/demo/story.ts';
import type { World } from '#local/demo/world.ts';
import { loadSample } from '#local/sample/load.ts';
import { sampleAdmin, stackInMemory, stackToKill } from '#test/e2e/stack.ts';

// The promises that the story shows, by step. The steps themselves are in local/demo/story.ts, each with its checks.
const promises = [
  '[IN-5]',
  '[AL-12]',
  '[AU-1] [AU-3] [AU-7] [AL-5] [CA-1]',
  '[NT-1] [NT-2]',
  '[CA-7]',
  '[SLA-1] [SLA-2]',
  '[SLA-4]',
  '[SLA-5] [SLA-10]',
  '[CA-13] [NO-1]',
  '[CA-19] [IN-2]',
];
const steps = story.map((step, index) => ({ ...step, title: `${promises[index]} ${step.title}` }));

const go = async (step: Step, world: World): Promise<void> => {
  await step.act?.(world);
  await step.check(world);
};

describe('the main job, from a signal to an escalation and its end', () => {
  let stack: Awaited<ReturnType<typeof stackInMemory>>;
  const world = { memory: {} } as World;
  beforeAll(async () => {
    stack = await stackInMemory();
    world.local = stack.local;
  });
  afterAll(() => stack?.stop());

  for (const step of steps) test(step.title, () => go(step, world));
});

describe('the main job, with the stack killed by -9 as soon as each step is answered, and started again', () => {
  let stack: Awaited<ReturnType<typeof stackToKill>>;
  const world = { memory: {} } as World;
  beforeAll(async () => {
    stack = await stackToKill();
    world.local = await stack.start();
    await loadSample(await world.local.as(sampleAdmin));
  });
  afterAll(() => stack?.end());

  for (const step of steps)
    test(step.title, async () => {
      if (step.act) {
        await step.act(world);
        // At once: what was answered has only just begun to have its effects.
        await stack.kill();
        world.local = await stack.start();
      }
      await step.check(world);
    });
});

describe('the main job, with everything on the bus delivered twice, late and out of order', () => {
  let stack: Awaited<ReturnType<typeof stackInMemory>>;
  const world = { memory: {} } as World;
  beforeAll(async () => {
    stack = await stackInMemory();
    world.local = stack.local;
    await stack.local.faults({ duplicate: 1, reorder: true, delayMs: 200, seed: 7 });
  });
  afterAll(() => stack?.stop());

  for (const step of steps) test(step.title, () => go(step, world));
});
