import { afterEach, describe, expect, it } from 'vitest';
import { selectRows } from '#functions/jobs/bulk/select-rows.ts';
import { servicesOn } from '#functions/services.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { ulids } from '#shared/core/records/ids.ts';
import type { JobAnswer } from '#shared/insight/jobs/job.schema.ts';
import { bulk, job, reportOf, undo } from './jobs.ts';
import {
  aCase,
  aCaseType,
  act,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  historyOf,
  likeness,
  put,
  signIn,
} from './world.ts';

const is = (field: string, value: unknown) => ({ field, op: 'is', value });
const ofType = (type: string) => ({
  all: [is('case.type', type), { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] }],
});
const addTag = { do: 'add-tag', tag: 'seen' };
const read = (id: string) => here().as.admin.get<CaseAnswer>(`/v1/cases/${id}`);

describe('many cases at once', () => {
  it('[BU-1] by a condition: reassigned in one job, with a line for each row', async () => {
    const { manager } = here().as;
    const type = await aCaseType();
    const cases = [await aCase({ type }), await aCase({ type }), await aCase({ type, assignee: { group: 'tutors' } })];
    await aCase();
    const action = { do: 'update-assignee', group: 'tutors' };
    const done = await bulk(manager, { condition: ofType(type), action });
    expect(done).toMatchObject({ kind: 'bulk', status: 'finished', total: 3, done: 3, failed: 0, undo: true });
    expect(await reportOf(manager, done.id)).toEqual([
      { id: cases[0]?.id, status: 'changed', code: '' },
      { id: cases[1]?.id, status: 'changed', code: '' },
      { id: cases[2]?.id, status: 'unchanged', code: '' },
    ]);
    for (const { id } of cases) expect((await read(id)).assignee).toEqual({ group: 'tutors' });
    const [assigned] = (await historyOf('cases', cases[0]?.id ?? '')).filter(({ type: of }) => of === 'Case Assigned');
    expect(assigned?.actor).toEqual({ kind: 'user', id: 'amara' });
  });

  it('[BU-1] by ids: what is not there or not for the caller is not found, what may not be done is refused, the others go on', async () => {
    const { manager, enquiry } = here().as;
    const mine = await aCase();
    const hidden = await aCase({ private: true });
    const closed = await aCase();
    await act(manager, `/v1/cases/${closed.id}/close`, { reason: 'solved' });
    const ids = [mine.id, mine.id, hidden.id, closed.id, 'no-such-case'];
    const other = await signIn('ben', 'advisers');
    const done = await bulk(other, { ids, action: { do: 'close', reason: 'solved' } });
    expect(done).toMatchObject({ total: 4, done: 4, failed: 3 });
    expect(await reportOf(other, done.id)).toEqual([
      { id: mine.id, status: 'changed', code: '' },
      { id: hidden.id, status: 'refused', code: 'not-found' },
      { id: closed.id, status: 'refused', code: 'already-closed' },
      { id: 'no-such-case', status: 'refused', code: 'not-found' },
    ]);
    const asked = await bulk(enquiry, { ids: [mine.id], action: addTag });
    expect(await reportOf(enquiry, asked.id)).toEqual([{ id: mine.id, status: 'refused', code: 'not-allowed' }]);
  });

  it('[BU-1] a condition selects nothing that the caller may not see', async () => {
    const type = await aCaseType();
    await aCase({ type, private: true });
    const seen = await aCase({ type });
    const other = await signIn('ben', 'advisers');
    const done = await bulk(other, { condition: ofType(type), action: addTag });
    expect(await reportOf(other, done.id)).toEqual([{ id: seen.id, status: 'changed', code: '' }]);
  });

  it('[BU-1] who loses a type before the rows are done does nothing to them any more', async () => {
    const { manager } = here().as;
    const type = await aCaseType();
    const cases = [await aCase({ type }), await aCase({ type })];
    const body = { ids: cases.map(({ id }) => id), action: addTag };
    const begun = await manager.send<JobAnswer>('POST', '/v1/bulk', { body });
    const groups = { managers: ['estates'], starters: [] };
    await put(`/v1/case-types/${type}`, await likeness(`/v1/case-types/${type}`, { groups }));
    await here().local.idle();
    expect((await reportOf(manager, begun.body.id)).map(({ code }) => code)).toEqual(['not-allowed', 'not-allowed']);
    for (const { id } of cases) expect((await read(id)).tags).toEqual([]);
  });

  it('[BU-1] nobody gives a case where the type does not let them, by whatever way the action finds whom', async () => {
    const record = await aCase({ assignee: { group: 'tutors' } });
    const tutor = await signIn('dev', 'tutors');
    const give = async (action: object) =>
      (await reportOf(tutor, (await bulk(tutor, { ids: [record.id], action })).id))[0]?.code;
    expect(await give({ do: 'update-assignee', group: 'estates' })).toBe('not-allowed');
    expect(await give({ do: 'update-assignee', user: 'grace' })).toBe('not-allowed');
    expect(await give({ do: 'update-assignee', assign: { behaviour: 'balanced', pool: [{ user: 'grace' }] } })).toBe(
      'not-allowed',
    );
    expect(await give({ do: 'update-assignee', group: 'advisers' })).toBe('');
  });

  it('[BU-1] alerts, of which the action says that they are meant', async () => {
    const { manager } = here().as;
    const type = await anAlertType({ outcomeRequired: false, outcomes: [] });
    const alerts = [await anAlert({ type }), await anAlert({ type })];
    const condition = is('alert.type', type);
    const done = await bulk(manager, { condition, action: { do: 'dismiss' } });
    expect(done).toMatchObject({ done: 2, failed: 0 });
    const undone = await undo(manager, done.id);
    expect(undone).toMatchObject({ done: 2, failed: 0, undoes: done.id });
    for (const { id } of alerts)
      expect(await manager.get<AlertAnswer>(`/v1/alerts/${id}`)).toMatchObject({ status: 'triage', category: 'open' });
    const tagged = await bulk(manager, { for: 'alerts', condition, action: addTag });
    expect(tagged).toMatchObject({ done: 2, failed: 0 });
  });

  it('[BU-1] those to which nothing has happened for long are closed; the dry run says which', async () => {
    const { local } = here();
    const type = await aCaseType();
    const quiet = await aCase({ type });
    await local.advance('P2D');
    const manager = await signIn('amara', 'advisers');
    const young = await aCase({ type }, manager);
    await local.advance('P2D');
    const admin = await signIn('ada', 'admins');
    const condition = {
      all: [...ofType(type).all, { field: 'case.lastActivityAt', op: 'before', value: { ago: 'P3D' } }],
    };
    const wanted = { condition, action: { do: 'close', reason: 'solved' } };
    const dry = await bulk(admin, { ...wanted, dryRun: true });
    expect(dry).toMatchObject({ status: 'finished', dryRun: true, total: 1, done: 1, token: expect.any(String) });
    expect(dry.undo).toBeUndefined();
    expect(await reportOf(admin, dry.id)).toEqual([{ id: quiet.id, status: 'changed', code: '' }]);
    expect((await admin.get<CaseAnswer>(`/v1/cases/${quiet.id}`)).closedAt).toBeUndefined();
    await bulk(admin, wanted);
    expect((await admin.get<CaseAnswer>(`/v1/cases/${quiet.id}`)).status.category).toBe('resolved');
    expect((await admin.get<CaseAnswer>(`/v1/cases/${young.id}`)).closedAt).toBeUndefined();
  });

  it('[BU-1] a row that no longer meets the condition when its turn comes is left alone', async () => {
    const { manager } = here().as;
    const type = await aCaseType();
    const [first, second] = [await aCase({ type }), await aCase({ type })];
    const wanted = { condition: { all: [...ofType(type).all, is('case.priority', first.priority)] }, action: addTag };
    const dry = await bulk(manager, { ...wanted, dryRun: true });
    await manager.send('PATCH', `/v1/cases/${second.id}`, {
      body: { priority: 'critical' },
      headers: { 'if-match': '*' },
    });
    await aCase({ type });
    const done = await bulk(manager, { ...wanted, token: dry.token });
    expect(await reportOf(manager, done.id)).toEqual([
      { id: first.id, status: 'changed', code: '' },
      { id: second.id, status: 'unchanged', code: 'no-match' },
    ]);
  });

  it('[BU-1] [BU-3] a row that is no longer for the caller after the dry run, or before an undo, is left alone', async () => {
    const { manager, admin } = here().as;
    const ids: string[] = [];
    for (let index = 0; index < 7; index++) ids.push((await aCase({}, admin)).id);
    const { token } = await bulk(manager, { ids, action: addTag, dryRun: true });
    const match = { headers: { 'if-match': '*' } };
    /** Three of them, each in its own way. */
    const takeAway = async ([one, two, three]: readonly string[]): Promise<void> => {
      await admin.send('PATCH', `/v1/cases/${one}`, { body: { private: true }, ...match });
      await admin.send('PUT', `/v1/cases/${two}/locks/amara`, { body: {} });
      await admin.send('DELETE', `/v1/cases/${three}`, match);
    };
    const codes = ['not-found', 'not-found', 'in-trash'];
    const refused = (from: number) => codes.map((code, at) => ({ id: ids[from + at], status: 'refused', code }));
    await takeAway(ids);
    const done = await bulk(manager, { ids, action: addTag, token });
    const changed = ids.slice(3).map((id) => ({ id, status: 'changed', code: '' }));
    expect(await reportOf(manager, done.id)).toEqual([...refused(0), ...changed]);
    await takeAway(ids.slice(3));
    const back = await reportOf(manager, (await undo(manager, done.id)).id);
    expect(back).toEqual([{ id: ids[6], status: 'changed', code: '' }, ...refused(3).reverse()]);
    const tags = await Promise.all([ids[0], ids[3], ids[6]].map((id) => read(id ?? '')));
    expect(tags.map((record) => record.tags)).toEqual([[], ['seen'], []]);
  });

  it('[BU-1] [BU-3] the same key asks for one job, and only who asked and administrators see it', async () => {
    const { manager, admin, 'another manager': another } = here().as;
    const { id } = await aCase();
    const ask = () =>
      manager.send<JobAnswer>('POST', '/v1/bulk', {
        body: { ids: [id], action: addTag },
        headers: { 'idempotency-key': id },
      });
    const [one, two] = [await ask(), await ask()];
    expect([one.status, two.status, two.body.id]).toEqual([202, 202, one.body.id]);
    await here().local.idle();
    const { items } = await manager.get<{ items: JobAnswer[] }>('/v1/jobs');
    expect(items.filter(({ id: of }) => of === one.body.id)).toMatchObject([{ status: 'finished', done: 1 }]);
    expect((await admin.get<{ items: JobAnswer[] }>('/v1/jobs?all=true')).items.map((of) => of.id)).toContain(
      one.body.id,
    );
    expect((await another.get<{ items: JobAnswer[] }>('/v1/jobs')).items).toEqual([]);
    expectRefused(await another.send('GET', '/v1/jobs?all=true'), 403);
    expectRefused(await another.send('GET', `/v1/jobs/${one.body.id}`), 404);
    expectRefused(await another.send('POST', `/v1/jobs/${one.body.id}/cancel`), 404);
    expectRefused(await another.send('POST', `/v1/jobs/${one.body.id}/undo`), 404);
    expect((await job(admin, one.body.id)).status).toBe('finished');
    expectRefused(await manager.send('POST', `/v1/jobs/${one.body.id}/cancel`), 409, 'not-running');
  });
});

