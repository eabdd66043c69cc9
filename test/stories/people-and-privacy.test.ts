import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import { startInstitution } from '#test/house/institution.ts';
import { expectRefused } from './world.ts';

let stack: Awaited<ReturnType<typeof startInstitution>>;
let admin: Client;
let amara: Client;
let ben: Client;
let jonas: Client;
beforeAll(async () => {
  stack = await startInstitution();
  admin = await stack.local.as({ sub: 'admin', groups: ['admins'] });
  amara = await stack.local.as({ sub: 'amara', groups: ['advisers'] });
  ben = await stack.local.as({ sub: 'ben', groups: ['advisers'] });
  jonas = await stack.local.as({ sub: 'jonas', groups: ['estates'] });
  const { body, headers } = await admin.send<Record<string, unknown>>('GET', '/v1/case-types/academic-concern');
  const { key: _k, version: _v, createdAt: _c, createdBy: _b, updatedAt: _u, ...type } = body;
  const roles = [
    { key: 'mentor', name: 'Mentor', groups: ['tutors'] },
    { key: 'initiator', name: 'Initiator', creator: true },
  ];
  const put = await admin.send('PUT', '/v1/case-types/academic-concern', {
    body: {
      ...type,
      roles,
      stages: [
        { key: 'stage-1', name: 'Stage 1' },
        { key: 'stage-2', name: 'Stage 2' },
      ],
    },
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  expect(put.status).toBe(200);
});

interface CaseAnswer {
  id: string;
  version: number;
  roles: { role: string; id: string; to?: string }[];
  clients: string[];
  subscribers: string[];
  locks: string[];
  links: { kind: string; caseId: string }[];
  status: { key: string; category: string };
  alertIds: string[];
  mergedInto?: string;
  type: string;
  timeInStage: Record<string, number>;
  [member: string]: unknown;
}
const raise = (client: Client, more: object = {}) =>
  client.post<CaseAnswer>('/v1/cases', { type: 'academic-concern', subject: 'Worries', contactId: 'S105', ...more });
const statusOf = async (client: Client, method: string, path: string, body?: unknown): Promise<number> =>
  (await client.send(method, path, { body })).status;

describe('people of a case', () => {
  test('[CA-9] roles have several holders of the allowed groups, begin and end, and the creator has theirs', async () => {
    const { id, roles } = await raise(amara);
    expect(roles).toMatchObject([{ role: 'initiator', id: 'amara' }]);
    expect(await statusOf(amara, 'PUT', `/v1/cases/${id}/roles/mentor/dev`)).toBe(200);
    expect(await statusOf(amara, 'PUT', `/v1/cases/${id}/roles/mentor/elin`)).toBe(200);
    expect(await statusOf(amara, 'PUT', `/v1/cases/${id}/roles/mentor/ben`)).toBe(422);
    expect(await statusOf(amara, 'PUT', `/v1/cases/${id}/roles/nobody/dev`)).toBe(400);
    expect(await statusOf(amara, 'DELETE', `/v1/cases/${id}/roles/mentor/dev`)).toBe(200);
    const record = await amara.get<CaseAnswer>(`/v1/cases/${id}`);
    expect(record.roles.filter(({ role }) => role === 'mentor')).toMatchObject([
      { id: 'dev', to: expect.any(String) },
      { id: 'elin' },
    ]);
    expect(record.roles.at(-1)).not.toHaveProperty('to');
  });

  test('[CA-10] changing the contact keeps the case; clients come and go', async () => {
    const { id, clients } = await raise(amara);
    expect(clients).toEqual(['S105']);
    expect(await statusOf(amara, 'PUT', `/v1/cases/${id}/clients/S106`)).toBe(200);
    expect(await statusOf(amara, 'PUT', `/v1/cases/${id}/clients/nobody`)).toBe(422);
    const { headers } = await amara.send('GET', `/v1/cases/${id}`);
    const etag = headers.get('etag') ?? '';
    const changed = await amara.send<CaseAnswer>('PATCH', `/v1/cases/${id}`, {
      body: { contactId: 'S107' },
      headers: { 'if-match': etag },
    });
    expect(changed.body.clients).toEqual(['S107', 'S106']);
    expect(await statusOf(amara, 'DELETE', `/v1/cases/${id}/clients/S106`)).toBe(200);
    expect(await statusOf(amara, 'DELETE', `/v1/cases/${id}/clients/S106`)).toBe(404);
  });

  test('[CA-11] whoever sees a case may follow it, and stop', async () => {
    const { id } = await raise(amara);
    const followed = await ben.send<CaseAnswer>('PUT', `/v1/cases/${id}/subscribers/ben`, {
      body: { events: ['Case Closed'] },
    });
    expect(followed.body.subscribers).toEqual(['ben']);
    const events = ['note-by-staff', 'Case Closd', 'case-closed', 'question-answered', 'nothing'];
    const wrong = await ben.send('PUT', `/v1/cases/${id}/subscribers/ben`, { body: { events } });
    expectRefused(wrong, 400, 'invalid-request', ['/events/1', '/events/4']);
    const nobody = await amara.send('PUT', `/v1/cases/${id}/subscribers/nobody-here`);
    expectRefused(nobody, 422, 'unknown-reference', ['/path/personId']);
    expect(await statusOf(jonas, 'PUT', `/v1/cases/${id}/subscribers/jonas`)).toBe(404);
    expect(await statusOf(ben, 'DELETE', `/v1/cases/${id}/subscribers/ben`)).toBe(200);
  });
});

describe('privacy', () => {
  test('[CA-12] a private case is nobody’s to see but its own people’s: get, history and list alike', async () => {
    const { id } = await raise(amara, { private: true });
    expect(await statusOf(amara, 'GET', `/v1/cases/${id}`)).toBe(200);
    const hidden = await ben.send('GET', `/v1/cases/${id}`);
    const missing = await ben.send('GET', '/v1/cases/01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    expect(await statusOf(ben, 'POST', `/v1/cases/${id}/claim`)).toBe(404);
    const list = await ben.get<{ items: CaseAnswer[] }>('/v1/cases?limit=200');
    expect(list.items.map((one) => one.id)).not.toContain(id);
  });

  test('[CA-12] breaking the glass takes a reason, lasts an hour, and stands on the history', async () => {
    const { id } = await raise(amara, { private: true });
    expect(await statusOf(ben, 'POST', `/v1/cases/${id}/break-glass`, {})).toBe(400);
    expect(await statusOf(jonas, 'POST', `/v1/cases/${id}/break-glass`, { reason: 'curious' })).toBe(404);
    expect(await statusOf(ben, 'POST', `/v1/cases/${id}/break-glass`, { reason: 'The student is in danger' })).toBe(
      204,
    );
    expect(await statusOf(ben, 'GET', `/v1/cases/${id}`)).toBe(200);
    expect(await statusOf(ben, 'POST', `/v1/cases/${id}/claim`)).toBe(403);
    const history = await amara.get<{ items: { type: string; after: { reason?: string }; actor: { id: string } }[] }>(
      `/v1/cases/${id}/history`,
    );
    expect(history.items.at(-1)).toMatchObject({
      type: 'Case Opened In Emergency',
      after: { reason: 'The student is in danger' },
      actor: { id: 'ben' },
    });
    await stack.local.advance('PT61M');
    expect(await statusOf(ben, 'GET', `/v1/cases/${id}`)).toBe(404);
  });

  test('[CA-12] somebody locked out of a case does not find it, whatever they are', async () => {
    const { id } = await raise(amara, { assignee: { user: 'ben' } });
    expect(await statusOf(ben, 'GET', `/v1/cases/${id}`)).toBe(200);
    const locked = await amara.send<CaseAnswer>('PUT', `/v1/cases/${id}/locks/ben`);
    expect(locked.body).not.toHaveProperty('assignee');
    expect(await statusOf(ben, 'GET', `/v1/cases/${id}`)).toBe(404);
    expect(await statusOf(ben, 'POST', `/v1/cases/${id}/break-glass`, { reason: 'still curious' })).toBe(404);
    expect(await statusOf(amara, 'DELETE', `/v1/cases/${id}/locks/ben`)).toBe(200);
    expect(await statusOf(ben, 'GET', `/v1/cases/${id}`)).toBe(200);
  });
});

describe('cases among cases', () => {
  test('[CA-15] [CA-14] a link stands on both sides, and an open case that blocks keeps the other from closing', async () => {
    const [blocked, blocker] = [await raise(amara), await raise(amara)];
    const linked = await amara.send<CaseAnswer>('POST', `/v1/cases/${blocked.id}/links`, {
      body: { kind: 'blocked-by', caseId: blocker.id },
    });
    expect(linked.status).toBe(201);
    const opposite = await amara.send('POST', `/v1/cases/${blocked.id}/links`, {
      body: { kind: 'blocks', caseId: blocker.id },
    });
    expect([opposite.status, opposite.body.code]).toEqual([409, 'opposite-link']);
    expect((await amara.get<CaseAnswer>(`/v1/cases/${blocker.id}`)).links).toEqual([
      { kind: 'blocks', caseId: blocked.id },
    ]);
    const refused = await amara.send('POST', `/v1/cases/${blocked.id}/close`, { body: { reason: 'solved' } });
    expect([refused.status, refused.body.code]).toEqual([409, 'blocked-by-link']);
    await amara.post(`/v1/cases/${blocker.id}/close`, { reason: 'solved' });
    expect(await statusOf(amara, 'POST', `/v1/cases/${blocked.id}/close`, { reason: 'solved' })).toBe(200);
    expect(await statusOf(amara, 'DELETE', `/v1/cases/${blocked.id}/links/blocked-by/${blocker.id}`)).toBe(200);
    expect((await amara.get<CaseAnswer>(`/v1/cases/${blocker.id}`)).links).toEqual([]);
  });

  test('[CA-16] merging moves alerts, notes and subscribers, and can be taken back', async () => {
    const alert = await amara.post<{ id: string }>('/v1/alerts', {
      type: 'attendance',
      priority: 'high',
      contactId: 'S105',
      course: { code: 'MATH-101' },
    });
    const loser = await raise(amara, { alertIds: [alert.id] });
    const winner = await raise(amara);
    await amara.post(`/v1/cases/${loser.id}/notes`, { text: 'Remember this' });
    await ben.send('PUT', `/v1/cases/${loser.id}/subscribers/ben`);
    const merged = await amara.post<CaseAnswer>(`/v1/cases/${loser.id}/merge`, { into: winner.id });
    expect(merged).toMatchObject({ mergedInto: winner.id, status: { category: 'cancelled' } });
    expect(await statusOf(amara, 'POST', `/v1/cases/${loser.id}/merge`, { into: winner.id })).toBe(409);
    expect(await amara.get<CaseAnswer>(`/v1/cases/${winner.id}`)).toMatchObject({
      alertIds: [alert.id],
      subscribers: ['ben'],
      noteCount: 1,
    });
    expect(await amara.get(`/v1/alerts/${alert.id}`)).toMatchObject({ caseId: winner.id });
    const notes = await amara.get<{ items: { text: string }[] }>(`/v1/cases/${winner.id}/notes`);
    expect(notes.items.map(({ text }) => text)).toEqual(['Remember this']);
    const back = await amara.post<CaseAnswer>(`/v1/cases/${loser.id}/unmerge`);
    expect(back).toMatchObject({ status: { key: 'new' }, alertIds: [alert.id] });
    expect(back).not.toHaveProperty('mergedInto');
    expect(await amara.get<CaseAnswer>(`/v1/cases/${winner.id}`)).toMatchObject({ alertIds: [], noteCount: 0 });
    expect(await amara.get(`/v1/alerts/${alert.id}`)).toMatchObject({ caseId: loser.id });
  });

  test('[CA-16] converting checks the fields of the new type, and keeps or restarts the targets', async () => {
    const { id } = await raise(admin);
    const path = `/v1/cases/${id}/convert`;
    expect(await statusOf(admin, 'POST', path, { type: 'hazard-report', targets: 'restart' })).toBe(400);
    const converted = await admin.post<CaseAnswer>(path, {
      type: 'hazard-report',
      targets: 'restart',
      fields: { kind: 'lighting' },
    });
    expect(converted).toMatchObject({
      type: 'hazard-report',
      status: { key: 'reported' },
      fields: { kind: 'lighting' },
    });
  });

  test('[CA-18] what is in the trash stands in no list and waits for nothing, until it is restored', async () => {
    const { id } = await raise(amara);
    expect(await statusOf(amara, 'DELETE', `/v1/cases/${id}`)).toBe(428);
    const { headers } = await amara.send('GET', `/v1/cases/${id}`);
    expect(
      (await amara.send('DELETE', `/v1/cases/${id}`, { headers: { 'if-match': headers.get('etag') ?? '' } })).status,
    ).toBe(204);
    const listed = async () =>
      (await amara.get<{ items: CaseAnswer[] }>('/v1/cases?limit=200')).items.some((one) => one.id === id);
    expect(await listed()).toBe(false);
    expect(await statusOf(amara, 'POST', `/v1/cases/${id}/claim`)).toBe(409);
    expect(await statusOf(amara, 'POST', `/v1/cases/${id}/restore`)).toBe(200);
    expect(await listed()).toBe(true);
    expect(await statusOf(amara, 'POST', `/v1/cases/${id}/restore`)).toBe(409);
  });

  test('[CA-5] time in a stage is measured, also of the stages before', async () => {
    const { id } = await raise(amara, { stage: 'stage-1' });
    await stack.local.advance('PT2H');
    const fresh = await stack.local.as({ sub: 'amara', groups: ['advisers'] });
    const { headers } = await fresh.send('GET', `/v1/cases/${id}`);
    const moved = await fresh.send<CaseAnswer>('PATCH', `/v1/cases/${id}`, {
      body: { stage: 'stage-2' },
      headers: { 'if-match': headers.get('etag') ?? '' },
    });
    expect(moved.body.timeInStage['stage-1']).toBeGreaterThanOrEqual(7_200_000);
    expect(moved.body.timeInStage['stage-2']).toBe(0);
  });
});

test('[CA-19] a case can be asked for as it stood at any instant of its life', async () => {
  const client = await stack.local.as({ sub: 'amara', groups: ['advisers'] });
  const { id } = await raise(client);
  const path = `/v1/cases/${id}`;
  const commands: [string, unknown][] = [
    ['claim', {}],
    ['status', { status: 'open' }],
    ['notes', { text: 'one' }],
    ['release', {}],
    ['close', { reason: 'solved' }],
    ['reopen', { note: 'again' }],
  ];
  const withoutClocks = ({ clocks: _moving, ...rest }: CaseAnswer) => rest;
  const seen: { at: string; body: CaseAnswer }[] = [];
  for (const [command, body] of commands) {
    await client.post(`${path}/${command}`, body);
    seen.push({ at: await stack.local.now(), body: await client.get<CaseAnswer>(path) });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const { at, body } of seen)
    expect(withoutClocks(await client.get<CaseAnswer>(`${path}?asOf=${at}`))).toEqual(withoutClocks(body));
  expect(await statusOf(client, 'GET', `${path}?asOf=2020-01-01T00:00:00Z`)).toBe(404);
  expect(await statusOf(client, 'GET', `${path}?asOf=2120-01-01T00:00:00Z`)).toBe(400);
});
