import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  historyOf,
  likeness,
  put,
  signIn,
  unique,
} from './world.ts';

const go = <T = AlertAnswer>(id: string, verb: string, body?: object) =>
  act<T>(here().as.manager, `/v1/alerts/${id}/${verb}`, body);

describe('[AL-3] priorities', () => {
  const patch = (path: string, body: object, version: number) =>
    here().as.manager.send('PATCH', path, { body, headers: { 'if-match': `"${version}"` } });

  test('[AL-3] are configuration, for alerts and for cases; the order says which is more urgent', async () => {
    const key = unique('urgent-');
    const made = await put(`/v1/priorities/${key}`, { name: 'At once', colour: '#ff0000', icon: 'bell', order: 0 });
    expect(made).toMatchObject({ key, name: 'At once', colour: '#ff0000', icon: 'bell', order: 0, enabled: true });
    const type = await aCaseType({ priorities: undefined });
    const contact = await aContact();
    const [calm, urgent] = [
      await aCase({ type, contactId: contact.id }),
      await aCase({ type, contactId: contact.id, priority: key }),
    ];
    expect((await anAlert({ priority: key })).priority).toBe(key);
    const sorted = await here().as.manager.get<{ items: { id: string }[] }>(
      `/v1/cases?contactId=${contact.id}&sort=-priority`,
    );
    expect(sorted.items.map(({ id }) => id)).toEqual([urgent.id, calm.id]);
    await put(`/v1/priorities/${key}`, { name: 'At once', order: 99, enabled: false });
  });

  test('[AL-3] one that is disabled takes no new records; what has it keeps it', async () => {
    const key = unique('gone-');
    await put(`/v1/priorities/${key}`, { name: 'Going', order: 50 });
    const type = await aCaseType({ priorities: [key, 'medium'], defaultPriority: 'medium', targets: [] });
    const [alert, record] = [await anAlert({ priority: key }), await aCase({ type, priority: key })];
    const other = await anAlert();
    await put(`/v1/priorities/${key}`, { name: 'Going', order: 50, enabled: false });
    const course = { code: 'X' };
    const { manager } = here().as;
    expectRefused(await act(manager, '/v1/alerts', { type: 'attendance', course, priority: key }), 409, 'disabled');
    expectRefused(await act(manager, '/v1/cases', { type, subject: 'X', priority: key }), 409, 'disabled');
    const byDefault = await aCaseType({ priorities: [key], defaultPriority: key, targets: [] });
    expectRefused(await act(manager, '/v1/cases', { type: byDefault, subject: 'X' }), 409, 'disabled');
    const bulk = await act<{ results: { status: number; error?: { code: string } }[] }>(manager, '/v1/alerts/bulk', {
      items: [{ type: 'attendance', course, priority: key }],
    });
    expect(bulk.body.results).toMatchObject([{ status: 409, error: { code: 'disabled' } }]);
    expectRefused(await patch(`/v1/alerts/${other.id}`, { priority: key }, 1), 409, 'disabled');
    expect((await patch(`/v1/alerts/${alert.id}`, { description: 'Still here', priority: key }, 1)).status).toBe(200);
    expect((await patch(`/v1/cases/${record.id}`, { subject: 'Still here' }, 1)).body).toMatchObject({ priority: key });
    expect((await go(alert.id, 'resolve')).status).toBe(200);
    expectRefused(await act(manager, '/v1/cases', { type, subject: 'X', priority: 'nonsense' }), 400);
  });

  test('[CA-3] whatever kind it is, what is disabled is named by the refusal of what it would be used for', async () => {
    const key = unique('off-');
    const { admin, manager } = here().as;
    const contact = await aContact();
    const off = { name: 'Off', enabled: false };
    await put(`/v1/instances/${key}`, off);
    await put(`/v1/priorities/${key}`, off);
    await put(`/v1/webhooks/${key}`, { ...off, url: 'http://localhost:1/', events: ['Case Created'] });
    await put(`/v1/workflows/${key}`, { title: 'Off', trigger: { event: 'by-hand' }, steps: [{ do: 'finish' }] });
    const { token } = (await act<{ token: string }>(admin, `/v1/workflows/${key}/publish`, {})).body;
    await act(admin, `/v1/workflows/${key}/publish`, { token });
    const policy = { ...off, after: 'P1Y', mode: 'delete' };
    await put(`/v1/retention-policies/${key}`, { ...policy, for: { kind: 'case', type: 'academic-concern' } });
    const [type, ofInstance, alertType] = [
      await aCaseType({ enabled: false }),
      await aCaseType({ instance: key }),
      await anAlertType({ enabled: false }),
    ];
    const raise = (of: object) => ['/v1/cases', { subject: 'X', fields: {}, ...of }] as const;
    const refused = [
      [`the case type "${type}"`, ...raise({ type })],
      [`the instance "${key}"`, ...raise({ type: ofInstance })],
      [
        `the priority "${key}"`,
        ...raise({ type: await aCaseType({ priorities: [key, 'medium'], targets: [] }), priority: key }),
      ],
      [`the alert type "${alertType}"`, '/v1/alerts', { type: alertType, contactId: contact.id }],
      [`the retention policy "${key}"`, `/v1/retention-policies/${key}/run`, {}],
      [`the webhook "${key}"`, `/v1/webhooks/${key}/recover`, { since: '2026-01-01T00:00:00Z' }],
    ] as const;
    for (const [what, path, body] of refused) {
      const by = path.startsWith('/v1/cases') || path === '/v1/alerts' ? manager : admin;
      const answer = await act<{ code: string; detail: string }>(by, path, body);
      expect([what, answer.status, answer.body]).toMatchObject([
        what,
        409,
        { code: 'disabled', detail: `${what} is disabled` },
      ]);
    }
  });

  test('[AL-3] critical cannot be deleted, nor one that something refers to', async () => {
    const { admin } = here().as;
    const remove = async (key: string) => {
      const { headers } = await admin.send('GET', `/v1/priorities/${key}`);
      return admin.send('DELETE', `/v1/priorities/${key}`, { headers: { 'if-match': headers.get('etag') ?? '' } });
    };
    expectRefused(await remove('critical'), 409, 'in-use');
    expectRefused(await remove('medium'), 409, 'in-use');
    const key = unique('unused-');
    await put(`/v1/priorities/${key}`, { name: 'Unused', order: 60 });
    expect((await remove(key)).status).toBe(204);
    expectRefused(await admin.send('GET', `/v1/priorities/${key}`), 404);
  });

  test('[CA-18] a case comes back out of the trash: its type and its priority are not deleted meanwhile', async () => {
    const { admin, manager } = here().as;
    const remove = (path: string) => admin.send('DELETE', path, { headers: { 'if-match': '*' } });
    const priority = unique('rare-');
    await put(`/v1/priorities/${priority}`, { name: 'Rare', order: 61 });
    const type = await aCaseType({ priorities: undefined, targets: [] });
    const { id } = await aCase({ type, priority });
    expect((await manager.send('DELETE', `/v1/cases/${id}`, { headers: { 'if-match': '*' } })).status).toBe(204);
    for (const path of [`/v1/case-types/${type}`, `/v1/priorities/${priority}`])
      expectRefused(await remove(path), 409, 'in-use');
    expect((await act(manager, `/v1/cases/${id}/restore`)).status).toBe(200);
    const listed = await manager.get<{ items: { id: string }[] }>(`/v1/cases?type=${type}&sort=-priority`);
    expect(listed.items.map((one) => one.id)).toEqual([id]);

    // Gone for good it holds nothing.
    expect((await manager.send('DELETE', `/v1/cases/${id}`, { headers: { 'if-match': '*' } })).status).toBe(204);
    const forGood = await admin.send('DELETE', `/v1/cases/${id}?permanent=true`, { headers: { 'if-match': '*' } });
    expect(forGood.status).toBe(204);
    for (const path of [`/v1/case-types/${type}`, `/v1/priorities/${priority}`])
      expect((await remove(path)).status).toBe(204);
  });
});

