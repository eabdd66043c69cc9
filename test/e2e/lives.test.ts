import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { livesAComplaint } from './lives/complaint.ts';
import { grantLife } from './lives/grant.ts';
import { stackInMemory } from './stack.ts';

// Whole lives of cases, weeks each, one after the other on one stack: time goes on from one to the next.

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack.stop());

describe('a life', () => {
  test('[TA-1] [TA-3] [TA-4] [CA-14] [CA-21] [SLA-3] [SLA-4] [SLA-5] [NT-1] of a complaint, from stage 1 to the ombudsman', async () => {
    await livesAComplaint(stack);
    expect(await stack.local.deadLetters()).toEqual([]);
  });

  test('[TA-5] [TA-6] [TA-7] [AP-1] [NO-1] [CA-21] of a grant application with a reviewer timeline', async () => {
    await grantLife(stack.local);
    expect(await stack.local.deadLetters()).toEqual([]);
  });
});
