import { beforeAll, describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { shareInstitution } from '#test/house/institution.ts';
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
  signIn,
} from './world.ts';

beforeAll(shareInstitution);

const listed = async (kind: 'cases' | 'alerts', query: string, by = here().as.admin): Promise<string[]> =>
  (await everyPage<{ id: string }>(by, `/v1/${kind}?${query}`)).map(({ id }) => id);

describe('[FN-1] lists of cases', () => {
  let cases: {
    plain: CaseAnswer;
    urgent: CaseAnswer;
    mine: CaseAnswer;
    teams: CaseAnswer;
    closed: CaseAnswer;
    up: CaseAnswer;
  };
  let type: string;
  let contactId: string;
  const prepare = async () => {
    if (cases) return;
    type = await aCaseType({ stages: [{ key: 'first', name: 'First' }] });
    contactId = (await aContact()).id;
    const one = (input: object = {}) => aCase({ type, ...input });
    cases = {
      plain: await one(),
      urgent: await one({ priority: 'critical', tags: ['a', 'b'] }),
      mine: await one({ assignee: { user: 'amara' }, contactId, subtype: 'grades' }),
      teams: await one({ assignee: { group: 'tutors' }, stage: 'first' }),
      closed: await one({ priority: 'low' }),
      up: await one({ priority: 'high' }),
    };
    await act(here().as.manager, `/v1/cases/${cases.closed.id}/close`, { reason: 'solved' });
    await act(here().as.manager, `/v1/cases/${cases.up.id}/escalate`, { reason: 'no-answer' });
    await act(here().as.manager, `/v1/cases/${cases.up.id}/status`, { status: 'open' });
  };
  const ids = (...names: (keyof typeof cases)[]) => names.map((name) => cases[name].id);

  test.each([
    ['status=new', ['plain', 'urgent', 'mine', 'teams']],
    ['status=resolved', ['closed']],
    ['category=to-do', ['plain', 'urgent', 'mine', 'teams']],
    ['category=in-progress', ['up']],
    ['category=resolved', ['closed']],
    ['category=cancelled', []],
    ['priority=critical', ['urgent']],
    ['subtype=grades', ['mine']],
    ['stage=first', ['teams']],
    ['instance=advising', ['plain', 'urgent', 'mine', 'teams', 'closed', 'up']],
    ['instance=estates', []],
    ['tag=b', ['urgent']],
    ['escalated=true', ['up']],
    ['escalated=false', ['plain', 'urgent', 'mine', 'teams', 'closed']],
    ['overdue=true', []],
    ['overdue=false', ['plain', 'urgent', 'mine', 'teams', 'closed', 'up']],
    ['assignee=amara', ['mine']],
    ['assignee=none', ['plain', 'urgent', 'closed', 'up']],
    ['group=tutors', ['teams']],
    ['category=to-do&priority=critical&tag=a', ['urgent']],
    ['createdFrom=2099-01-01T00:00:00Z', []],
    ['createdTo=2020-01-01T00:00:00Z', []],
    [
      'createdFrom=2020-01-01T00:00:00Z&createdTo=2099-01-01T00:00:00Z',
      ['plain', 'urgent', 'mine', 'teams', 'closed', 'up'],
    ],
    ['dueBefore=2020-01-01T00:00:00Z', []],
    ['dueBefore=2099-01-01T00:00:00Z&category=to-do', ['plain', 'urgent', 'mine', 'teams']],
    ['dueBefore=2099-01-01T00:00:00Z', ['plain', 'urgent', 'mine', 'teams', 'closed', 'up']],
  ] as const)('[FN-1] %s finds what it says', async (query, names) => {
    await prepare();
    expect((await listed('cases', `type=${type}&${query}`)).sort()).toEqual(ids(...names).sort());
  });

  test('[FN-1] me is whoever asks, and a contact’s cases are found by the contact', async () => {
    await prepare();
    expect(await listed('cases', `type=${type}&assignee=me`, here().as.manager)).toEqual(ids('mine'));
    expect(await listed('cases', `type=${type}&assignee=me`)).toEqual([]);
    expect(await listed('cases', `contactId=${contactId}`)).toEqual(ids('mine'));
    expect(await listed('cases', `contactId=${contactId}&category=resolved`)).toEqual([]);
  });

  test.each([
    ['', ['up', 'closed', 'teams', 'mine', 'urgent', 'plain']],
    ['&sort=-createdAt', ['up', 'closed', 'teams', 'mine', 'urgent', 'plain']],
    ['&sort=createdAt', ['plain', 'urgent', 'mine', 'teams', 'closed', 'up']],
    ['&sort=-updatedAt', ['up', 'closed', 'teams', 'mine', 'urgent', 'plain']],
    ['&sort=updatedAt&category=to-do', ['plain', 'urgent', 'mine', 'teams']],
    ['&sort=-priority&limit=2', ['urgent', 'up']],
    ['&sort=priority&limit=1', ['closed']],
  ] as const)('[FN-1] %s is the order it says', async (query, names) => {
    await prepare();
    const page = await here().as.admin.get<{ items: CaseAnswer[] }>(`/v1/cases?type=${type}${query}`);
    expect(page.items.map(({ id }) => id)).toEqual(ids(...names));
  });

  test('[FN-1] by due date, either way', async () => {
    await prepare();
    const due = async (sort: string) =>
      (await here().as.admin.get<{ items: CaseAnswer[] }>(`/v1/cases?type=${type}&sort=${sort}`)).items.map(
        ({ dueAt }) => dueAt ?? '',
      );
    const upwards = await due('dueAt');
    expect(upwards).toHaveLength(6);
    expect(upwards).toEqual([...upwards].sort());
    expect(await due('-dueAt')).toEqual([...upwards].sort().reverse());
    expect(await listed('cases', `type=${type}&sort=dueAt`).then((all) => all[0])).toBe(cases.urgent.id);
  });

  test('[FN-1] a case shows what it is after a change at once', async () => {
    const { id } = await aCase({ type: await aCaseType() });
    await act(here().as.manager, `/v1/cases/${id}/claim`);
    await here().local.idle();
    const own = await signIn('amara', 'advisers');
    expect(await listed('cases', 'assignee=me', own)).toContain(id);
    await act(here().as.manager, `/v1/cases/${id}/release`);
    await here().local.idle();
    expect(await listed('cases', 'assignee=me', own)).not.toContain(id);
  });

  test.each(['sort=-createdAt', 'sort=createdAt', 'sort=dueAt', 'category=to-do'])(
    '[FN-1] a cursor of %s neither skips nor repeats while others are raised and closed',
    async (query) => {
      const busy = await aCaseType();
      const before = await Promise.all(Array.from({ length: 7 }, () => aCase({ type: busy })));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let round = 0; round < 20; round++) {
        const next = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page = await here().as.admin.get<{ items: CaseAnswer[]; nextCursor?: string }>(
          `/v1/cases?type=${busy}&${query}&limit=2${next}`,
        );
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
        if (cursor === undefined) break;
        if (round < 3) {
          const { id } = await aCase({ type: busy });
          if (round % 2) await act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved' });
        }
      }
      expect(cursor).toBeUndefined();
      expect(new Set(seen).size).toBe(seen.length);
      for (const { id } of before) expect(seen).toContain(id);
    },
  );

  test('[FN-1] pages have 25 unless it is said, 200 at most; what a list does not know is refused by name', async () => {
    const get = (query: string) => here().as.admin.send<{ items: unknown[] }>('GET', `/v1/cases?${query}`);
    expect((await get('')).body.items).toHaveLength(25);
    expect((await get('limit=1')).body.items).toHaveLength(1);
    expect((await get('limit=200')).status).toBe(200);
    for (const limit of ['0', '201', '-1', 'x', '1.5'])
      expectRefused(await get(`limit=${limit}`), 400, undefined, ['/query/limit']);
    expectRefused(await get('sort=colour&category=open&colour=red&overdue=maybe'), 400, undefined, [
      '/query/sort',
      '/query/category',
      '/query/colour',
      '/query/overdue',
    ]);
    const filters = ['tag', 'group', 'type', 'status', 'assignee', 'contactId', 'stage', 'createdFrom'];
    const empty = filters.map((name) => `${name}=`).join('&');
    expectRefused(
      await get(empty),
      400,
      undefined,
      filters.map((name) => `/query/${name}`),
    );
    expectRefused(await get('cursor=nonsense'), 400, 'invalid-cursor');
  });
});

