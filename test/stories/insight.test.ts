import { describe, expect, test } from 'vitest';
import { shownGroupsKey } from '#shared/core/table/insight-keys.ts';
import { expectFiguresToBeTrue, figuresIn } from './figures.ts';
import { aCase, aContact, act, anAlert, anAlertType, expectRefused, here, put } from './world.ts';

interface Seen {
  count: number;
}
interface SeenOverview {
  from: string;
  timeZone: string;
  asOf: string;
  alerts: { created: Seen; open: Seen; byStatus: { key: string; count: number }[] };
  cases: {
    created: Seen;
    open: Seen;
    closed: Seen;
    byPriority: { key: string; count: number }[];
    timeToClose: { p50?: number };
  };
  previous?: { from: string; to: string; cases: { created: Seen } };
}

const get = async <T>(path: string, by = here().as.admin): Promise<T> => {
  await here().local.idle();
  return by.get<T>(`/v1/insight/${path}`);
};

describe('[DA-1] an overview', () => {
  test('[DA-1] [DA-7] counts what was raised in a period by what it is now, as of a moment ago', async () => {
    const one = await aCase({ priority: 'high' });
    await aCase({ priority: 'low' });
    await here().local.advance('PT2H');
    await act(await here().local.as({ sub: 'amara', groups: ['advisers'] }), `/v1/cases/${one.id}/close`, {
      reason: 'solved',
    });
    const seen = await get<SeenOverview>('overview');
    expect(seen).toMatchObject({ timeZone: 'America/New_York', alerts: { created: { count: 0 } } });
    expect(Date.parse(await here().local.now()) - Date.parse(seen.asOf)).toBeLessThanOrEqual(5_000);
    expect(seen.cases).toMatchObject({ created: { count: 2 }, open: { count: 1 }, closed: { count: 1 } });
    expect(seen.cases.byPriority.map(({ key, count }) => [key, count])).toEqual([
      ['high', 1],
      ['low', 1],
    ]);
    const twoHours = 2 * 3_600_000;
    expect(Math.abs((seen.cases.timeToClose.p50 as number) - twoHours)).toBeLessThanOrEqual(twoHours * 0.01);
    // A reopened one has no time to close any more.
    await act(await here().local.as({ sub: 'amara', groups: ['advisers'] }), `/v1/cases/${one.id}/reopen`, {
      note: 'x',
    });
    const again = await get<SeenOverview>('overview');
    expect(again.cases).toMatchObject({ open: { count: 2 }, closed: { count: 0 }, timeToClose: {} });
  });

  test('[DA-1] is compared with as many days before', async () => {
    await aCase();
    await here().local.idle();
    await here().local.advance('P3D');
    await here().local.idle();
    const today = (await here().local.now()).slice(0, 10);
    const admin = await here().local.as({ sub: 'ada', groups: ['admins'] });
    const seen = await get<SeenOverview>(`overview?from=${today}&to=${today}&compare=previous`, admin);
    expect(seen.previous?.to).toBe(new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10));
    expect(seen.previous?.from).toBe(seen.previous?.to);
    expect(seen.cases.created.count).toBe(0);
    const month = await get<SeenOverview>('overview', admin);
    expect(month.cases.created.count).toBe(1);
  });

  test('[DA-1] shows a caller only types that they may see, and nothing private', async () => {
    await aCase();
    await aCase({ private: true });
    await aCase({ type: 'hazard-report', fields: { kind: 'lighting' } }, here().as.admin);
    const created = async (by = here().as.admin) => (await get<SeenOverview>('overview', by)).cases.created.count;
    expect(await created()).toBe(3);
    expect(await created(here().as['view-all'])).toBe(3);
    expect(await created(here().as.manager)).toBe(1);
    expect(await created(here().as['other staff'])).toBe(1);
  });
});

describe('[DA-1] what is asked wrongly is refused', () => {
  test.each([
    ['overview?from=2026-11-02&to=2026-11-01', ['/query/from']],
    ['overview?from=1926-11-02&to=2026-11-01', ['/query/to']],
    ['overview?from=2026-02-30', ['/query/from']],
    ['funnel?from=0001-01-01', ['/query/from', '/query/to']],
    ['overview?by=contact.name', ['/query/by']],
    ['overview?compare=next', ['/query/compare']],
    ['overview?wrong=1', ['/query/wrong']],
    ['trend?metric=cases.unknown', ['/query/metric']],
    ['trend?metric=alerts.closed', ['/query/metric']],
    ['trend?metric=alerts.byType.academic-concern', ['/query/metric']],
    ['trend?metric=cases.byPriority.constructor', ['/query/metric']],
    ['trend?interval=day', ['/query/metric']],
    ['trend?metric=cases.created&interval=year', ['/query/interval']],
  ])('%s', async (path, pointers) => {
    expectRefused(await here().as.manager.send('GET', `/v1/insight/${path}`), 400, 'invalid-request', pointers);
  });
});

