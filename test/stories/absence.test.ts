import { describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import { aCase, aCaseType, act, here, historyOf, likeness, mailsAbout, put, runsOn, signIn, unique } from './world.ts';

interface Member {
  id: string;
  calendar?: string;
  capacity?: number;
}

/** A team of these people, and a type of cases that a rule deals to them. */
const dealing = async (
  members: Member[],
  { behaviour = 'rotational', type: changes = {} }: { behaviour?: string; type?: object } = {},
): Promise<{ team: string; type: string }> => {
  const team = unique('team-');
  const listed = members.map((one) => ({ name: one.id, email: `${one.id}@staff.example.edu`, ...one }));
  await put(`/v1/groups/${team}`, { name: team, members: listed });
  const { groups } = await likeness('/v1/case-types/academic-concern', {});
  const type = await aCaseType({ groups: { ...(groups as object), reassignment: [team] }, ...changes });
  await here().as.admin.post('/v1/rules', {
    title: `Deals to ${team}`,
    for: 'case',
    trigger: { event: 'case-created' },
    condition: { field: 'case.type', op: 'is', value: type },
    actions: [{ do: 'update-assignee', assign: { behaviour, pool: [{ group: team }] } }],
  });
  return { team, type };
};

const raised = async (type: string): Promise<{ id: string; assignee: unknown }> => {
  const { id } = await aCase({ type });
  await here().local.idle();
  const { assignee } = await here().as.admin.get<{ assignee?: unknown }>(`/v1/cases/${id}`);
  return { id, assignee };
};

const later = (days: number): string => new Date(Date.parse('2026-11-23T00:00:00Z') + days * 86_400_000).toISOString();
const goesAway = async (id: string, more: object = {}): Promise<Client> => {
  const them = await signIn(id, 'tutors');
  const body = { from: later(-30), to: later(300), ...more };
  expect(await them.send('PUT', '/v1/me/absence', { body })).toMatchObject({ status: 200, body });
  return them;
};

describe('[AU-13] who is away', () => {
  test('[AU-13] says so, is left out, and is there again when it is over or taken back', async () => {
    const [one, two] = [unique('p'), unique('p')];
    const { type } = await dealing([{ id: one }, { id: two }]);
    const them = await goesAway(one, { substitute: two, note: 'In the Alps' });
    expect(await them.get('/v1/me/absence')).toMatchObject({ substitute: two, note: 'In the Alps' });
    expect([await raised(type), await raised(type)].map(({ assignee }) => assignee)).toEqual([
      { user: two },
      { user: two },
    ]);
    expect(await them.send('DELETE', '/v1/me/absence')).toMatchObject({ status: 204 });
    expect(await them.send('GET', '/v1/me/absence')).toMatchObject({ status: 404 });
    const after = [await raised(type), await raised(type)].map(({ assignee }) => assignee);
    expect(after).toEqual(expect.arrayContaining([{ user: one }, { user: two }]));
  });

  test('[AU-13] leaves a case with the team where nobody is left; the history says why, and the managers are mailed', async () => {
    const [one, two] = [unique('p'), unique('p')];
    const { team, type } = await dealing([{ id: one }, { id: two, capacity: 0 }]);
    await goesAway(one);
    const { id, assignee } = await raised(type);
    expect(assignee).toEqual({ group: team });
    expect((await historyOf('cases', id)).filter((event) => event.type === 'Assignment Failed')).toMatchObject([
      {
        actor: { kind: 'rule' },
        after: {
          leftOut: [
            { user: one, reason: 'absent' },
            { user: two, reason: 'full' },
          ],
        },
      },
    ]);
    expect((await runsOn(id)).filter(({ matched }) => matched).flatMap(({ actions }) => actions)).toMatchObject([
      { do: 'update-assignee', done: false, reason: 'nobody-available' },
    ]);
    const mails = (await mailsAbout({ id })).filter((mail) => mail.startsWith('assignment-failed'));
    expect(mails).toEqual(expect.arrayContaining([expect.stringContaining('amara.obi@staff.example.edu')]));
    expect(new Set(mails).size).toBe(mails.length);
  });
});

describe('[AU-13] who has all that they take', () => {
  test('[AU-13] is given no more until something of it is closed, and then at once', async () => {
    const [one] = [unique('p')];
    const { team, type } = await dealing([{ id: one, capacity: 1 }], { behaviour: 'balanced' });
    const first = await raised(type);
    expect(first.assignee).toEqual({ user: one });
    expect((await raised(type)).assignee).toEqual({ group: team });
    await act(here().as.admin, `/v1/cases/${first.id}/close`, { reason: 'solved' });
    expect((await raised(type)).assignee).toEqual({ user: one });
  });

  test('[AU-13] is reckoned by what a type weighs, tasks among it', async () => {
    const [one] = [unique('p')];
    const { team, type } = await dealing([{ id: one, capacity: 5 }], { type: { weight: 2 } });
    const first = await raised(type);
    await act(here().as.admin, `/v1/cases/${first.id}/tasks`, { title: 'Ring', assignee: { user: one } });
    await act(here().as.admin, `/v1/cases/${first.id}/tasks`, { title: 'Ring again', assignee: { user: one } });
    expect((await raised(type)).assignee).toEqual({ group: team });
  });

  test('[AU-13] is never given more, however many are dealt at the same moment', async () => {
    const people = [1, 2, 3].map(() => ({ id: unique('p'), capacity: 2 }));
    const { team, type } = await dealing(people);
    const made = await Promise.all(Array.from({ length: 12 }, () => aCase({ type })));
    await here().local.idle();
    const owners = await Promise.all(
      made.map(async ({ id }) => (await here().as.admin.get<{ assignee: unknown }>(`/v1/cases/${id}`)).assignee),
    );
    const count = (owner: object) => owners.filter((one) => JSON.stringify(one) === JSON.stringify(owner)).length;
    expect([...people.map(({ id }) => count({ user: id })), count({ group: team })]).toEqual([2, 2, 2, 6]);
  });
});
