import { afterEach, describe, expect, test } from 'vitest';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { is } from './rule-making.ts';
import { aSegment, crossings, members, segment, segmentsOf } from './segment-making.ts';
import { aTypeWithTarget, elapsed } from './weeks.ts';
import { aContact, act, here, put, signIn } from './world.ts';

// Random lives: whatever happens to contacts, in whatever order it arrives and however often what
// carries it dies, who is in a segment is who would be if all were reckoned from the ground up.

/** A source of chance that begins with a seed (Marsaglia's xorshift, 2003). */
const chance = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const open: Condition = { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] };
const label = (name: string): Condition => ({ field: 'contact.labels', op: 'contains', value: name });
const conditions: Record<string, readonly Condition[]> = {
  unreviewed: [
    { some: 'alerts', where: { all: [is('alert.status', 'triage'), is('alert.category', 'open')] } },
    { some: 'alerts', where: is('alert.category', 'open'), atLeast: 2 },
  ],
  'overdue-here': [
    { some: 'cases', where: { all: [is('case.overdue', true), is('case.group', 'advisers')] } },
    { all: [is('case.overdue', true), { not: label('a') }] },
  ],
  resolved: [
    {
      some: 'cases',
      where: {
        all: [is('case.category', 'resolved'), { field: 'case.closedAt', op: 'within', value: { ago: 'P5D' } }],
      },
    },
  ],
  tasks: [{ some: 'tasks', where: { all: [is('task.status', 'to-do'), open] } }],
  busy: [
    { count: 'alerts', within: 'P3D', op: 'gte', value: 2 },
    { count: 'cases', within: 'P2D', where: is('case.priority', 'high'), op: 'is', value: 1 },
  ],
  weekend: [{ all: [label('a'), { field: 'now.dayOfWeek', op: 'in', value: ['saturday', 'sunday'] }] }],
  named: [
    {
      all: [
        { field: 'contact.segments', op: 'in', value: ['busy', 'overdue-here'] },
        { field: 'contact.segments', op: 'not-contains', value: 'resolved' },
      ],
    },
  ],
};
const keys = Object.keys(conditions);
const storm = {
  duplicate: 0.4,
  reorder: true,
  fail: ['publish', 'segments', 'automation', 'clocks', 'wake', 'sweep'].map((name) => ({ function: name, rate: 0.2 })),
};

const course = { code: 'X-1' };

interface Life {
  pick: (below: number) => number;
  type: string;
  contacts: string[];
  alerts: string[];
  cases: string[];
}

const oneOf = <T>({ pick }: Life, list: readonly T[]): T | undefined => list[pick(list.length || 1)];
const changed = async (path: string, body: object): Promise<void> => {
  const admin = await signIn('ada', 'admins');
  const { headers } = await admin.send('GET', path);
  await admin.send('PATCH', path, { body, headers: { 'if-match': headers.get('etag') ?? '' } });
};
const made = async (path: string, body: object): Promise<string[]> => {
  const answer = await (await signIn('ada', 'admins')).send<{ id?: string }>('POST', path, { body });
  return answer.status === 201 && answer.body.id ? [answer.body.id] : [];
};

