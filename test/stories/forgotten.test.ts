import { describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import { forgottenCheckKey } from '#shared/core/table/casework-keys.ts';
import {
  aCase,
  aCaseType,
  act,
  anAlert,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  historyOf,
  put,
  signIn,
  unique,
} from './world.ts';

interface Row {
  kind: 'case' | 'alert';
  id: string;
  reason: string;
  since: string;
}
interface Listed {
  items: Row[];
  asOf?: string;
  state: string;
}

const member = (id: string) => ({ id, name: id, email: `${id}@staff.example.edu` });
const aTeam = async (...people: string[]): Promise<string> => {
  const team = unique('team-');
  await put(`/v1/groups/${team}`, { name: team, members: people.map(member) });
  return team;
};
/** A type of a team's own, whose cases have no clocks but those that are said. */
const typeOf = (team: string, more: object = {}) =>
  aCaseType({ groups: { managers: [team], starters: [], reassignment: [] }, targets: [], ...more });
const admin = (): Promise<Client> => signIn('ada', 'admins');
const list = async (by?: Client): Promise<Listed> =>
  (by ?? (await admin())).get<Listed>('/v1/insight/forgotten?limit=200');
const night = async (): Promise<void> => {
  await here().local.advance('P1D');
  await here().local.idle();
};
const told = async (kind: 'cases' | 'alerts', id: string) =>
  (await historyOf(kind, id)).filter(({ type }) => type === 'Record Forgotten');
const aDay = { amount: 40, unit: 'days', time: 'calendar' };
const promised = { targets: [{ key: 'completion', target: aDay }] };

describe('[CA-25] what is forgotten', () => {
  test('[CA-25] is found every night, with the reason, told once a stretch, and gone when somebody looks after it', async () => {
    const person = unique('p');
    const team = await aTeam(person);
    const [kept, quiet] = [await typeOf(team, promised), await typeOf(team)];
    const by = await admin();
    const lost = await aCase({ type: kept, assignee: { user: 'left-long-ago' } }, by);
    const still = await aCase({ type: quiet, assignee: { user: person } }, by);
    const sound = await aCase({ type: kept, assignee: { user: person } }, by);
    expect(await list()).toMatchObject({ items: [], state: 'never' });
    await night();
    const found = await list();
    expect(found.state).toBe('complete');
    const reasons = new Map(found.items.map(({ id, reason }) => [id, reason]));
    expect([lost, still, sound].map(({ id }) => reasons.get(id))).toEqual(['nobody', 'no-next-moment', undefined]);
    await night();
    await night();
    expect((await told('cases', lost.id)).map(({ after }) => after.reason)).toEqual(['nobody']);
    const again = (await list()).items.find(({ id }) => id === lost.id);
    expect(again?.since).toBe(found.items.find(({ id }) => id === lost.id)?.since);
    await act(await admin(), `/v1/cases/${lost.id}/assign`, { user: person });
    expect((await list()).items.map(({ id }) => id)).not.toContain(lost.id);
    await night();
    await put(`/v1/groups/${team}`, { name: team, members: [] });
    await night();
    expect((await told('cases', lost.id)).map(({ after }) => after.reason)).toEqual(['nobody', 'nobody']);
  });

  test('[CA-25] is an alert, too, and a paused case, and nothing that is closed or in the trash', async () => {
    const person = unique('p');
    const team = await aTeam(person);
    const alerts = await anAlertType({ groups: { raisers: [], reviewers: [team] }, due: undefined });
    const type = await typeOf(team, promised);
    const by = await admin();
    const [alert, due] = [
      await anAlert({ type: alerts, course: undefined }, by),
      await anAlert({ type: alerts, course: undefined, dueAt: '2027-05-01T00:00:00.000Z' }, by),
    ];
    const [paused, closed, trashed] = [await aCase({ type }, by), await aCase({ type }, by), await aCase({ type }, by)];
    await act(by, `/v1/cases/${paused.id}/clocks/completion/pause`, { note: 'Waiting' });
    await act(by, `/v1/cases/${closed.id}/close`, { reason: 'solved' });
    await by.send('DELETE', `/v1/cases/${trashed.id}`, { headers: { 'if-match': '"1"' } });
    await night();
    const reasons = new Map((await list()).items.map(({ id, reason }) => [id, reason]));
    expect([alert, due, paused, closed, trashed].map(({ id }) => reasons.get(id))).toEqual([
      'no-next-moment',
      undefined,
      'no-next-moment',
      undefined,
      undefined,
    ]);
    expect(await told('alerts', alert.id)).toHaveLength(1);
  });

  test('[CA-25] [CA-12] is listed by the rights of who asks, in pages', async () => {
    const [mine, other] = [await aTeam(unique('p')), await aTeam(unique('p'))];
    const [theirs, hidden] = [await typeOf(mine), await typeOf(other)];
    const by = await admin();
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) seen.push((await aCase({ type: theirs }, by)).id);
    const unseen = await aCase({ type: hidden }, by);
    await night();
    const them = await signIn(unique('q'), mine);
    expect((await everyPage<Row>(them, '/v1/insight/forgotten', 2)).map(({ id }) => id).sort()).toEqual(seen.sort());
    expect((await list()).items.map(({ id }) => id)).toContain(unseen.id);
    expectRefused(await (await signIn('S101', 'students')).send('GET', '/v1/insight/forgotten'), 403);
  });

  test('[CA-25] is never said to be nothing by a check that is half done, old, or of another configuration', async () => {
    expect(await list()).toMatchObject({ state: 'never' });
    await night();
    const whole = await list();
    expect(whole).toMatchObject({ state: 'complete', asOf: expect.any(String) });
    await aTeam(unique('p'));
    expect(await list()).toMatchObject({ state: 'stale', asOf: whole.asOf });
    await night();
    expect((await list()).state).toBe('complete');
    const { table } = here();
    const check = await table.get(forgottenCheckKey);
    if (!check) throw new Error('there was no check');
    const { finishedAt, ...halfDone } = check;
    await table.put({ ...halfDone, source: 1 });
    expect(await list()).toMatchObject({ state: 'running' });
    await table.put({ ...check, whole: { ...(check.whole as object), begunAt: '2026-11-01T02:00:00.000Z' } });
    expect(await list()).toMatchObject({ state: 'stale', asOf: '2026-11-01T02:00:00.000Z' });
  });

  test('[CA-25] is found by a check whose process dies again and again, each told once', async () => {
    const type = await typeOf(await aTeam());
    const by = await admin();
    const made = await Promise.all(Array.from({ length: 12 }, () => aCase({ type }, by)));
    await here().local.faults({ fail: [{ function: 'sweep', rate: 1 }], seed: 5 });
    await night();
    await here().local.faults({});
    await here().local.advance('PT10M');
    const listed = (await list()).items.map(({ id }) => id);
    expect(made.filter(({ id }) => !listed.includes(id))).toEqual([]);
    for (const { id } of made) expect(await told('cases', id)).toHaveLength(1);
  });

  test('[CA-25] is warned of when a group is emptied or a type is left without one, also in a dry run', async () => {
    const person = unique('p');
    const team = await aTeam(person);
    const type = await typeOf(team, promised);
    const by = await admin();
    await aCase({ type }, by);
    await aCase({ type, assignee: { user: person } }, by);
    await aCase({ type, assignee: { group: team } }, by);
    const { headers } = await by.send('GET', `/v1/groups/${team}`);
    const emptied = (query = '') =>
      by.send<{ warnings?: { detail: string; count: number }[]; record?: { warnings?: { detail: string }[] } }>(
        'PUT',
        `/v1/groups/${team}${query}`,
        { body: { name: team, members: [] }, headers: { 'if-match': headers.get('etag') ?? '' } },
      );
    const expected = [`user ${person}`, `group ${team}`, `case type ${type}`].map(
      (whose) => `1 open records of ${whose} would be left with nobody`,
    );
    const dry = await emptied('?dryRun=true');
    expect(dry.body.record?.warnings?.map(({ detail }) => detail)).toEqual(expected);
    const done = await emptied();
    expect([done.status, done.body.warnings?.map(({ detail }) => detail)]).toEqual([200, expected]);
    const { body } = await by.send<{ warnings?: unknown }>('PUT', `/v1/groups/${unique('team-')}`, {
      body: { name: 'New', members: [] },
    });
    expect(body.warnings).toBeUndefined();
  });
});

