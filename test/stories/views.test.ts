import { describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { aCase, aCaseType, act, anAlert, everyPage, expectRefused, here, signIn, unique } from './world.ts';

type Counts = Record<string, { count: number; atLeast?: true }>;

const countsFor = async (caller: Client, subject = 'cases'): Promise<Counts> => {
  await here().local.idle();
  const { items } = await caller.get<{ items: { key: string; count: number }[] }>(`/v1/views/counts?for=${subject}`);
  return Object.fromEntries(items.map(({ key, ...count }) => [key, count]));
};
const rowsOf = async (caller: Client, view: string, subject = 'cases'): Promise<string[]> =>
  (await everyPage<{ id: string }>(caller, `/v1/${subject}?view=${view}`)).map(({ id }) => id);

const builtIn = {
  cases: ['mine', 'my-teams', 'unassigned', 'overdue', 'due-soon', 'triage', 'subscribed', 'all-open'],
  alerts: ['mine', 'my-teams', 'unassigned', 'triage', 'overdue', 'all-open'],
};

/** Every view has as many rows as is counted. */
const expectAgreed = async (caller: Client, subject: 'cases' | 'alerts'): Promise<Counts> => {
  const counts = await countsFor(caller, subject);
  const listed: Counts = {};
  for (const key of Object.keys(counts)) listed[key] = { count: (await rowsOf(caller, key, subject)).length };
  expect(counts).toEqual(listed);
  return counts;
};

describe('[FN-5] built-in views', () => {
  test('[FN-5] of cases have their rows, counted', async () => {
    const { as } = here();
    const target = { amount: 1, unit: 'hours', time: 'calendar' };
    const type = await aCaseType({ targets: [{ key: 'completion', name: 'Completion', target }] });
    const mine = await aCase({ type });
    await act(as.manager, `/v1/cases/${mine.id}/claim`);
    const team = await aCase({ type, assignee: { group: 'advisers' } });
    const free = await aCase({ type });
    await here().as.manager.send('PUT', `/v1/cases/${free.id}/subscribers/amara`, {});
    const counts = await expectAgreed(as.manager, 'cases');
    expect(Object.keys(counts)).toEqual(builtIn.cases);
    expect(await rowsOf(as.manager, 'mine')).toEqual([mine.id]);
    expect(await rowsOf(as.manager, 'my-teams')).toEqual([team.id]);
    expect(await rowsOf(as.manager, 'subscribed')).toEqual([free.id]);
    expect(await rowsOf(as.manager, 'unassigned')).toEqual([free.id]);
    expect(counts['all-open']).toEqual({ count: 3 });
    expect(counts).toMatchObject({ 'due-soon': { count: 3 }, overdue: { count: 0 } });
    // Before anything has counted them anew.
    await here().local.advance('PT1H');
    expect(await expectAgreed(as.manager, 'cases')).toMatchObject({ 'due-soon': { count: 0 }, overdue: { count: 3 } });
    await here().local.advance('PT1M');
    expect(await expectAgreed(as.manager, 'cases')).toMatchObject({ 'due-soon': { count: 0 }, overdue: { count: 3 } });
  });

  test('[FN-5] of alerts likewise', async () => {
    const { as } = here();
    const alert = await anAlert();
    await anAlert();
    await act(as.manager, `/v1/alerts/${alert.id}/assign`, { user: 'amara' });
    const counts = await expectAgreed(as.manager, 'alerts');
    expect(Object.keys(counts)).toEqual(builtIn.alerts);
    expect(counts).toMatchObject({ mine: { count: 1 }, triage: { count: 2 }, 'all-open': { count: 2 } });
  });
});

const high: Condition = { field: 'case.priority', op: 'is', value: 'high' };

describe('[FN-5] saved views', () => {
  test('[FN-5] are kept, listed, changed by their owner, shared with teams, deleted', async () => {
    const { as } = here();
    const body = { name: 'High', for: 'cases', condition: high, sort: 'dueAt', columns: ['subject'] };
    const made = await as.manager.send<{ key: string }>('POST', '/v1/views', { body: { ...body, key: 'high' } });
    expect(made).toMatchObject({ status: 201, body: { key: 'high', version: 1, builtIn: false, pinned: false } });
    expectRefused(
      await as.manager.send('POST', '/v1/views', { body: { ...body, key: 'high' } }),
      409,
      'already-exists',
    );
    expectRefused(
      await as.manager.send('POST', '/v1/views', { body: { ...body, key: 'mine' } }),
      409,
      'already-exists',
    );
    expectRefused(await as.reassignment.send('GET', '/v1/views/high'), 404);
    const keys = async (caller: Client) =>
      (await everyPage<{ key: string }>(caller, '/v1/views?for=cases')).map(({ key }) => key);
    expect(await keys(as.manager)).toEqual([...builtIn.cases, 'high']);
    expect(await keys(as.reassignment)).toEqual(builtIn.cases);
    expect(await keys(as.admin)).toContain('high');

    const shared = { ...body, shared: ['tutors'] };
    expectRefused(await as.manager.send('PUT', '/v1/views/high', { body: shared }), 428);
    const headers = { 'if-match': '"1"' };
    expect(await as.manager.send('PUT', '/v1/views/high', { body: shared, headers })).toMatchObject({ status: 200 });
    expectRefused(await as.manager.send('PUT', '/v1/views/high', { body: shared, headers }), 412);
    expect(await keys(as.reassignment)).toContain('high');
    expectRefused(await as.reassignment.send('PUT', '/v1/views/high', { body, headers: { 'if-match': '"2"' } }), 403);
    expectRefused(await as.reassignment.send('DELETE', '/v1/views/high'), 403);
    expectRefused(await as.enquiry.send('DELETE', '/v1/views/high'), 404);
    expect((await as.admin.send('DELETE', '/v1/views/high')).status).toBe(204);
    expect(await keys(as.reassignment)).toEqual(builtIn.cases);
    expectRefused(await as.manager.send('GET', '/v1/cases?view=high'), 422, undefined, ['/query/view']);
  });

  test('[FN-5] what is wrong with one is said, all at once', async () => {
    const { as } = here();
    const post = (body: object) => as.manager.send('POST', '/v1/views', { body });
    const view = { name: 'x', for: 'cases', condition: high };
    expectRefused(
      await post({ ...view, name: '', condition: { field: 'case.nonsense', op: 'is', value: 1 } }),
      400,
      undefined,
      ['/name', '/condition/field'],
    );
    expectRefused(await post({ ...view, shared: ['nobody-here'] }), 422, undefined, ['/shared/0']);
    const beside = { field: 'contact.labels', op: 'contains', value: 'first-year' };
    expectRefused(await post({ ...view, condition: beside, pinned: true }), 400, undefined, ['/pinned']);
    expect((await post({ ...view, condition: beside })).status).toBe(201);
    expectRefused(await as.manager.send('GET', '/v1/alerts?view=subscribed'), 400, undefined, ['/query/view']);
    const page = await as.manager.get<{ nextCursor: string }>('/v1/views?limit=1');
    expectRefused(await as.manager.send('GET', `/v1/views?limit=1&for=alerts&cursor=${page.nextCursor}`), 400);
  });

  test('[FN-5] one that asks for a type that is gone finds nothing; a search says what is gone', async () => {
    const { manager, admin } = here().as;
    const type = await aCaseType({ fields: [{ key: 'zebra', name: 'Zebra', type: 'text' }] });
    const conditions = [
      { field: 'case.type', op: 'is', value: type },
      { field: 'case.fields.zebra', op: 'exists' },
    ] as const;
    const keys: string[] = [];
    for (const condition of conditions) {
      const key = unique('gone-');
      keys.push(key);
      await manager.post('/v1/views', { key, name: key, for: 'cases', condition, pinned: true });
    }
    const { headers } = await admin.send('GET', `/v1/case-types/${type}`);
    const match = { 'if-match': headers.get('etag') ?? '' };
    expect((await admin.send('DELETE', `/v1/case-types/${type}`, { headers: match })).status).toBe(204);
    const counts = await countsFor(manager);
    for (const key of keys) expect([await rowsOf(manager, key), counts[key]]).toEqual([[], { count: 0 }]);
    for (const [index, pointer] of ['/condition/value', '/condition/field'].entries()) {
      const asked = { body: { condition: conditions[index] } };
      expectRefused(await manager.send('POST', '/v1/search/cases', asked), 400, 'invalid-request', [pointer]);
    }
    for (const key of keys) expect((await manager.send('DELETE', `/v1/views/${key}`)).status).toBe(204);
  });

  test('[FN-5] of a hundred that are pinned each may ask for something else, and none more is', async () => {
    const view = { name: 'High', for: 'cases', condition: high, pinned: true };
    for (let person = 0; person < 10; person++) {
      const by = await signIn(`adviser-${person}`, 'advisers');
      for (let n = 0; n < 10; n++) await by.post('/v1/views', { ...view, key: `pin-${person}-${n}` });
    }
    const by = await signIn('adviser-9', 'advisers');
    const low = { ...view, condition: { ...high, value: 'low' } };
    const headers = { 'if-match': '"1"' };
    const changed = await by.send('PUT', '/v1/views/pin-9-9', { body: low, headers });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expectRefused(await here().as.reassignment.send('POST', '/v1/views', { body: low }), 409, 'too-many-pinned');
    expect((await by.send('DELETE', '/v1/views/pin-9-9')).status).toBe(204);
    await here().as.reassignment.post('/v1/views', low);
  });

  test('[FN-5] pinned ones are counted as rows change, also those of before', async () => {
    const { as } = here();
    const first = await aCase({ priority: 'high' });
    await here().local.idle();
    await as.manager.post('/v1/views', { key: 'pinned', name: 'High', for: 'cases', condition: high, pinned: true });
    await as.manager.post('/v1/views', { key: 'plain', name: 'High', for: 'cases', condition: high });
    expect(await countsFor(as.manager)).toMatchObject({ pinned: { count: 1 }, plain: { count: 1 } });
    await aCase({ priority: 'high' });
    await aCase({ priority: 'low' });
    expect(await countsFor(as.manager)).toMatchObject({ pinned: { count: 2 }, plain: { count: 2 } });
    await act(as.manager, `/v1/cases/${first.id}/close`, { reason: 'solved' });
    expect((await expectAgreed(as.manager, 'cases')).pinned).toEqual({ count: 2 });
    const low = { name: 'Low', for: 'cases', condition: { ...high, value: 'low' }, pinned: true };
    const changed = await as.manager.send('PUT', '/v1/views/pinned', { body: low, headers: { 'if-match': '"1"' } });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expect((await expectAgreed(as.manager, 'cases')).pinned).toEqual({ count: 1 });
    await here().local.advance('PT5M');
    expect((await here().table.queryAll({ pk: 'QUESTION', consistent: true })).length).toBe(1);
    for (let n = 0; n < 9; n++) await as.manager.post('/v1/views', { ...low, key: unique('more-') });
    expectRefused(await as.manager.send('POST', '/v1/views', { body: low }), 409, 'too-many-pinned');
  });
});
