import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { livesAnEarlyAlert } from './lives/advising.ts';
import { livesAComplaint } from './lives/complaint.ts';
import { grantLife } from './lives/grant.ts';
import { livesAHazard } from './lives/hazard.ts';
import { stackInMemory } from './stack.ts';

// Whole lives of cases, weeks each, one after the other on one stack: time goes on from one to the
// next. A week is some two thousand sweeps, for which a slow machine needs ten seconds.
const patience = { timeout: 600_000 };

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack.stop());

describe('a life', () => {
  test(
    '[TA-1] [TA-3] [TA-4] [CA-14] [CA-21] [SLA-3] [SLA-4] [SLA-5] [NT-1] of a complaint, from stage 1 to the ombudsman',
    patience,
    async () => {
      await livesAComplaint(stack);
      expect(await stack.local.deadLetters()).toEqual([]);
    },
  );

  test(
    '[TA-5] [TA-6] [TA-7] [AP-1] [NO-1] [CA-21] of a grant application with a reviewer timeline',
    patience,
    async () => {
      await grantLife(stack.local);
      expect(await stack.local.deadLetters()).toEqual([]);
    },
  );

  test(
    '[AL-12] [AU-1] [TA-2] [ME-1] [AP-1] [PO-1] [AL-6] of an early alert, from three missed classes to a student who is back',
    patience,
    async () => {
      await livesAnEarlyAlert(stack);
      expect(await stack.local.deadLetters()).toEqual([]);
    },
  );

  test(
    '[PO-1] [PO-2] [CA-1] [CA-17] [FI-1] [ME-1] [NO-1] [NT-1] [SLA-4] [SLA-8] of a hazard report raised anonymously with a photo',
    patience,
    async () => {
      await livesAHazard(stack);
      expect(await stack.local.deadLetters()).toEqual([]);
    },
  );
});
