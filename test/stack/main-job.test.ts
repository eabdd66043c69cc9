import { afterAll, beforeAll, describe, test } from 'vitest';
import type { World } from '#local/demo/world.ts';
import { go, steps } from '#test/stack/main-job.ts';
import { stackInMemory } from '#test/stack/stack.ts';

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