describe('[AL-6] settling an alert', () => {
  const asking = () =>
    anAlertType({
      outcomeRequired: true,
      noteRequired: true,
      outcomes: [
        { key: 'contacted', name: 'Contacted', for: ['resolved'] },
        { key: 'excused', name: 'Excused', for: ['dismissed'] },
        { key: 'other', name: 'Other' },
      ],
    });

  test('[AL-6] takes the outcome and the note that its type asks for, and no outcome that is for another end', async () => {
    const { id } = await anAlert({ type: await asking() });
    for (const verb of ['resolve', 'dismiss'])
      expectRefused(await go(id, verb), 400, 'invalid-request', ['/outcome', '/note']);
    expectRefused(await go(id, 'resolve', { outcome: 'excused' }), 400, undefined, ['/outcome', '/note']);
    expectRefused(await go(id, 'resolve', { outcome: 'nonsense', note: 'x' }), 400, undefined, ['/outcome']);
    const { body } = await go(id, 'resolve', { outcome: 'contacted', note: 'Was ill.' });
    expect(body).toMatchObject({ status: 'resolved', outcome: 'contacted' });
    expect((await historyOf('alerts', id)).at(-1)).toMatchObject({ after: { outcome: 'contacted', note: 'Was ill.' } });
    const cancelled = await anAlert({ type: await asking() });
    expect((await go(cancelled.id, 'cancel')).body.status).toBe('cancelled');
  });

  test.each([
    ['resolved', 'resolvedAt'],
    ['dismissed', 'dismissedAt'],
  ] as const)(
    '[AL-6] a case that closes leaves its alerts %s, asking nobody; settled ones stay what they are',
    async (status, at) => {
      const contact = await aContact();
      const type = await aCaseType({ onClose: { closeAlerts: status } });
      const alerts = [
        await anAlert({ contactId: contact.id, type: await asking() }),
        await anAlert({ contactId: contact.id }),
      ];
      const { id } = await aCase({ type, contactId: contact.id, alertIds: alerts.map((alert) => alert.id) });
      await go(alerts[1]?.id ?? '', 'dismiss', { note: 'Before.' });
      const before = await here().as.admin.get<AlertAnswer>(`/v1/alerts/${alerts[1]?.id}`);
      const closed = await act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved' });
      expect(closed.status).toBe(200);
      const settled = await here().as.admin.get<AlertAnswer>(`/v1/alerts/${alerts[0]?.id}`);
      expect(settled).toMatchObject({ status, category: 'closed', [at]: closed.body.closedAt });
      expect(await here().as.admin.get(`/v1/alerts/${alerts[1]?.id}`)).toEqual(before);
    },
  );

  test('[AL-6] a case of a type that says nothing leaves its alerts as they are', async () => {
    const contact = await aContact();
    const alert = await anAlert({ contactId: contact.id });
    const { id } = await aCase({
      type: await aCaseType({ onClose: undefined }),
      contactId: contact.id,
      alertIds: [alert.id],
    });
    await act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved' });
    expect(await here().as.admin.get(`/v1/alerts/${alert.id}`)).toMatchObject({
      status: 'escalated',
      category: 'open',
    });
  });
});

