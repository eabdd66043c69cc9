import { describe, expect, test } from 'vitest';
import { aCase, aCaseType, act, here, historyOf, likeness, put, signIn, unique } from './world.ts';

// A capacity is never overfilled, whatever deals at the same moment and however it fails.

interface Team {
  team: string;
  people: string[];
  type: string;
}

const aTeamOf = async (count: number, capacity: number, weight = 1): Promise<Team> => {
  const team = unique('team-');
  const people = Array.from({ length: count }, () => unique('p'));
  const members = people.map((id) => ({ id, name: id, email: `${id}@staff.example.edu`, capacity }));
  await put(`/v1/groups/${team}`, { name: team, members });
  const { groups } = await likeness('/v1/case-types/academic-concern', {});
  const type = await aCaseType({ groups: { ...(groups as object), reassignment: [team] }, weight });
  return { team, people, type };
};
const rule = (title: string, type: string, actions: object[]) =>
  here().as.admin.post('/v1/rules', {
    title,
    for: 'case',
    trigger: { event: 'case-created' },
    condition: { field: 'case.type', op: 'is', value: type },
    actions,
  });
const assign = (behaviour: string, pool: object[]) => ({ do: 'update-assignee', assign: { behaviour, pool } });

/** What each of them has open: cases that they have, and tasks. */
const heldBy = async (people: readonly string[], weight = 1): Promise<number[]> => {
  const admin = await signIn('ada', 'admins');
  const count = async (path: string) => (await admin.get<{ items: unknown[] }>(`${path}&limit=200`)).items.length;
  return Promise.all(
    people.map(async (id) => {
      const mine = await signIn(id, 'tutors');
      const tasks = (await mine.get<{ items: unknown[] }>('/v1/tasks?assignee=me&limit=200')).items.length;
      return weight * (await count(`/v1/cases?assignee=${id}&category=to-do`)) + tasks;
    }),
  );
};

const storms = [
  ['all comes twice, out of order', { duplicate: 0.5, reorder: true, delayMs: 2000, seed: 21 }],
  ['processes die between two calls', { fail: [{ function: 'automation', rate: 0.4 }], seed: 22 }],
  [
    'both',
    {
      duplicate: 0.3,
      reorder: true,
      fail: [
        { function: 'automation', rate: 0.3 },
        { service: 'dynamodb', rate: 0.02 },
      ],
      seed: 23,
    },
  ],
] as const;

describe('[AU-13] in a storm', () => {
  test.each(storms)(
    '[AU-13] [AU-5] where %s, three rules and a queue fill nobody over what they take',
    async (_what, faults) => {
      const { team, people, type } = await aTeamOf(3, 4);
      const other = await aCaseType({ groups: { managers: [team, 'advisers'] } });
      await rule('In turn', type, [assign('rotational', [{ group: team }])]);
      const balanced = await aCaseType();
      await rule('By load', balanced, [assign('balanced', [{ group: team }])]);
      const named = await aCaseType();
      await rule('By name', named, [
        { do: 'update-assignee', user: people[0] },
        { do: 'create-task', task: { title: 'Ring', assignee: { user: people[0] } } },
      ]);
      for (let i = 0; i < 3; i++) await aCase({ type: other, assignee: { group: team } });
      await here().local.faults(faults);
      const callers = await Promise.all(people.map((id) => signIn(id, team)));
      const types = [type, balanced, named];
      await Promise.all([
        ...Array.from({ length: 15 }, (_, i) =>
          here()
            .as.manager.send('POST', '/v1/cases', { body: { type: types[i % 3], subject: `Case ${i}` } })
            .catch(() => undefined),
        ),
        ...callers.map((caller) =>
          caller.send('POST', '/v1/work/claim-next', { body: { queue: { group: team } } }).catch(() => undefined),
        ),
      ]);
      await here().local.idle();
      await here().local.faults({});
      await here().local.advance('PT1H');
      await here().local.idle();
      const held = await heldBy(people);
      expect(Math.max(...held), JSON.stringify(held)).toBeLessThanOrEqual(4);
      expect(held.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(9);
    },
  );

  test('[AU-13] two things of one rule count both: what the first fills is not given again', async () => {
    const { people, type } = await aTeamOf(1, 2, 2);
    await rule('Twice', type, [
      { do: 'update-assignee', user: people[0] },
      { do: 'create-task', task: { title: 'Ring', assignee: { user: people[0] } } },
    ]);
    const { id } = await aCase({ type });
    await here().local.idle();
    expect(await heldBy(people, 2)).toEqual([2]);
    const [failed] = (await historyOf('cases', id)).filter((event) => event.type === 'Assignment Failed');
    expect(failed?.after).toMatchObject({ leftOut: [{ user: people[0], reason: 'full' }], taskId: expect.any(String) });
  });

  test('[AU-13] [CA-7] what is claimed by hand is questioned by nobody, and counts', async () => {
    const { team, people, type } = await aTeamOf(1, 1);
    await rule('In turn', type, [assign('rotational', [{ group: team }])]);
    const them = await signIn(people[0] ?? '', team);
    const mine = await aCase({ type: await aCaseType({ groups: { managers: [team, 'advisers'] } }) });
    expect(await act(them, `/v1/cases/${mine.id}/claim`)).toMatchObject({ status: 200 });
    const dealt = await aCase({ type });
    await here().local.idle();
    expect(await here().as.admin.get(`/v1/cases/${dealt.id}`)).toMatchObject({ assignee: { group: team } });
    expect((await act(them, `/v1/cases/${dealt.id}/claim`)).status).toBe(200);
  });

  test('[AU-13] [TA-8] people whom a type of tasks names are filled by nobody over what they take', async () => {
    const { people } = await aTeamOf(2, 2);
    const taskTypes = ['ring', 'write'].map((key) => ({ key, name: key, users: people, generate: {} }));
    const type = await aCaseType({ taskTypes });
    const raised = await Promise.all(Array.from({ length: 4 }, () => aCase({ type })));
    expect(await heldBy(people)).toEqual([2, 2]);
    const { items } = await here().as.admin.get<{ items: object[] }>(`/v1/cases/${raised[0]?.id}/tasks`);
    expect(items.length).toBe(2);
    const more = await act(here().as.admin, `/v1/cases/${raised[0]?.id}/tasks`, { type: 'ring' });
    expect(more).toMatchObject({ status: 201 });
    expect(more.body).not.toHaveProperty('assignee');
  });
});
