import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import { stackInMemory } from '#test/e2e/stack.ts';

let stack: Awaited<ReturnType<typeof stackInMemory>>;
let ines: Client;
beforeAll(async () => {
  stack = await stackInMemory();
  ines = await stack.local.as({ sub: 'ines', groups: ['estates'] });
});
afterAll(() => stack?.stop());

const report = (subject: string, lat: number, lon: number, more: object = {}) =>
  ines.post<{ id: string }>('/v1/cases', {
    type: 'hazard-report',
    subject,
    fields: { kind: 'surface' },
    location: { lat, lon },
    ...more,
  });
const subjectsNear = async (query: string) =>
  (await ines.get<{ items: { subject: string }[] }>(`/v1/cases/near?${query}`)).items.map(({ subject }) => subject);

test('[CA-17] open cases near a place come nearest first, within the metres that are asked for, and closed or private ones not at all', async () => {
  await report('A hundred metres away', 40.7009, -74);
  await report('Right here', 40.7, -74);
  await report('A kilometre away', 40.709, -74);
  await report('Nobody’s business', 40.7, -74, { private: true });
  const { id } = await report('Repaired', 40.7, -74);
  await ines.post(`/v1/cases/${id}/close`, { reason: 'made-safe' });
  const here = 'lat=40.7&lon=-74';
  expect(await subjectsNear(`${here}&meters=300`)).toEqual(['Right here', 'A hundred metres away']);
  expect(await subjectsNear(`${here}&meters=1500&type=hazard-report`)).toEqual([
    'Right here',
    'A hundred metres away',
    'A kilometre away',
  ]);
  expect(await subjectsNear('lat=51.5&lon=0&meters=1500')).toEqual([]);
  expect((await ines.send('GET', `/v1/cases/near?${here}&meters=99999`)).status).toBe(400);
  const adviser = await stack.local.as({ sub: 'ben', groups: ['advisers'] });
  expect((await adviser.get<{ items: unknown[] }>(`/v1/cases/near?${here}&meters=1500`)).items).toEqual([]);
});

test('[CA-17] a case that moves is found where it is now', async () => {
  const { id } = await report('Moved', 10, 10);
  const { headers } = await ines.send('GET', `/v1/cases/${id}`);
  await ines.send('PATCH', `/v1/cases/${id}`, {
    body: { location: { lat: 20, lon: 20 } },
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  expect(await subjectsNear('lat=10&lon=10&meters=500')).toEqual([]);
  expect(await subjectsNear('lat=20&lon=20&meters=500')).toEqual(['Moved']);
});

test('[FN-1] what concerns a contact is listed below the contact, to those who may see it', async () => {
  await report('About S120', 1, 1, { contactId: 'S120' });
  const amara = await stack.local.as({ sub: 'amara', groups: ['advisers'] });
  await amara.post('/v1/alerts', {
    type: 'attendance',
    priority: 'low',
    contactId: 'S120',
    course: { code: 'MATH-101' },
  });
  const count = async (client: Client, of: string) =>
    (await client.get<{ items: unknown[] }>(`/v1/contacts/S120/${of}`)).items.length;
  expect([await count(ines, 'cases'), await count(ines, 'alerts')]).toEqual([1, 0]);
  expect([await count(amara, 'cases'), await count(amara, 'alerts')]).toEqual([0, 1]);
  expect((await ines.send('GET', '/v1/contacts/nobody/cases')).status).toBe(404);
});
