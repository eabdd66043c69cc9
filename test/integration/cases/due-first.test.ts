import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackInMemory } from '#test/e2e/stack.ts';

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack?.stop());

test('[SLA-5] [SLA-10] a target that has passed is breached before anybody closes the case, also where its wake-up never came', async () => {
  const { local } = stack;
  const amara = await local.as({ sub: 'amara', groups: ['advisers'] });
  const { id, dueAt } = await amara.post<{ id: string; dueAt: string }>('/v1/cases', {
    type: 'academic-concern',
    subject: 'Forgotten',
  });
  await local.idle();
  await local.faults({
    fail: [
      { function: 'wake', rate: 1 },
      { function: 'sweep', rate: 1 },
    ],
  });
  await local.advanceTo(new Date(Date.parse(dueAt) + 60_000).toISOString());
  const later = await local.as({ sub: 'amara', groups: ['advisers'] });
  await later.post(`/v1/cases/${id}/close`, { reason: 'solved' });
  await local.faults({});
  const history = await later.get<{ items: { type: string; actor: { kind: string } }[] }>(`/v1/cases/${id}/history`);
  expect(history.items.map(({ type, actor }) => [type, actor.kind])).toEqual([
    ['Case Created', 'user'],
    ['Target Reminder Due', 'clock'],
    ['Target Breached', 'clock'],
    ['Case Escalated', 'clock'],
    ['Case Closed', 'user'],
  ]);
  await local.idle();
  const mails = await local.mails('farah.haddad@staff.example.edu');
  expect(mails.map((mail) => mail.headers?.['x-caseward-notification'])).toEqual(['target-breached-escalation']);
});