describe('[DA-1] [DA-6] from alerts to cases', () => {
  test('[DA-1] [DA-6] the funnel and the outcomes follow alerts to what they led to', async () => {
    const { manager } = here().as;
    const { id: contactId } = await aContact();
    const alerts = [];
    for (const type of await Promise.all([anAlertType(), anAlertType(), anAlertType(), anAlertType()]))
      alerts.push((await anAlert({ type, contactId, source: 'lms' })).id);
    const [, reviewed, escalated, resolved] = alerts;
    await act(manager, `/v1/alerts/${reviewed}/start`);
    await act(manager, `/v1/alerts/${resolved}/resolve`, { outcome: 'contacted' });
    await act(manager, `/v1/alerts/${escalated}/escalate`, { case: { type: 'academic-concern', subject: 'Of one' } });
    const funnel = await get<Record<string, Seen>>('funnel');
    expect(Object.fromEntries(Object.entries(funnel).map(([name, { count }]) => [name, count]))).toMatchObject({
      alerts: 4,
      reviewed: 3,
      escalated: 1,
      cases: 1,
      resolved: 0,
    });
    const outcomes = await get<{ alerts: Record<string, { key: string; count: number }[]> }>('outcomes');
    expect(outcomes.alerts.ledTo?.map(({ key, count }) => [key, count])).toEqual([['academic-concern', 1]]);
    expect(outcomes.alerts.bySource?.[0]?.key).toBe('lms');
    expect(outcomes.alerts.byRaiser?.[0]?.key).toBe('amara');
    expect(await expectFiguresToBeTrue('admin', '')).toBeGreaterThan(20);
  });
});

describe('[DA-7] figures of one type', () => {
  test.each(['academic-concern', 'attendance', 'no-such-type'])(
    '[DA-7] open a list also where records of the other kind have no such type: %s',
    async (type) => {
      await aCase();
      await anAlert();
      await here().local.idle();
      for (const role of ['admin', 'manager', 'other staff'] as const)
        expect(await expectFiguresToBeTrue(role, `type=${type}`)).toBeGreaterThan(5);
    },
  );
});

describe('[DA-1] figures by an attribute of persons', () => {
  test('[DA-1] show groups of ten persons or more, and tell nothing of the others', async () => {
    // Ten of the sample's students are in their first year, six or seven in each of the others.
    for (const contactId of ['S101', 'S102', 'S111', 'S112']) await aCase({ contactId });
    await anAlert({ contactId: 'S103' });
    const by = 'by=contact.attributes.year';
    const seen = await get<SeenOverview & { by: { key: string; cases: { created: Seen } }[]; hidden: boolean }>(
      `overview?${by}`,
    );
    expect(seen.by.map(({ key, cases }) => [key, cases.created.count])).toEqual([['1', 2]]);
    expect(seen).toMatchObject({ hidden: true, cases: { created: { count: 4 } } });
    expect(await expectFiguresToBeTrue('admin', by)).toBeGreaterThan(20);
    expect((await get<{ by: unknown[] }>('funnel?by=contact.attributes.shoe')).by).toEqual([]);
    // Who changes to the group is counted in it.
    const { headers } = await here().as.admin.send('GET', '/v1/contacts/S111');
    const match = { 'if-match': headers.get('etag') ?? '' };
    await here().as.admin.send('PATCH', '/v1/contacts/S111', { body: { attributes: { year: 1 } }, headers: match });
    expect((await get<{ by: { cases: { created: Seen } }[] }>(`overview?${by}`)).by[0]?.cases.created.count).toBe(3);
  });
});