describe('[FN-1] lists of alerts', () => {
  let type: string;
  let alerts: { plain: AlertAnswer; started: AlertAnswer; linked: AlertAnswer; gone: AlertAnswer; late: AlertAnswer };
  let contactId: string;
  const prepare = async () => {
    if (alerts) return;
    type = await anAlertType();
    contactId = (await aContact()).id;
    const one = (input: object = {}) => anAlert({ type, ...input });
    alerts = {
      plain: await one({ priority: 'critical', tags: ['a'] }),
      started: await one({ reviewer: { user: 'amara' }, contactId }),
      linked: await one({ reviewer: { group: 'tutors' } }),
      gone: await one(),
      late: await one({ dueAt: '2026-01-01T00:00:00Z' }),
    };
    const on = (name: keyof typeof alerts, verb: string, body?: object) =>
      act(here().as.manager, `/v1/alerts/${alerts[name].id}/${verb}`, body);
    await on('started', 'start');
    await on('linked', 'escalate', { case: { type: 'academic-concern', subject: 'X' } });
    await on('gone', 'dismiss');
  };

  test.each([
    ['status=triage', ['plain', 'late']],
    ['status=escalated', ['linked']],
    ['category=open', ['plain', 'started', 'linked', 'late']],
    ['category=closed', ['gone']],
    ['priority=critical', ['plain']],
    ['reviewer=amara', ['started']],
    ['reviewer=none', ['plain', 'gone', 'late']],
    ['group=tutors', ['linked']],
    ['hasCase=true', ['linked']],
    ['hasCase=false', ['plain', 'started', 'gone', 'late']],
    ['overdue=true', ['late']],
    ['tag=a', ['plain']],
    ['status=dismissed&category=closed', ['gone']],
    ['status=dismissed&category=open', []],
  ] as const)('[FN-1] %s finds what it says', async (query, names) => {
    await prepare();
    expect((await listed('alerts', `type=${type}&${query}`)).sort()).toEqual(
      names.map((name) => alerts[name].id).sort(),
    );
  });

  test('[FN-1] by contact, by me, and in every order', async () => {
    await prepare();
    expect(await listed('alerts', `contactId=${contactId}`)).toEqual([alerts.started.id]);
    expect(await listed('alerts', `type=${type}&reviewer=me`, here().as.manager)).toEqual([alerts.started.id]);
    for (const sort of [
      'createdAt',
      '-createdAt',
      'updatedAt',
      '-updatedAt',
      'dueAt',
      '-dueAt',
      'priority',
      '-priority',
    ])
      expect(await listed('alerts', `type=${type}&sort=${sort}`)).toHaveLength(5);
    expect((await listed('alerts', `type=${type}&sort=-priority`))[0]).toBe(alerts.plain.id);
    expect((await listed('alerts', `type=${type}&sort=dueAt`))[0]).toBe(alerts.late.id);
  });
});