/** What may happen; what the state of a record refuses does not. */
const happenings: readonly ((life: Life) => Promise<unknown>)[] = [
  async (life) => {
    const alert = {
      type: 'attendance',
      course: { code: `C${life.pick(9999)}` },
      contactId: oneOf(life, life.contacts),
    };
    life.alerts.push(...(await made('/v1/alerts', alert)));
  },
  async (life) => {
    const team = oneOf(life, ['advisers', 'tutors']);
    const body = { type: life.type, subject: 'X', contactId: oneOf(life, life.contacts), assignee: { group: team } };
    life.cases.push(...(await made('/v1/cases', { ...body, priority: oneOf(life, ['high', 'low']) })));
  },
  async (life) => act(await signIn('ada', 'admins'), `/v1/alerts/${oneOf(life, life.alerts)}/start`),
  async (life) => act(await signIn('ada', 'admins'), `/v1/alerts/${oneOf(life, life.alerts)}/resolve`, {}),
  async (life) =>
    act(await signIn('ada', 'admins'), `/v1/cases/${oneOf(life, life.cases)}/close`, { reason: 'solved' }),
  async (life) => act(await signIn('ada', 'admins'), `/v1/cases/${oneOf(life, life.cases)}/tasks`, { title: 'Ring' }),
  async (life) =>
    act(await signIn('ada', 'admins'), `/v1/cases/${oneOf(life, life.cases)}/assign`, {
      group: oneOf(life, ['advisers', 'tutors']),
    }),
  async (life) => changed(`/v1/cases/${oneOf(life, life.cases)}`, { contactId: oneOf(life, life.contacts) }),
  async (life) => changed(`/v1/cases/${oneOf(life, life.cases)}`, { priority: oneOf(life, ['high', 'low']) }),
  async (life) => changed(`/v1/contacts/${oneOf(life, life.contacts)}`, { labels: life.pick(2) ? ['a'] : [] }),
  async (life) => {
    const key = oneOf(life, keys) ?? '';
    const condition = oneOf(life, conditions[key] ?? []);
    await put(`/v1/segments/${key}`, { name: key, condition });
  },
  async (life) => here().local.advance(`PT${1 + life.pick(30)}H`),
  async (life) => here().local.advance(`PT${1 + life.pick(50)}S`),
];

/** Who is known to be in a segment and should not be, or the other way round. */
const wrongly = async (contacts: readonly string[]): Promise<string[]> => {
  const all = await Promise.all(
    contacts.map(async (id) =>
      (await segmentsOf(id, 'whyNot=true')).flatMap(({ segment: key, held, explanation }) =>
        keys.includes(key) && held !== explanation.held ? [`${id} ${key}: ${held}`] : [],
      ),
    ),
  );
  return all.flat();
};

describe('[SE-3] [SE-6] random lives', () => {
  afterEach(() => here().local.faults({}));

  test.each([1, 2, 3])(
    '[SE-3] [SE-6] membership is that of a full recomputation, each crossing is one event, and members, count and single membership agree (%i)',
    async (seed) => {
      const type = await aTypeWithTarget({ target: elapsed(2, 'days'), byPriority: {}, reminders: [] });
      const contacts = [(await aContact()).id, (await aContact()).id, (await aContact()).id];
      for (const key of keys) await aSegment(conditions[key]?.[0] as Condition, {}, key);
      const life: Life = { pick: chance(seed * 7919), type, contacts, alerts: [], cases: [] };
      // The first has so many records that not all of them are read.
      for (let n = 0; n < 14; n++)
        life.alerts.push(...(await made('/v1/alerts', { type: 'attendance', course, contactId: contacts[0] })));
      await here().local.faults({ ...storm, seed });
      let seen = 0;
      for (let n = 1; n <= 60; n++) {
        await happenings[life.pick(happenings.length)]?.(life);
        if (n % 12 !== 0) continue;
        await here().local.idle();
        // What died every time is made up for by the sweep once nothing dies any more.
        await here().local.faults({});
        await here().local.advance('PT11M');
        const first = await wrongly(contacts);
        if (first.length > 0) await here().local.advance('PT1M');
        expect(first.length > 0 ? (await wrongly(contacts)).filter((one) => first.includes(one)) : []).toEqual([]);
        for (const key of keys) {
          const there = (await members(key)).filter((id) => contacts.includes(id));
          seen += there.length;
          expect((await segment(key)).count).toBe((await members(key)).length);
          for (const id of contacts) {
            const said = await crossings(id, key);
            const verbs = said.map((one) => one.split(' ')[0]);
            // Nobody was in any when they were filled first, so they alternate from a joining on.
            expect(verbs).toEqual(verbs.map((_, index) => (index % 2 === 0 ? 'joined' : 'left')));
            expect(verbs.length % 2 === 1, `${id} in ${key}: ${said}`).toBe(there.includes(id));
          }
        }
        await here().local.faults({ ...storm, seed: seed + n });
      }
      expect(seen).toBeGreaterThan(5);
    },
    60_000,
  );
});
