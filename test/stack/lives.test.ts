import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '#local/demo/world.ts';
import { go, steps } from '#test/stack/main-job.ts';
import { stackInMemory } from '#test/stack/stack.ts';
import { anEndpoint } from '#test/stories/endpoint.ts';
import { begin, eachOnce, effectsOf, messagesOnce, workThrough } from '#test/stories/lives/effects.ts';
import { lifeOfAHazard } from '#test/stories/lives/hazard.ts';

let stack: Awaited<ReturnType<typeof stackInMemory>>;
const world = { memory: {} } as World;
beforeAll(async () => {
  stack = await stackInMemory();
  world.local = stack.local;
});
afterAll(() => stack?.stop());

describe('the main job, with everything on the bus delivered twice, late and out of order', () => {
  beforeAll(() => stack.local.faults({ duplicate: 1, reorder: true, delayMs: 200, seed: 7 }));
  afterAll(() => stack.local.faults({}));

  // Thirty days have dozens of sweeps, each carried twice.
  for (const step of steps) test(step.title, { timeout: 60_000 }, () => go(step, world));

  describe('[AU-4] [AL-12] [SE-3] [WF-1] [WH-1] [TA-8] one event', { timeout: 60_000 }, () => {
    const place = () => ({ ...stack, fetch });
    let endpoint: Awaited<ReturnType<typeof anEndpoint>>;
    beforeAll(async () => {
      const closing: (() => void)[] = [];
      endpoint = await anEndpoint(undefined, (close) => closing.push(close));
      return () => {
        for (const close of closing) close();
      };
    });
    test('sets everything off', () => begin(place(), endpoint.url));
    test('leads to a task that is worked through', () => workThrough(place()));
    test('has each kind of effect once', async () => {
      expect(await effectsOf(place())).toEqual(eachOnce);
      expect(endpoint.got.map(({ body }) => body.type).sort()).toEqual(messagesOnce);
    });
  });
});

// The other lives are lived in the house.
describe('on the stack as in the house, a hazard', () => {
  const life = lifeOfAHazard(() => ({ ...stack, fetch }));
  for (const { title, live } of life) test(`[PO-1] [PO-2] [FI-1] [ME-1] [SLA-4] ${title}`, { timeout: 60_000 }, live);

  test('has nothing that failed', async () => expect(await stack.local.deadLetters()).toEqual([]));
});
