import { beforeAll, describe, expect, it } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import { shareInstitution } from '#test/house/institution.ts';
import { aContact, anAlertType, historyOf, signIn } from './world.ts';

interface Row {
  status: number;
  id?: string;
  error?: { code: string; errors?: { pointer: string }[] };
}

const admin = () => signIn('ada', 'admins');
const student = (index: number) => `S${101 + index}`;

describe('many alerts', () => {
  let type: string;
  beforeAll(async () => {
    const release = await shareInstitution();
    type = await anAlertType({ defaultPriority: 'high', repeatWindow: 'P7D' });
    return release;
  });

  it('[AL-9] a hundred rows in one call: each has its result, what is wrong keeps no other back, and the same key does none twice', async () => {
    const by = await admin();
    const items: object[] = Array.from({ length: 30 }, (_, index) => ({ type, contactId: student(index) }));
    items[3] = { type, contactId: 'nobody' };
    items[4] = { type, colour: 'red' };
    const bulk = () =>
      by.send<{ results: Row[] }>('POST', '/v1/alerts/bulk', { body: { items }, headers: { 'idempotency-key': type } });
    const first = await bulk();
    expect(first.status).toBe(200);
    expect(first.body.results.map(({ status }) => status)).toEqual(
      items.map((_, index) => (index === 3 ? 422 : index === 4 ? 400 : 201)),
    );
    expect(first.body.results[4]?.error?.errors?.map(({ pointer }) => pointer)).toContain('/colour');
    const again = await bulk();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await by.get<{ items: unknown[] }>(`/v1/alerts?type=${type}&limit=200`)).items).toHaveLength(28);
    const body = { items: Array.from({ length: 101 }, () => items[0]) };
    expect((await by.send('POST', '/v1/alerts/bulk', { body })).status).toBe(400);
  });

  it('[AL-9] a dry run of many says what would become of each and writes nothing', async () => {
    const by = await admin();
    const { id: contactId } = await aContact();
    const body = { items: [{ type, contactId }, { type: 'nothing' }] };
    const dry = await by.send<{ record: { results: Row[] }; events: { type: string; after: object }[] }>(
      'POST',
      '/v1/alerts/bulk?dryRun=true',
      { body },
    );
    expect(dry.body.events).toMatchObject([{ type: 'Alert Created', after: { contactId } }]);
    expect(dry.body.record.results.map(({ status }) => status)).toEqual([201, 422]);
    expect((await by.get<{ items: unknown[] }>(`/v1/alerts?contactId=${contactId}`)).items).toEqual([]);
  });

  it('[AL-11] the same type for the same contact within the window is counted on the open alert, also when twenty come at once', async () => {
    const by = await admin();
    const body = { type, contactId: (await aContact()).id, description: 'Failed a test' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => by.send<AlertAnswer>('POST', '/v1/alerts', { body })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    const [id = '', ...others] = new Set(answers.map((answer) => answer.body.id));
    expect(others).toEqual([]);
    expect(await by.get(`/v1/alerts/${id}`)).toMatchObject({ repeats: 19 });
    const repeats = (await historyOf('alerts', id)).filter(({ type: what }) => what === 'Alert Repeated');
    expect(repeats).toHaveLength(19);
    expect(repeats[0]?.after.repeat).toMatchObject({ description: 'Failed a test' });
  });

  it('[AL-11] once the alert is settled another one is opened', async () => {
    const by = await admin();
    const body = { type, contactId: (await aContact()).id };
    const first = await by.post<AlertAnswer>('/v1/alerts', body);
    await by.post(`/v1/alerts/${first.id}/resolve`);
    const second = await by.send<AlertAnswer>('POST', '/v1/alerts', { body });
    expect([second.status, second.body.id === first.id]).toEqual([201, false]);
  });
});
