import { afterAll, beforeAll, describe, test } from 'vitest';
import type { World } from '#local/demo/world.ts';
import { go, steps } from '#test/stack/main-job.ts';
import { stackInMemory } from '#test/stack/stack.ts';

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