describe('[FN-4] lists show what the caller may see', () => {
  test('[FN-4] cases of types that the caller has a part in, their own, and private ones only to those concerned', async () => {
    const { as } = here();
    const open = await aCase();
    const hazard = { type: 'hazard-report', fields: { kind: 'other' } };
    const foreign = await aCase(hazard, as.admin);
    const given = await aCase({ ...hazard, assignee: { user: 'amara' } }, as.admin);
    const secret = await aCase({ private: true }, as.admin);
    const ours = await aCase({ private: true, assignee: { user: 'ben' } }, as.admin);
    const recent = (by: typeof as.manager) => listed('cases', `createdFrom=${open.createdAt}`, by);
    const sees = async (by: typeof as.manager) => {
      const found = await recent(by);
      return [open, foreign, given, secret, ours].map(({ id }) => found.includes(id));
    };
    expect(await sees(as.admin)).toEqual([true, true, true, true, true]);
    expect(await sees(as['view-all'])).toEqual([true, true, true, true, true]);
    expect(await sees(as.manager)).toEqual([true, false, true, false, false]);
    expect(await sees(as['another manager'])).toEqual([true, false, false, false, true]);
    expect(await sees(as.enquiry)).toEqual([true, false, false, false, false]);
    expect(await sees(as['other staff'])).toEqual([false, true, true, false, false]);
    for (const requester of [as['requester, a starter'], as.stranger])
      expect([403, 404]).toContain((await requester.send('GET', '/v1/cases')).status);
    for (const { id } of [secret, ours])
      expectRefused(await as.manager.send('GET', `/v1/cases/${id}`), 404, 'not-found');
  });

  test('[FN-4] alerts to their reviewers and to whoever raised them', async () => {
    const { as } = here();
    const raised = await anAlert({}, as.enquiry);
    const other = await anAlert({}, as.manager);
    expect(await listed('alerts', `createdFrom=${raised.createdAt}`, as.enquiry)).toEqual([raised.id]);
    expect(await listed('alerts', `createdFrom=${raised.createdAt}`, as.manager)).toEqual(
      expect.arrayContaining([raised.id, other.id]),
    );
    expect(await listed('alerts', `createdFrom=${raised.createdAt}`, as['other staff'])).toEqual([]);
    expectRefused(await as.enquiry.send('GET', `/v1/alerts/${other.id}`), 404);
    expectRefused(await act(as.enquiry, `/v1/alerts/${raised.id}/start`), 403);
  });
});