describe('undoing', () => {
  it('[BU-3] of a close gives back the status, the tasks and the alerts that were settled with it; a second one is refused', async () => {
    const { manager } = here().as;
    const type = await aCaseType();
    const record = await aCase({ type, contactId: 'S101' });
    const alert = await anAlert({ contactId: 'S101' });
    expect((await act(manager, `/v1/alerts/${alert.id}/escalate`, { caseId: record.id })).status).toBe(200);
    const { id: taskId } = await manager.post<{ id: string }>(`/v1/cases/${record.id}/tasks`, { title: 'Call' });
    await act(manager, `/v1/cases/${record.id}/status`, { status: 'waiting' });
    const before = await read(record.id);
    const done = await bulk(manager, { ids: [record.id], action: { do: 'close', reason: 'solved' } });
    expect(await read(record.id)).toMatchObject({ status: { category: 'resolved' }, openTasks: 0 });
    const undone = await undo(manager, done.id);
    expect(await reportOf(manager, undone.id)).toEqual([{ id: record.id, status: 'changed', code: '' }]);
    const after = await read(record.id);
    expect(after).toMatchObject({ status: before.status, openTasks: 1 });
    expect([after.closedAt, after.closure]).toEqual([undefined, undefined]);
    expect(await manager.get(`/v1/cases/${record.id}/tasks/${taskId}`)).toMatchObject({ status: 'to-do' });
    expect(await manager.get(`/v1/alerts/${alert.id}`)).toMatchObject({ status: 'escalated' });
    expectRefused(await manager.send('POST', `/v1/jobs/${done.id}/undo`), 409, 'already-undone');
    expectRefused(await manager.send('POST', `/v1/jobs/${undone.id}/undo`), 409, 'cannot-undo');
    expect(await job(manager, done.id)).toMatchObject({ undoneBy: undone.id });
  });

  it('[BU-3] leaves alone and lists what somebody has changed since', async () => {
    const { manager } = here().as;
    const [one, two] = [await aCase({ tags: ['old'] }), await aCase()];
    const done = await bulk(manager, { ids: [one.id, two.id], action: addTag });
    await manager.send('PATCH', `/v1/cases/${two.id}`, { body: { subject: 'Mine now' }, headers: { 'if-match': '*' } });
    const undone = await undo(manager, done.id);
    expect(await reportOf(manager, undone.id)).toEqual([
      { id: two.id, status: 'unchanged', code: 'changed-since' },
      { id: one.id, status: 'changed', code: '' },
    ]);
    expect((await read(one.id)).tags).toEqual(['old']);
    expect((await read(two.id)).tags).toEqual(['seen']);
  });

  it('[BU-3] of a note there is none, nor of a dry run', async () => {
    const { manager } = here().as;
    const { id } = await aCase();
    const noted = await bulk(manager, { ids: [id], action: { do: 'add-note', note: { text: 'Seen' } } });
    expect(noted.undo).toBeUndefined();
    expectRefused(await manager.send('POST', `/v1/jobs/${noted.id}/undo`), 409, 'cannot-undo');
    const dry = await bulk(manager, { ids: [id], action: addTag, dryRun: true });
    expectRefused(await manager.send('POST', `/v1/jobs/${dry.id}/undo`), 409, 'cannot-undo');
  });

  const actions: [string, object, (record: CaseAnswer) => unknown][] = [
    ['a person', { do: 'update-assignee', user: 'ben' }, ({ assignee }) => assignee],
    ['a status', { do: 'update-status', status: 'waiting' }, ({ status }) => status],
    ['a priority', { do: 'update-priority', priority: 'critical' }, ({ priority }) => priority],
    ['a date', { do: 'update-due', at: '2027-03-01T12:00:00.000Z' }, ({ dueAt }) => dueAt],
    ['a tag', addTag, ({ tags }) => tags],
    ['privacy', { do: 'set-private', private: true }, (record) => record.private],
    ['a follower', { do: 'add-subscriber', user: 'ben' }, ({ subscribers }) => subscribers],
    ['a task', { do: 'create-task', task: { title: 'Call' } }, ({ openTasks }) => openTasks],
  ];
  it.each(actions)('[BU-3] gives back what it was before: %s', async (_, action, member) => {
    const { admin } = here().as;
    const record = await aCase();
    const before = member(await read(record.id));
    const done = await bulk(admin, { ids: [record.id], action });
    expect(done).toMatchObject({ done: 1, failed: 0, undo: true });
    expect(member(await read(record.id))).not.toEqual(before);
    expect(await undo(admin, done.id)).toMatchObject({ done: 1, failed: 0 });
    expect(member(await read(record.id))).toEqual(before);
  });
});