describe('[AL-8] the discussion and the timeline of an alert', () => {
  test('[AL-8] tell who said and changed what, when, and how it was before', async () => {
    const ben = await signIn('ben', 'advisers');
    const alert = await anAlert({ reviewer: { user: 'ben' }, tags: [] });
    const path = `/v1/alerts/${alert.id}`;
    await act(ben, `${path}/start`, { note: 'I am on it.' });
    await act<Note>(here().as.manager, `${path}/notes`, { text: 'Does anybody know her tutor?' });
    await act<Note>(ben, `${path}/notes`, { text: 'Dev does.' });
    await ben.send('PATCH', path, { body: { tags: ['tutor'], priority: 'high' }, headers: { 'if-match': '"4"' } });
    await act(ben, `${path}/assign`, { group: 'tutors' });
    await act(ben, `${path}/dismiss`, { outcome: 'excused' });
    const notes = await everyPage<Note>(ben, `${path}/notes`, 1);
    expect(notes.map(({ text, createdBy }) => `${createdBy.id}: ${text}`)).toEqual([
      'amara: Does anybody know her tutor?',
      'ben: Dev does.',
    ]);
    const timeline = await everyPage<Awaited<ReturnType<typeof historyOf>>[number]>(ben, `${path}/history`, 2);
    expect(timeline.map(({ actor, type, changed }) => `${actor.id} ${type} ${[...changed].sort()}`).slice(1)).toEqual([
      'ben Alert Status Changed reviewedAt,status',
      'amara Note Added noteCount',
      'ben Note Added noteCount',
      'ben Alert Updated priority,tags',
      'ben Alert Reviewer Changed reviewer',
      'ben Alert Status Changed category,dismissedAt,outcome,status',
    ]);
    expect(timeline[1]).toMatchObject({
      before: { status: 'triage' },
      after: { status: 'in-progress', note: 'I am on it.' },
    });
    expect(timeline[4]).toMatchObject({
      before: { priority: 'medium', tags: [] },
      after: { priority: 'high', tags: ['tutor'] },
    });
    const instants = timeline.map(({ occurredAt }) => occurredAt);
    expect(instants).toEqual([...instants].sort());
  });
});

