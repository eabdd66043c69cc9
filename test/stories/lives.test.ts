import { describe, expect, test } from 'vitest';
import { here } from '#test/house/institution.ts';
import { anEndpoint } from './endpoint.ts';
import { livesAnEarlyAlert } from './lives/advising.ts';
import { livesAComplaint } from './lives/complaint.ts';
import { begin, eachOnce, effectsOf, messagesOnce, workThrough } from './lives/effects.ts';
import { grantLife } from './lives/grant.ts';
import { lifeOfAHazard } from './lives/hazard.ts';

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
    for (const { live } of lifeOfAHazard(here)) await live();
    expect(await here().local.deadLetters()).toEqual([]);
  });
});

// What can die while it does its work.
const mortal = ['publish', 'project', 'automation', 'segments', 'signals', 'webhooks', 'notify', 'wake', 'sweep'];

test.each([3, 4])(
  '[AU-4] [AL-12] [SE-3] [WF-1] [WH-1] [TA-8] one event has each kind of effect once, whatever comes twice, late or dies (storm %d)',
  { timeout: 60_000 },
  async (seed) => {
    const { url, got } = await anEndpoint();
    const fail = mortal.map((name) => ({ function: name, rate: 0.15 }));
    await here().local.faults({ duplicate: 0.5, reorder: true, delayMs: 2_000, fail, seed });
    await begin(here(), url);
    await workThrough(here());
    expect(await effectsOf(here())).toEqual(eachOnce);
    // A message may come twice where its process dies, under one id.
    const messages = new Map(got.map(({ headers, body }) => [headers['webhook-id'], body.type]));
    expect([...messages.values()].sort()).toEqual(messagesOnce);
    expect(await here().local.deadLetters()).toEqual([]);
  },
);