describe('[IN-1] lists that are short by their nature', () => {
  test('[IN-1] give all that they have, or pages of it: links, clocks, fields of conditions', async () => {
    const type = await aCaseType();
    const [{ id }, ...others] = [await aCase({ type }), await aCase({ type }), await aCase({ type })];
    for (const { id: caseId } of others)
      await act(here().as.manager, `/v1/cases/${id}/links`, { kind: 'related', caseId });
    const by = here().as.manager;
    for (const path of [`/v1/cases/${id}/links`, `/v1/cases/${id}/clocks`, '/v1/conditions/fields']) {
      const { items, ...rest } = await by.get<{ items: { remaining?: number }[] }>(path);
      expect(items.length, path).toBeGreaterThan(0);
      expect(rest, path).toEqual({});
      const paged = await everyPage<object>(by, path, path.endsWith('fields') ? 40 : 1);
      expect(paged.length, path).toBe(items.length);
      // What remains of a clock is less at every look.
      expect(paged, path).toMatchObject(items.map(({ remaining: _less, ...row }) => row));
      expectRefused(await by.send('GET', `${path}?limit=0`), 400, 'invalid-request', ['/query/limit']);
    }
  });
});

describe('[IN-1] a reference to what is not there', () => {
  test('[IN-1] is named with its value, whatever it refers to', async () => {
    const by = here().as.manager;
    const { id } = await aCase({ type: await aCaseType() });
    const nowhere = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const subject = 'Is falling behind';
    const known = { type: 'academic-concern', subject };
    for (const [path, body, detail] of [
      ['/v1/cases', { type: 'no-type', subject }, 'no case type "no-type"'],
      ['/v1/cases', { ...known, contactId: 'nobody' }, 'no contact "nobody"'],
      ['/v1/cases', { ...known, assignee: { group: 'no-team' } }, 'no group "no-team"'],
      ['/v1/cases', { ...known, alertIds: [nowhere] }, `no alert "${nowhere}"`],
      ['/v1/cases', { template: 'no-template' }, 'no template for cases "no-template"'],
      ['/v1/alerts', { type: 'no-type' }, 'no alert type "no-type"'],
      [`/v1/cases/${id}/links`, { kind: 'related', caseId: nowhere }, `no case "${nowhere}"`],
      [`/v1/cases/${id}/merge`, { into: nowhere }, `no case "${nowhere}"`],
      [`/v1/cases/${id}/convert`, { type: 'no-type', targets: 'keep' }, 'no case type "no-type"'],
    ] as const) {
      const answer = await act<{ detail: string }>(by, path, body);
      expectRefused(answer, 422, 'unknown-reference');
      expect(answer.body.detail, path).toBe(detail);
    }
  });
});
