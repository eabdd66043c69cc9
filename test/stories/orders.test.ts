import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '#bench/seeded-random.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { shareInstitution } from '#test/house/institution.ts';
import { aCase, aCaseType, act, anAlert, anAlertType, expectRefused, here, put } from './world.ts';

beforeAll(shareInstitution);

const priorities = ['critical', 'high', 'medium', 'low'];
const orders = ['createdAt', 'updatedAt', 'dueAt', 'priority'] as const;
const sorts = orders.flatMap((order) => [order, `-${order}` as const]);

type Listed = Pick<CaseAnswer, 'id' | 'createdAt' | 'updatedAt' | 'priority' | 'dueAt'>;
interface ListedPage {
  items: Listed[];
  nextCursor?: string;
}

/** What a row is in order by; undefined where it has no such date. */
const orderValue = (row: Listed, sort: string): string | undefined => {
  const order = sort.replace('-', '') as (typeof orders)[number];
  return order === 'priority' ? `${9 - priorities.indexOf(row.priority)}` : row[order];
};

const isInOrder = (rows: readonly Listed[], sort: string): boolean => {
  const values = rows.map((row) => orderValue(row, sort));
  const dated = values.filter((value) => value !== undefined);
  const sorted = sort.startsWith('-') ? dated.toSorted().reverse() : dated.toSorted();
  // What has none stands at the end either way.
  return [...sorted, ...values.filter((value) => value === undefined)].every((value, index) => value === values[index]);
};

describe('[FN-1] every order of a list', () => {
  test('[FN-1] [FN-4] has what a caller may see once each, by any filter, while others change', async () => {
    const { as } = here();
    const random = seededRandom(11);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const types = [await aCaseType({ targets: [] }), await aCaseType({ targets: [] })];
    const one = () =>
      aCase({
        type: pick(types),
        priority: pick(priorities),
        private: random() < 0.2,
        ...(random() < 0.6 && { assignee: pick([{ user: 'amara' }, { user: 'ines' }, { group: 'tutors' }]) }),
        fields: { course: pick(['MATH-101', 'BIO-200']) },
      });
    const made: CaseAnswer[] = [];
    for (let number = 0; number < 12; number++) made.push(await one());
    for (const { id } of made.filter(() => random() < 0.6)) {
      const { headers } = await as.admin.send('GET', `/v1/cases/${id}`);
      const body = { dueAt: `2027-0${pick([1, 2, 3])}-0${pick([1, 2, 3])}T10:00:00.000Z` };
      await as.admin.send('PATCH', `/v1/cases/${id}`, { body, headers: { 'if-match': headers.get('etag') ?? '' } });
    }
    for (const { id } of made.slice(0, 3)) await act(as.admin, `/v1/cases/${id}/close`, { reason: 'solved' });
    await here().local.idle();
    const filters: [query: string, fits: (row: CaseAnswer) => boolean][] = [
      ['', () => true],
      [`type=${types[0]}`, ({ type }) => type === types[0]],
      ['priority=high', ({ priority }) => priority === 'high'],
      ['category=to-do', ({ status }) => status.category === 'to-do'],
      ['assignee=ines', ({ assignee }) => assignee !== undefined && 'user' in assignee && assignee.user === 'ines'],
      ['group=tutors', ({ assignee }) => assignee !== undefined && 'group' in assignee],
    ];
    for (const role of ['admin', 'reassignment'] as const) {
      const by = as[role];
      const seen = new Map<string, CaseAnswer>();
      for (const { id } of made) {
        const { status, body } = await by.send<CaseAnswer>('GET', `/v1/cases/${id}`);
        if (status === 200) seen.set(id, body);
      }
      for (const sort of sorts) {
        const [query, fits] = pick(filters);
        const touched = new Set<string>();
        const rows: Listed[] = [];
        let cursor: string | undefined;
        do {
          const limit = pick([2, 5, 9]);
          const next = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
          const range = `createdFrom=${made[0]?.createdAt}`;
          const page = await by.get<ListedPage>(`/v1/cases?${range}&${query}&sort=${sort}&limit=${limit}${next}`);
          expect(page.nextCursor === undefined || page.items.length === limit, `${sort} ${query} is short`).toBe(true);
          rows.push(...page.items);
          cursor = page.nextCursor;
          const { id } = pick(made);
          if (random() < 0.1 && !touched.has(id)) {
            touched.add(id);
            await act(as.admin, `/v1/cases/${id}/escalate`, { reason: 'no-answer' });
          }
        } while (cursor !== undefined);
        const ours = rows.filter(({ id }) => made.some((one) => one.id === id) && !touched.has(id));
        const wanted = [...seen.values()].filter((row) => fits(row) && !touched.has(row.id)).map(({ id }) => id);
        expect(ours.map(({ id }) => id).sort(), `${role} ${sort} ${query}`).toEqual(wanted.sort());
        expect(isInOrder(ours, sort), `${role} ${sort} ${query}`).toBe(true);
        for (const id of touched) {
          const { status, body } = await by.send<CaseAnswer>('GET', `/v1/cases/${id}`);
          if (status === 200) seen.set(id, body);
          else seen.delete(id);
        }
      }
    }
  });

  test('[FN-1] follows the priorities as they are now, and one that records have stays', async () => {
    const type = await anAlertType();
    const [low, critical] = [await anAlert({ type, priority: 'low' }), await anAlert({ type, priority: 'critical' })];
    const list = async () =>
      (await here().as.manager.get<ListedPage>(`/v1/alerts?type=${type}&sort=-priority`)).items.map(({ id }) => id);
    expect(await list()).toEqual([critical.id, low.id]);
    const { body } = await here().as.admin.send<Record<string, unknown>>('GET', '/v1/priorities/low');
    const { key: _k, version: _v, createdAt: _c, createdBy: _b, updatedAt: _u, ...value } = body;
    await put('/v1/priorities/low', { ...value, order: -1 });
    expect(await list()).toEqual([low.id, critical.id]);
    await put('/v1/priorities/low', value);
    await put('/v1/priorities/only-here', { ...value, name: 'Only here', order: 9 });
    await anAlert({ type, priority: 'only-here' });
    const { headers } = await here().as.admin.send('GET', '/v1/priorities/only-here');
    const refused = await here().as.admin.send('DELETE', '/v1/priorities/only-here', {
      headers: { 'if-match': headers.get('etag') ?? '' },
    });
    expectRefused(refused, 409, 'in-use');
  });

  test('[FN-1] says what a page cost, to administrators alone', async () => {
    const { as } = here();
    await aCase();
    for (const path of ['cases', 'alerts', 'tasks']) {
      const asked = `/v1/${path}?sort=dueAt&explain=true&limit=1`;
      const page = await as.admin.get<ListedPage & { explain: Record<string, unknown> }>(asked);
      expect(page.explain).toMatchObject({ index: 'all-dueAt' });
      for (const figure of ['queries', 'read', 'units']) expect(page.explain[figure]).toBeTypeOf('number');
      expect(page.explain.units).toBeLessThanOrEqual(12);
      expectRefused(await as.manager.send('GET', asked), 403, 'not-allowed');
      expect(await as.admin.get(`/v1/${path}`)).not.toHaveProperty('explain');
    }
  });
});