describe('[CA-25] over random lives', () => {
  /** A small generator of numbers that are the same for the same seed. */
  const lots = (seed: number) => {
    let state = seed;
    return (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  };

  test.each([[1], [2], [3]])(
    '[CA-25] the list is what looking at each record gives, with losses (%d)',
    async (seed) => {
      const lot = lots(seed);
      const people = Array.from({ length: 5 }, () => unique('p'));
      const teams = new Map<string, string[]>();
      for (let i = 0; i < 3; i++) {
        const members = people.filter(() => lot(2) === 0);
        teams.set(await aTeam(...members), members);
      }
      const groups = [...teams.keys()];
      const types = await Promise.all(groups.map((team, i) => typeOf(team, i === 0 ? {} : promised)));
      const one = <T>(all: readonly T[]): T => all[lot(all.length)] as T;
      const by = await admin();
      const made: { id: string; type: string }[] = [];
      const worries = await Promise.all(
        groups.map((team) => anAlertType({ groups: { raisers: [], reviewers: [team] }, due: undefined })),
      );
      const raised: { id: string; type: string }[] = [];
      await here().local.faults({ fail: [{ function: 'sweep', rate: 0.4 }], duplicate: 0.3, seed });
      for (let round = 0; round < 3; round++) {
        const now = await admin();
        for (let i = 0; i < 6; i++) {
          const owner = one<object>([{}, { assignee: { user: one(people) } }, { assignee: { group: one(groups) } }]);
          made.push(await aCase({ type: one(types), ...owner }, now));
        }
        for (let i = 0; i < 3; i++) {
          const reviewer = one<object>([{}, { reviewer: { user: one(people) } }, { reviewer: { group: one(groups) } }]);
          const due = one<object>([{}, { dueAt: '2027-05-01T00:00:00.000Z' }]);
          raised.push(await anAlert({ type: one(worries), course: undefined, ...reviewer, ...due }, now));
        }
        await act(now, `/v1/alerts/${one(raised).id}/${one(['start', 'dismiss'])}`, {});
        const record = one(made);
        await act(
          now,
          `/v1/cases/${record.id}/${one(['close', 'claim', 'clocks/completion/pause'])}`,
          one([{ reason: 'solved' }, {}, { note: 'Hm' }]),
        );
        const team = one(groups);
        const members = people.filter(() => lot(3) === 0);
        teams.set(team, members);
        await put(`/v1/groups/${team}`, { name: team, members: members.map(member) });
        await night();
      }
      await here().local.faults({});
      await night();
      const asked = await admin();
      const there = new Set([...teams.values()].flat());
      const expected: string[] = [];
      for (const { id, type } of made) {
        const found = await asked.get<{
          status: { category: string };
          assignee?: { user?: string; group?: string };
          clocks: { state: string }[];
        }>(`/v1/cases/${id}`);
        if (!['to-do', 'in-progress'].includes(found.status.category)) continue;
        const { user, group = groups[types.indexOf(type)] ?? '' } = found.assignee ?? {};
        const isLookedAt = user === undefined ? (teams.get(group)?.length ?? 0) > 0 : there.has(user);
        const hasMoment = found.clocks.some(({ state }) => state === 'running');
        if (!isLookedAt) expected.push(`${id} nobody`);
        else if (!hasMoment) expected.push(`${id} no-next-moment`);
      }
      for (const { id, type } of raised) {
        const found = await asked.get<{
          category: string;
          reviewer?: { user?: string; group?: string };
          dueAt?: string;
        }>(`/v1/alerts/${id}`);
        if (found.category !== 'open') continue;
        const { user, group = groups[worries.indexOf(type)] ?? '' } = found.reviewer ?? {};
        const isLookedAt = user === undefined ? (teams.get(group)?.length ?? 0) > 0 : there.has(user);
        if (!isLookedAt) expected.push(`${id} nobody`);
        else if (found.dueAt === undefined) expected.push(`${id} no-next-moment`);
      }
      const { items, state } = await list();
      const ours = new Set([...made, ...raised].map(({ id }) => id));
      const listed = items.filter(({ id }) => ours.has(id)).map(({ id, reason }) => `${id} ${reason}`);
      expect(listed.sort()).toEqual(expected.sort());
      expect(expected.length).toBeGreaterThan(0);
      expect(state).toBe('complete');
      expect(by).toBeDefined();
    },
  );
});
