import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantLife } from './lives/grant.ts';
import { stackInMemory } from './stack.ts';

// Whole lives of cases, weeks each, one after the other on one stack: time goes on from one to the next.

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack.stop());

describe('a life', () => {
  test('[TA-5] [TA-6] [TA-7] [AP-1] [NO-1] [CA-21] of a grant application with a reviewer timeline', async () => {
    await grantLife(stack.local);
    expect(await stack.local.deadLetters()).toEqual([]);
  });
});