describe('a bulk that is refused', () => {
  it('[BU-1] says everything that is wrong with it at once', async () => {
    const { manager } = here().as;
    const { id } = await aCase();
    const ask = (body: object, query = '') => manager.send('POST', `/v1/bulk${query}`, { body });
    expectRefused(await ask({ ids: [id], action: addTag }, '?dryRun=true'), 400, 'invalid-request', ['/query/dryRun']);
    expectRefused(await ask({ action: addTag }), 400, 'invalid-request');
    expectRefused(await ask({ ids: [id], condition: { all: [] }, action: addTag }), 400, 'invalid-request');
    expectRefused(await ask({ ids: [], action: addTag }), 400, 'invalid-request', ['/ids']);
    const many = Array.from({ length: 5_001 }, (_, index) => `case-${index}`);
    expectRefused(await ask({ ids: many, action: addTag }), 400, 'invalid-request', ['/ids']);
    expectRefused(await ask({ ids: [id], action: { do: 'explode' } }), 400, 'invalid-request', ['/action/do']);
    expectRefused(await ask({ for: 'case', ids: [id], action: { do: 'dismiss' } }), 400, 'invalid-request', [
      '/action/do',
    ]);
    const unknown = { condition: is('case.colour', 'red'), action: { do: 'update-assignee', group: 'nobody' } };
    expectRefused(await ask(unknown), 400, 'invalid-request', ['/action/group', '/condition/field']);
    expectRefused(await ask({ ids: [id], action: unknown.action }), 422, 'unknown-reference', ['/action/group']);
    expectRefused(await ask({ ids: [id], action: addTag, dryRun: true, token: 'x' }), 400, 'invalid-request', [
      '/token',
    ]);
    expectRefused(await ask({ ids: [id], action: addTag, token: 'x' }), 409, 'needs-token');
  });

  it('[BU-3] whose condition selects more rows than go without a token', async () => {
    const type = await anAlertType();
    for (let index = 0; index < 2; index++) await anAlert({ type });
    const { createdAt } = await anAlert({ type });
    const { table } = here();
    const now = Date.parse(createdAt) + 60_000;
    const services = servicesOn(
      { table, now: () => now, newId: ulids(), random: (bytes) => new Uint8Array(bytes) },
      {},
    );
    await services.definitions.refresh();
    const caller = { id: 'ada', groups: ['admins'], isAdmin: true, seesAll: false, isStaff: true };
    const asked = { kind: 'alert' as const, condition: is('alert.type', type) as Condition, caller, at: now };
    expect(await selectRows(services, { ...asked, most: 3 })).toHaveLength(3);
    await expect(selectRows(services, { ...asked, most: 2 })).rejects.toMatchObject({ code: 'needs-token' });
  });

  it('[BU-3] over a thousand rows without the token of its own dry run', async () => {
    const { manager, admin } = here().as;
    const ids = Array.from({ length: 1_001 }, (_, index) => `no-case-${index}`);
    const wanted = { ids, action: addTag };
    const ask = (by: typeof manager, body: object) => by.send('POST', '/v1/bulk', { body });
    expectRefused(await ask(manager, wanted), 409, 'needs-token');
    const dry = await bulk(manager, { ...wanted, dryRun: true });
    expect(dry).toMatchObject({ total: 1_001, done: 1_001, failed: 1_001 });
    const { token } = dry;
    expectRefused(await ask(admin, { ...wanted, token }), 409, 'needs-token');
    expectRefused(await ask(manager, { ids, action: { do: 'add-tag', tag: 'other' }, token }), 409, 'needs-token');
    expectRefused(await ask(manager, { ids: ids.slice(1), action: addTag, token }), 409, 'needs-token');
    expect(await bulk(manager, { ...wanted, token })).toMatchObject({ status: 'finished', done: 1_001 });
    await here().local.advance('P1DT1M');
    const later = await signIn('amara', 'advisers');
    expectRefused(await ask(later, { ...wanted, token }), 409, 'needs-token');
  });
});

describe('a bulk in a storm', () => {
  afterEach(() => here().local.faults({}));

  it('[BU-1] whose runs die in three of four, and whose start is told twice and late, does each row once', async () => {
    const { manager } = here().as;
    const cases = [];
    for (let index = 0; index < 12; index++) cases.push(await aCase());
    const ids = cases.map(({ id }) => id);
    const fail = [{ function: 'wake', rate: 0.75 }];
    await here().local.faults({ duplicate: 1, reorder: true, delayMs: 500, fail, seed: 7 });
    const { id } = await manager.post<JobAnswer>('/v1/bulk', {
      ids,
      action: { do: 'add-note', note: { text: 'Once' } },
    });
    for (let round = 0; round < 40 && (await job(manager, id)).status !== 'finished'; round++)
      await here().local.advance('PT2M');
    expect(await job(manager, id)).toMatchObject({ status: 'finished', total: 12, done: 12, failed: 0 });
    expect((await reportOf(manager, id)).map((row) => row.id)).toEqual(ids);
    for (const one of ids) {
      const { items } = await manager.get<{ items: unknown[] }>(`/v1/cases/${one}/notes`);
      expect(items).toHaveLength(1);
    }
  });
});