test('[CA-3] versions say who saved each of them, and which of them is that it was deleted', async () => {
  const path = `/v1/instances/${unique('kept-')}`;
  const [ada, bo] = [await signIn('ada', 'admins'), await signIn('bo', 'admins')];
  const save = (by: typeof ada, body: object) =>
    by.send('PUT', path, { body, headers: { ...(by === bo && { 'if-match': '*' }) } });
  expect((await save(ada, { name: 'One', labels: { case: 'Concern' } })).status).toBe(201);
  // It says less than before, and the same again: neither is a deletion.
  for (const _twice of [1, 2]) expect((await save(bo, { name: 'One' })).status).toBe(200);
  expect((await bo.send('DELETE', path, { headers: { 'if-match': '*' } })).status).toBe(204);
  expect((await save(ada, { name: 'Anew' })).status).toBe(201);
  type Version = { version: number; name: string; savedBy: { id: string }; deleted?: true };
  const { items } = await ada.get<{ items: Version[] }>(`${path}/versions`);
  expect(items.map(({ version, name, savedBy, deleted }) => [version, name, savedBy.id, deleted])).toEqual([
    [1, 'One', 'ada', undefined],
    [2, 'One', 'bo', undefined],
    [3, 'One', 'bo', undefined],
    [4, 'One', 'bo', true],
    [5, 'Anew', 'ada', undefined],
  ]);
});

test('[CA-3] what a condition asks for is not deleted, so that the export is taken back as it is', async () => {
  const { admin } = here().as;
  const remove = (path: string) => admin.send('DELETE', path, { headers: { 'if-match': '*' } });
  const priority = unique('asked-');
  await put(`/v1/priorities/${priority}`, { name: 'Asked for', order: 62 });
  const [type, alertType] = [await aCaseType(), await anAlertType()];
  const is = (field: string, value: string) => ({ field, op: 'is', value });
  const segment = `/v1/segments/${unique('asking-')}`;
  const condition = {
    all: [
      { some: 'cases', where: { any: [{ field: 'case.type', op: 'in', value: ['hazard-report', type] }] } },
      { none: 'alerts', where: { not: is('alert.type', alertType) } },
    ],
  };
  await put(segment, { name: 'Asking', condition });
  const rule = await act<{ id: string }>(admin, '/v1/rules', {
    ...{ title: 'Asking', for: 'case', trigger: { event: 'case-created' } },
    ...{ condition: is('case.priority', priority), actions: [{ do: 'add-tag', tag: 'asked' }] },
  });
  const asked = [`/v1/case-types/${type}`, `/v1/alert-types/${alertType}`, `/v1/priorities/${priority}`];
  for (const path of asked) expectRefused(await remove(path), 409, 'in-use');
  const file = await admin.get<object>('/v1/configuration/export');
  expect((await act(admin, '/v1/configuration/import?dryRun=true', file)).status).toBe(200);
  for (const path of [segment, `/v1/rules/${rule.body.id}`]) expect((await remove(path)).status).toBe(204);
  for (const path of asked) expect((await remove(path)).status).toBe(204);

  // A type that names itself is in nobody's way.
  const own = unique('own-');
  const routine = {
    ...{ title: 'Again', trigger: { event: 'case-closed' }, condition: is('case.type', own) },
    actions: [{ do: 'create-case', case: { type: own, subject: 'Again' } }],
  };
  const body = await likeness('/v1/case-types/academic-concern', {});
  await put(`/v1/case-types/${own}`, body);
  await put(`/v1/case-types/${own}`, { ...body, routines: [routine] });
  expect((await remove(`/v1/case-types/${own}`)).status).toBe(204);
});
