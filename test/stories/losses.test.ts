import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import {
  aTypeThatPauses,
  aTypeWithTarget,
  breach,
  clockEvents,
  clockMails,
  days,
  elapsed,
  hours,
  manager,
  nextMonday,
  plus,
  raise,
  reminders,
  theCase,
  travelTo,
  working,
} from './weeks.ts';
import { act, addresses, here, historyOf, mailsAbout } from './world.ts';

const names = (lines: string[]) => lines.map((line) => line.split(' at ')[0]);
const mailsOfAll = [
  `target-breached-escalation → ${addresses.farah}`,
  `target-breached-manager → ${addresses.ben}`,
  `target-reminder → ${addresses.ben}`,
];
const aRunningCase = async () =>
  raise(await aTypeWithTarget({ reminders: [{ before: working(1, 'days') }] }), { assignee: { user: 'ben' } });

describe('[SLA-10] reminders, breaches and escalations happen once and are never lost', () => {
  beforeEach(nextMonday);
  afterEach(() => here().local.faults({}));

  test('[SLA-10] with everything on the bus delivered twice, late and out of order', async () => {
    await here().local.faults({ duplicate: 1, reorder: true, delayMs: 500, seed: 3 });
    const record = await aRunningCase();
    await here().local.idle();
    await travelTo(plus(String(record.dueAt), hours(1)));
    expect(await clockEvents(record.id)).toEqual([
      ...reminders(plus(String(record.dueAt), -days(1))),
      ...breach(String(record.dueAt)),
    ]);
    expect(await clockMails(record)).toEqual(mailsOfAll);
    expect((await theCase(record.id)).escalated).toBe(1);
  });

  test('[SLA-5] a target that has passed is breached before anybody closes the case, also where its wake-up never came', async () => {
    const record = await raise(await aTypeWithTarget({ reminders: [{ before: working(1, 'days') }] }));
    await here().local.idle();
    await here().local.faults({ fail: ['wake', 'sweep'].map((name) => ({ function: name, rate: 1 })) });
    await travelTo(plus(String(record.dueAt), 60_000));
    await act(await manager(), `/v1/cases/${record.id}/close`, { reason: 'solved' });
    await here().local.faults({});
    expect((await historyOf('cases', record.id)).map(({ type, actor }) => [type, actor.kind])).toEqual([
      ['Case Created', 'user'],
      ['Target Reminder Due', 'clock'],
      ['Target Breached', 'clock'],
      ['Case Escalated', 'clock'],
      ['Case Closed', 'user'],
    ]);
    expect((await mailsAbout(record)).filter((mail) => mail.endsWith(addresses.farah))).toEqual([
      `target-breached-escalation → ${addresses.farah}`,
    ]);
  });

  test('[SLA-10] with every second call of the functions behind it failing', async () => {
    const failing = ['wake', 'clocks', 'notify', 'publish', 'sweep'].map((name) => ({ function: name, rate: 0.5 }));
    await here().local.faults({ fail: failing, seed: 11 });
    const record = await aRunningCase();
    await here().local.idle();
    await travelTo(plus(String(record.dueAt), hours(2)));
    await here().local.faults({});
    await here().local.advance('PT30M');
    expect(names(await clockEvents(record.id))).toEqual(['Target Reminder Due', 'Target Breached', 'Case Escalated']);
    // A function that dies between SES's answer and the mark may leave a mail that is sent twice:
    // docs/guide/mail.md, "What a crash can do".
    expect([...new Set(await clockMails(record))]).toEqual(mailsOfAll);
  });

  test('[SLA-10] with every call failing of what waits for the instant and of what looks after it, before its work or after it', async () => {
    const record = await aRunningCase();
    await here().local.idle();
    const failing = ['wake', 'sweep'].map((name) => ({ function: name, rate: 1 }));
    await here().local.faults({ fail: failing });
    await travelTo(plus(String(record.dueAt), hours(3)));
    await here().local.faults({});
    await here().local.advance('PT15M');
    expect(names(await clockEvents(record.id))).toEqual(['Target Reminder Due', 'Target Breached', 'Case Escalated']);
    await here().local.advance('P1D');
    expect(await clockEvents(record.id)).toHaveLength(3);
    expect(await clockMails(record)).toEqual(mailsOfAll);
  });

  test('[SLA-10] where nothing could be started to wait for it, the sweep starts it', async () => {
    await here().local.faults({ fail: [{ service: 'stepfunctions', rate: 1 }] });
    const record = await aRunningCase();
    await here().local.advance('PT2H');
    await here().local.faults({});
    await travelTo(plus(String(record.dueAt), 1));
    expect(await clockEvents(record.id)).toEqual([
      ...reminders(plus(String(record.dueAt), -days(1))),
      ...breach(String(record.dueAt)),
    ]);
  });

  test('[SLA-10] [SLA-8] [SLA-6] with a pause and a ladder, and everything going wrong at once', async () => {
    const failing = ['wake', 'clocks', 'publish', 'sweep'].map((name) => ({ function: name, rate: 0.3 }));
    await here().local.faults({ duplicate: 0.5, reorder: true, delayMs: 300, fail: failing, seed: 7 });
    const ladder = [{ after: elapsed(1, 'hours') }, { after: elapsed(2, 'hours') }];
    const type = await aTypeThatPauses({ target: working(4, 'hours'), onBreach: { escalate: true, ladder } });
    const record = await raise(type);
    const toStatus = async (status: string) =>
      (await act<CaseAnswer>(await manager(), `/v1/cases/${record.id}/status`, { status })).body;
    await toStatus('waiting');
    await travelTo(plus(String(record.dueAt), hours(1)));
    const { dueAt } = await toStatus('open');
    await travelTo(plus(String(dueAt), hours(3)));
    await here().local.faults({});
    await here().local.advance('PT30M');
    expect(names(await clockEvents(record.id))).toEqual([
      'Target Breached',
      'Case Escalated',
      'Case Escalated',
      'Case Escalated',
    ]);
    expect((await theCase(record.id)).escalated).toBe(3);
  });

  test('[NT-6] a mail that SES would not take at first goes out once', async () => {
    await here().local.faults({ fail: [{ service: 'ses', rate: 0.5 }], seed: 5 });
    const record = await aRunningCase();
    await here().local.advance('PT30M');
    await here().local.faults({});
    await here().local.advance('PT30M');
    expect((await mailsAbout(record)).filter((mail) => mail.startsWith('case-assigned'))).toEqual([
      `case-assigned-person → ${addresses.ben}`,
    ]);
  });
});
