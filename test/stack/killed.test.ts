import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import type { World } from '#local/demo/world.ts';
import { loadSample } from '#local/sample/load.ts';
import { steps } from '#test/stack/main-job.ts';
import { sampleAdmin, stackToKill } from '#test/stack/stack.ts';

// A stack starts anew in each.
vi.setConfig({ testTimeout: 60_000 });

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
