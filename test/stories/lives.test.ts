import { describe, expect, test } from 'vitest';
import { here } from '#test/house/institution.ts';
import { livesAnEarlyAlert } from './lives/advising.ts';
import { livesAComplaint } from './lives/complaint.ts';
import { grantLife } from './lives/grant.ts';
import { livesAHazard } from './lives/hazard.ts';

// Whole lives of cases, weeks each.

describe('a life', () => {
  test('[TA-1] [TA-3] [TA-4] [CA-14] [CA-21] [SLA-3] [SLA-4] [SLA-5] [NT-1] of a complaint, from stage 1 to the ombudsman', async () => {
    await livesAComplaint(here());
    expect(await here().local.deadLetters()).toEqual([]);
  });

  test('[TA-5] [TA-6] [TA-7] [AP-1] [NO-1] [CA-21] of a grant application with a reviewer timeline', async () => {
    await grantLife(here().local);
    expect(await here().local.deadLetters()).toEqual([]);
  });

  test('[AL-12] [AU-1] [TA-2] [ME-1] [AP-1] [PO-1] [AL-6] of an early alert, from three missed classes to a student who is back', async () => {
    await livesAnEarlyAlert(here());
    expect(await here().local.deadLetters()).toEqual([]);
  });

  test('[PO-1] [PO-2] [CA-1] [CA-17] [FI-1] [ME-1] [NO-1] [NT-1] [SLA-4] [SLA-8] of a hazard report raised anonymously with a photo', async () => {
    await livesAHazard(here());
    expect(await here().local.deadLetters()).toEqual([]);
  });
});
