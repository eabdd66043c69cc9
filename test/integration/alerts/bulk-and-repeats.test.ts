import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import { stackInMemory } from '#test/e2e/stack.ts';

let stack: Awaited<ReturnType<typeof stackInMemory>>;
let admin: Client;
beforeAll(async () => {
  stack = await stackInMemory();
  admin = await stack.local.as({ sub: 'admin', groups: ['admins'] });
  const type = { name: 'Grades', groups: { reviewers: ['advisers'] }, defaultPriority: 'high', repeatWindow: 'P7D' };
  expect((await admin.send('PUT', '/v1/alert-types/grades', { body: type })).status).toBe(201);
});
afterAll(() => stack?.stop());

interface Row {
  status: number;
  id?: string;
  error?: { code: string; errors?: { pointer: string }[] };
}
const student = (index: number) => `S${101 + index}`;

test('[AL-9] a hundred rows in one call: each has its result, what is wrong keeps no other back, and the same key does none twice', async () => {
  const items: object[] = Array.from({ length: 30 }, (_, index) => ({
    type: 'attendance',
    contactId: student(index),
    priority: 'low',
    course: { code: 'HIST-210' },
  }));
  items[3] = { type: 'attendance', contactId: 'nobody', priority: 'low', course: { code: 'HIST-210' } };
  items[4] = { type: 'attendance', colour: 'red' };
  const headers = { 'idempotency-key': 'bulk-1' };
  const first = await admin.send<{ results: Row[] }>('POST', '/v1/alerts/bulk', { body: { items }, headers });
  expect(first.status).toBe(200);
  expect(first.body.results.map(({ status }) => status)).toEqual(
    items.map((_, index) => (index === 3 ? 422 : index === 4 ? 400 : 201)),
  );
  expect(first.body.results[4]?.error?.errors?.map(({ pointer }) => pointer)).toContain('/colour');
  const again = await admin.send<{ results: Row[] }>('POST', '/v1/alerts/bulk', { body: { items }, headers });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  const list = await admin.get<{ items: unknown[] }>('/v1/alerts?type=attendance&limit=200');
  expect(list.items).toHaveLength(28);
  const tooMany = await admin.send('POST', '/v1/alerts/bulk', {
    body: { items: Array.from({ length: 101 }, () => items[0]) },
  });
  expect(tooMany.status).toBe(400);
});

test('[AL-9] a dry run of many says what would become of each and writes nothing', async () => {
  const items = [{ type: 'grades', contactId: student(20) }, { type: 'nothing' }];
  const dry = await admin.send<{ record: { results: Row[] } }>('POST', '/v1/alerts/bulk?dryRun=true', {
    body: { items },
  });
  expect(dry.body.record.results.map(({ status }) => status)).toEqual([201, 422]);
  expect((await admin.get<{ items: unknown[] }>(`/v1/alerts?contactId=${student(20)}&type=grades`)).items).toEqual([]);
});

test('[AL-11] the same type for the same contact within the window is counted on the open alert, also when twenty come at once', async () => {
  const body = { type: 'grades', contactId: student(21), description: 'Failed a test' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => admin.send<{ id: string; repeats: number }>('POST', '/v1/alerts', { body })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  const id = answers[0]?.body.id;
  expect(await admin.get(`/v1/alerts/${id}`)).toMatchObject({ repeats: 19 });
  const history = await admin.get<{ items: { type: string; after: { repeat?: { description: string } } }[] }>(
    `/v1/alerts/${id}/history?limit=200`,
  );
  const repeats = history.items.filter(({ type }) => type === 'Alert Repeated');
  expect(repeats).toHaveLength(19);
  expect(repeats[0]?.after.repeat?.description).toBe('Failed a test');
});

test('[AL-11] once the alert is settled, or the window is over, another one is opened', async () => {
  const body = { type: 'grades', contactId: student(22) };
  const first = await admin.post<{ id: string }>('/v1/alerts', body);
  await admin.post(`/v1/alerts/${first.id}/resolve`);
  const second = await admin.send<{ id: string }>('POST', '/v1/alerts', { body });
  expect([second.status, second.body.id === first.id]).toEqual([201, false]);
  await stack.local.advance('P8D');
  const later = await stack.local.as({ sub: 'admin', groups: ['admins'] });
  expect((await later.send('POST', '/v1/alerts', { body })).status).toBe(201);
});
