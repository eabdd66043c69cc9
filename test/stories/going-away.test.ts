import { describe, expect, test } from 'vitest';
import { dealing } from './dealing.ts';
import { aCase, act, anAlert, expectRefused, here, historyOf, put, signIn, unique } from './world.ts';

describe('[AU-13] an absence', () => {
  test('[AU-13] is said by managers of any type and admins for others, and by nobody else', async () => {
    const body = { from: '2026-12-01', to: '2026-12-04', substitute: 'ben' };
    const path = '/v1/people/chloe/absence';
    expect(await here().as.manager.send('PUT', path, { body })).toMatchObject({ status: 200, body });
    expect(await here().as.admin.get(path)).toEqual(body);
    expect(await (await signIn('chloe', 'advisers')).get('/v1/me/absence')).toEqual(body);
    for (const role of ['reassignment', 'enquiry', 'view-all'] as const) {
      expectRefused(await here().as[role].send('PUT', path, { body }), 403);
      expectRefused(await here().as[role].send('GET', path), 403);
    }
    expectRefused(await here().as['requester, a starter'].send('GET', '/v1/me/absence'), 403);
    expectRefused(await here().as.manager.send('PUT', '/v1/people/nobody-here/absence', { body }), 404);
    expect(await here().as.manager.send('DELETE', path)).toMatchObject({ status: 204 });
    expectRefused(await here().as.manager.send('DELETE', path), 404);
  });

  test('[AU-13] is refused with every fault where it ends before it begins, or somebody stands in for themselves', async () => {
    const send = (body: object) => here().as.manager.send('PUT', '/v1/me/absence', { body });
    const [from, to] = ['2026-12-04', '2026-12-01'];
    expectRefused(await send({ from, to, substitute: 'amara' }), 400, 'invalid-request', ['/to', '/substitute']);
    expectRefused(await send({ from: to, to: from, substitute: 'nobody-here' }), 422, 'unknown-reference', [
      '/substitute',
    ]);
    expectRefused(await send({ from: 'tomorrow', until: to }), 400, 'invalid-request');
  });

  test('[AU-13] holds on the days that it names, in the zone of who is away, and not before', async () => {
    const one = unique('p');
    const { team, type } = await dealing([{ id: one }]);
    await put(`/v1/groups/${team}`, {
      name: team,
      members: [{ id: one, name: one, email: `${one}@staff.example.edu`, calendar: 'campus' }],
    });
    const them = await signIn(one, team);
    await them.send('PUT', '/v1/me/absence', { body: { from: '2026-11-24', to: '2026-11-24' } });
    for (const [at, owner] of [
      ['2026-11-23T15:00:00Z', { user: one }],
      ['2026-11-24T15:00:00Z', { group: team }],
      ['2026-11-25T15:00:00Z', { user: one }],
      ['2026-11-25T23:30:00Z', { group: team }],
    ] as const) {
      await here().local.advanceTo(at);
      const by = await signIn('ada', 'admins');
      const { id } = await aCase({ type }, by);
      await here().local.idle();
      expect((await by.get<{ assignee: unknown }>(`/v1/cases/${id}`)).assignee, at).toEqual(owner);
    }
  });
});

describe('[AU-13] handing over', () => {
  test('[AU-13] lists what is open, gives it to who stands in, and leaves what they may not have', async () => {
    const { as } = here();
    const [mine, hers] = [await aCase({ assignee: { user: 'amara' } }), await aCase({ assignee: { user: 'ben' } })];
    const barred = await aCase({ assignee: { user: 'amara' } });
    await as.manager.send('PUT', `/v1/cases/${barred.id}/locks/chloe`);
    const alert = await anAlert({ reviewer: { user: 'amara' } });
    const task = await act<{ id: string }>(as.manager, `/v1/cases/${hers.id}/tasks`, {
      title: 'Ring',
      assignee: { user: 'amara' },
    });
    const listed = await as.manager.get<{ items: { kind: string; id: string }[] }>(
      '/v1/me/absence/handover?dryRun=true',
    );
    expect(listed.items.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(
      [`case ${mine.id}`, `case ${barred.id}`, `alert ${alert.id}`, `task ${task.body.id}`].sort(),
    );
    expectRefused(await act(as.manager, '/v1/me/absence/handover'), 409, 'not-away');
    await as.manager.send('PUT', '/v1/me/absence', {
      body: { from: '2026-12-01', to: '2026-12-04', substitute: 'chloe' },
    });
    const dry = await act<{ events: unknown[] }>(as.manager, '/v1/me/absence/handover?dryRun=true');
    expect([dry.status, dry.body.events.length]).toEqual([200, 3]);
    expect(await as.manager.get(`/v1/cases/${mine.id}`)).toMatchObject({ assignee: { user: 'amara' } });
    const done = await act<{ items: object[] }>(as.manager, '/v1/me/absence/handover');
    expect(done.body.items).toEqual(
      expect.arrayContaining([
        { kind: 'case', id: mine.id, to: { user: 'chloe' } },
        { kind: 'case', id: barred.id, refused: 'locked-out' },
        { kind: 'alert', id: alert.id, to: { user: 'chloe' } },
        { kind: 'task', id: task.body.id, caseId: hers.id, to: { user: 'chloe' } },
      ]),
    );
    expect(await as.manager.get(`/v1/cases/${mine.id}`)).toMatchObject({ assignee: { user: 'chloe' } });
    const left = await as.manager.get<{ items: { id: string }[] }>('/v1/me/absence/handover');
    expect(left.items.map(({ id }) => id)).toEqual([barred.id]);
    expect((await historyOf('cases', mine.id)).at(-1)).toMatchObject({ type: 'Case Assigned', actor: { id: 'amara' } });
  });

  test('[AU-13] puts a case back, and an alert to its team, where nobody stands in', async () => {
    const { manager } = here().as;
    const record = await aCase({ assignee: { user: 'amara' } });
    const alert = await anAlert({ reviewer: { user: 'amara' } });
    await manager.send('PUT', '/v1/me/absence', { body: { from: '2026-12-01', to: '2026-12-04' } });
    await act(manager, '/v1/me/absence/handover');
    expect((await manager.get<{ assignee?: unknown }>(`/v1/cases/${record.id}`)).assignee).toBeUndefined();
    expect(await manager.get(`/v1/alerts/${alert.id}`)).toMatchObject({ reviewer: { group: 'advisers' } });
  });
});
