import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { story } from '#local/demo/story.ts';
import type { World } from '#local/demo/world.ts';
import { stackToKill, withSample } from '#test/stack/stack.ts';
import { lifeOfAHazard } from '#test/stories/lives/hazard.ts';

// The promises that the story shows, by step. The steps are in local/demo/story.ts, each with its
// checks. The stack is killed with events under way, and with a mail under way and timers waiting.
const steps = [
  { promises: '[IN-5]' },
  { promises: '[AL-12]', isKilled: true },
  { promises: '[AU-1] [AU-3] [AU-7] [AL-5] [CA-1]' },
  { promises: '[NT-1] [NT-2]' },
  { promises: '[CA-7]' },
  { promises: '[SLA-1] [SLA-2]' },
  { promises: '[SLA-4] [SLA-10]', isKilled: true },
  { promises: '[SLA-5] [SLA-10]' },
  { promises: '[CA-13] [NO-1]' },
  { promises: '[SLA-10]' },
  { promises: '[CA-19] [IN-2]' },
];

let stack: Awaited<ReturnType<typeof stackToKill>>;
const world = { memory: {} } as World;
const start = async (): Promise<void> => {
  world.local = await stack.start();
  await world.local.faults({ duplicate: 1, reorder: true, delayMs: 200, seed: 7 });
};
beforeAll(async () => {
  stack = await stackToKill();
  await start();
});
beforeAll(() => withSample(world.local));
afterAll(() => stack?.end());

describe('the main job, with everything on the bus delivered twice, late and out of order', { timeout: 60_000 }, () => {
  for (const [index, { title, act, check }] of story.entries())
    describe(`${steps[index]?.promises} ${title}`, () => {
      if (act) test('is done', () => act(world).then(() => undefined));
      const isKilled = steps[index]?.isKilled;
      describe(isKilled ? 'has its effects after kill -9' : 'has its effects', () => {
        // At once: what was answered has only just begun to have its effects.
        if (isKilled) beforeAll(() => stack.kill().then(start));
        test('once', () => check(world).then(() => undefined));
      });
    });
});

// The other lives are lived in the house.
describe('on the stack as in the house, a hazard', { timeout: 60_000 }, () => {
  beforeAll(() => world.local.faults({}).then(() => undefined));
  for (const { title, live } of lifeOfAHazard(() => ({ ...world, url: stack.url(), fetch })))
    test(`[PO-1] [PO-2] [FI-1] [ME-1] [SLA-4] ${title}`, live);

  test('has nothing that failed', async () => expect(await world.local.deadLetters()).toEqual([]));
});