describe('[DA-1] figures by several attributes of persons', () => {
  interface ByPersons {
    by: { key: string; cases: { created: Seen } }[];
    hidden: boolean;
  }
  const figuresBy = async (attribute: string) => {
    const { by, hidden } = await get<ByPersons>(`overview?by=contact.attributes.${attribute}`);
    return { rows: Object.fromEntries(by.map(({ key, cases }) => [key, cases.created.count])), hidden };
  };
  const students = async (count: number, faculty: string, course: string) => {
    const ids: string[] = [];
    for (let more = 0; more < count; more++) ids.push((await aContact({ attributes: { faculty, course } })).id);
    return ids;
  };

  test('[DA-1] tell nothing of few persons together, and show what is many as soon as it is', async () => {
    const [history] = [await students(11, 'arts', 'history'), await students(10, 'arts', 'music')];
    const [latin] = [await students(4, 'arts', 'latin'), await students(12, 'law', 'civil')];
    await students(8, 'law', 'roman');
    for (const contactId of [history[0], history[1], latin[0]]) await aCase({ contactId });
    // Arts without history and music would be the case of the four who learn Latin.
    expect(await figuresBy('faculty')).toEqual({ rows: { arts: 3, law: 0 }, hidden: false });
    expect(await figuresBy('course')).toEqual({ rows: { history: 2 }, hidden: true });
    const more = await students(6, 'arts', 'latin');
    await students(2, 'law', 'roman');
    expect(await figuresBy('course')).toEqual({
      rows: { civil: 0, history: 2, latin: 1, music: 0, roman: 0 },
      hidden: false,
    });
    // Nine are few again: who reads what was found out before does not see them either.
    await put(`/v1/contacts/${more[0]}`, { name: 'Gone', email: 'gone@students.example.edu' });
    expect(await figuresBy('course')).toMatchObject({ rows: { history: 2 }, hidden: true });
    expect(Object.keys((await figuresBy('course')).rows)).not.toContain('latin');
    expect(await expectFiguresToBeTrue('admin', 'by=contact.attributes.course')).toBeGreaterThan(20);
  });

  test('[DA-1] are found out once for as long as persons are the same', async () => {
    await students(10, 'arts', 'history');
    await figuresBy('faculty');
    const found = await here().table.get(shownGroupsKey);
    await aCase();
    expect((await figuresBy('faculty')).rows).toEqual({ arts: 0 });
    expect((await figuresBy('constructor')).rows).toEqual({});
    expect(await here().table.get(shownGroupsKey)).toEqual(found);
  });
});

describe('[DA-5] activity of a segment', () => {
  test('[DA-5] is that of its persons, as the caller may see it', async () => {
    const label = 'of-the-team';
    const [one, other] = [await aContact({ labels: [label] }), await aContact()];
    const key = 'team';
    const condition = { field: 'contact.labels', op: 'contains', value: label };
    await put(`/v1/segments/${key}`, { name: 'The team', condition });
    const made = await aCase({ contactId: one.id });
    await aCase({ contactId: other.id });
    const path = `activity?group=${key}`;
    expect((await get<{ cases: { id: string }[] }>(path)).cases.map(({ id }) => id)).toEqual([made.id]);
    expect((await get<{ cases: { id: string }[] }>(path, here().as['other staff'])).cases).toEqual([]);
    expectRefused(await here().as.admin.send('GET', '/v1/insight/activity?group=nobody'), 404);
  });
});

describe('[DA-1] [DA-3] while things break', () => {
  test('[DA-1] [DA-3] every figure is true once all is quiet, however often the projector died', async () => {
    await here().local.faults({ fail: [{ function: 'project', rate: 0.5 }], seed: 7 });
    const { id } = await aCase({ priority: 'high' });
    await aCase({ private: true });
    await act(here().as.admin, `/v1/cases/${id}/claim`);
    await act(here().as.admin, `/v1/cases/${id}/close`, { reason: 'solved' });
    await here().local.idle();
    await here().local.faults({});
    await here().local.idle();
    expect((await get<SeenOverview>('overview')).cases).toMatchObject({ created: { count: 2 }, closed: { count: 1 } });
    expect(await expectFiguresToBeTrue('admin', '')).toBeGreaterThan(20);
  });
});

test('[DA-1] whatever the projector has not done, figures do not say that they have it', async () => {
  const { local, as } = here();
  await local.idle();
  await local.advance('PT1M');
  await local.faults({ fail: [{ function: 'project', rate: 1 }], seed: 3 });
  const raised: string[] = [];
  let behind = 0;
  for (let more = 0; more < 6; more++) {
    const one = await aCase();
    raised.push(one.createdAt);
    await local.advance('PT1S');
    const overview = await as.admin.get<SeenOverview>('/v1/insight/overview');
    const { asOf, cases } = overview;
    expect(cases.created.count).toBeGreaterThanOrEqual(raised.filter((at) => at <= asOf).length);
    if (asOf < one.createdAt) behind++;
  }
  expect(behind).toBeGreaterThan(0);
  await local.faults({});
  await local.idle();
  await local.advance('PT1M');
  const { asOf } = await as.admin.get<SeenOverview>('/v1/insight/overview');
  expect(Date.parse(await local.now()) - Date.parse(asOf)).toBeLessThanOrEqual(5_000);
});

test('[DA-7] figures of nothing open lists of nothing', async () => {
  expect(figuresIn(await get('overview')).every(({ count }) => count === 0)).toBe(true);
  expect(await expectFiguresToBeTrue('another manager', '')).toBeGreaterThan(10);
});
