import { beforeAll, describe, expect, it } from 'vitest';
import type { Client, ClientResponse } from '#local/demo/client.ts';
import { startInstitution } from '#test/house/institution.ts';

let stack: Awaited<ReturnType<typeof startInstitution>>;
let admin: Client;
let adviser: Client;
let tutor: Client;

interface Case {
  id: string;
  assignee?: object;
  subject: string;
}

beforeAll(async () => {
  stack = await startInstitution();
  admin = await stack.local.as({ sub: 'ada', groups: ['admins'] });
  adviser = await stack.local.as({ sub: 'amara', groups: ['advisers'] });
  tutor = await stack.local.as({ sub: 'dev', groups: ['tutors'] });
  const members = [{ id: 'dev', name: 'Dev', email: 'dev@example.edu' }];
  for (const group of ['night-desk', 'day-desk'])
    await admin.send('PUT', `/v1/groups/${group}`, { body: { name: group, members } });
});

/** A type of its own for each test, so that each has a queue of its own. */
const aType = async (key: string, members: object = {}): Promise<string> => {
  const body = {
    name: key,
    statuses: [
      { key: 'new', name: 'New', category: 'to-do' },
      { key: 'done', name: 'Done', category: 'resolved' },
    ],
    defaultStatus: 'new',
    defaultPriority: 'medium',
    groups: { managers: ['advisers'], enquiry: ['tutors'], ...(members as { groups?: object }).groups },
    ...Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'groups')),
  };
  const { status } = await admin.send('PUT', `/v1/case-types/${key}`, { body });
  expect(status).toBe(201);
  return key;
};
const raise = (type: string, subject: string, members: object = {}) =>
  admin.post<Case>('/v1/cases', { type, subject, ...members });
const next = (client: Client, queue: object, headers: Record<string, string> = {}): Promise<ClientResponse<Case>> =>
  client.send<Case>('POST', '/v1/work/claim-next', { body: { queue }, headers });
const subjects = async (client: Client, queue: object, times: number): Promise<(string | number)[]> => {
  const got: (string | number)[] = [];
  for (let i = 0; i < times; i++) {
    const { status, body } = await next(client, queue);
    got.push(status === 200 ? body.subject : status);
  }
  return got;
};

describe('POST /v1/work/claim-next', () => {
  it('[CA-7] hands thirty cases to fifty callers at once: each case to one, and nothing to the others', async () => {
    const type = await aType('rush');
    const raised = await Promise.all(Array.from({ length: 30 }, (_, i) => raise(type, `case ${i}`)));
    const made = raised.map(({ id }) => id);
    const callers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => stack.local.as({ sub: `caller-${i}`, groups: ['advisers'] })),
    );
    const answers = await Promise.all(callers.map((caller) => next(caller, { type })));
    const got = answers.flatMap(({ status, body }, i) =>
      status === 200 ? [{ id: body.id, assignee: body.assignee, to: `caller-${i}` }] : [],
    );
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 204)).toEqual([]);
    expect(got.map(({ id }) => id).sort()).toEqual(made.sort());
    for (const { id, assignee, to } of got) {
      expect(assignee).toEqual({ user: to });
      expect((await admin.get<Case>(`/v1/cases/${id}`)).assignee).toEqual({ user: to });
    }
  });

  it('[CA-7] gives what is due first, then what is never due by age', async () => {
    const type = await aType('ordered');
    await raise(type, 'never due, older');
    await raise(type, 'never due, newer');
    const later = await raise(type, 'due later');
    const sooner = await raise(type, 'due sooner');
    for (const [{ id }, dueAt] of [
      [later, '2027-03-02T09:00:00.000Z'],
      [sooner, '2027-03-01T09:00:00.000Z'],
    ] as const)
      expect(
        (await admin.send('PATCH', `/v1/cases/${id}`, { body: { dueAt }, headers: { 'if-match': '"1"' } })).status,
      ).toBe(200);
    expect(await subjects(adviser, { type }, 5)).toEqual([
      'due sooner',
      'due later',
      'never due, older',
      'never due, newer',
      204,
    ]);
  });

  it('[CA-7] gives what a team has from the queue of that team, of one type where that is asked for', async () => {
    const [one, other] = [await aType('desk-one'), await aType('desk-other')];
    await raise(one, 'one', { assignee: { group: 'night-desk' } });
    await raise(other, 'other', { assignee: { group: 'night-desk' } });
    await raise(other, 'of another team', { assignee: { group: 'day-desk' } });
    await raise(other, 'of nobody');
    const nightDesk = await stack.local.as({ sub: 'nina', groups: ['night-desk'] });
    expect(await subjects(nightDesk, { group: 'night-desk', type: other }, 2)).toEqual(['other', 204]);
    expect(await subjects(nightDesk, { group: 'night-desk' }, 2)).toEqual(['one', 204]);
    expect(await subjects(nightDesk, { group: 'day-desk' }, 1)).toEqual([204]);
  });

  it('[CA-7] without a team gives what nobody has and what the caller’s own teams have', async () => {
    const type = await aType('mixed', { groups: { reassignment: ['night-desk'] } });
    await raise(type, 'of nobody');
    await raise(type, 'of my team', { assignee: { group: 'night-desk' } });
    await raise(type, 'of another team', { assignee: { group: 'day-desk' } });
    const nightDesk = await stack.local.as({ sub: 'noor', groups: ['night-desk'] });
    expect(await subjects(nightDesk, {}, 3)).toEqual(['of nobody', 'of my team', 204]);
  });

  it('[CA-7] [CA-12] offers nothing that is private, closed, in the trash or a person’s, or that the caller is locked out of or may not claim', async () => {
    const type = await aType('guarded');
    await raise(type, 'private', { private: true });
    await raise(type, 'a person’s', { assignee: { user: 'ben' } });
    const closed = await raise(type, 'closed');
    await admin.post(`/v1/cases/${closed.id}/close`);
    const trashed = await raise(type, 'in the trash');
    expect((await admin.send('DELETE', `/v1/cases/${trashed.id}`, { headers: { 'if-match': '"1"' } })).status).toBe(
      204,
    );
    const locked = await raise(type, 'locked');
    expect((await admin.send('PUT', `/v1/cases/${locked.id}/locks/amara`)).status).toBe(200);
    expect(await subjects(adviser, { type }, 1)).toEqual([204]);
    expect(await subjects(tutor, { type }, 1)).toEqual([204]);
    const ben = await stack.local.as({ sub: 'ben', groups: ['advisers'] });
    expect(await subjects(ben, { type }, 2)).toEqual(['locked', 204]);
    expect(await subjects(admin, { type }, 1)).toEqual([204]);
  });

  it('[CA-7] offers again what was released, reopened, made public or taken out of the trash', async () => {
    const type = await aType('again');
    const { id } = await raise(type, 'the one');
    const takes = async () => expect(await subjects(adviser, { type }, 2)).toEqual(['the one', 204]);
    const release = () => adviser.post(`/v1/cases/${id}/release`);
    const etag = async () => (await admin.send('GET', `/v1/cases/${id}`)).headers.get('etag') ?? '';
    const patch = async (body: object) =>
      admin.send('PATCH', `/v1/cases/${id}`, { body, headers: { 'if-match': await etag() } });
    await takes();
    await release();
    await takes();
    await release();
    await admin.post(`/v1/cases/${id}/close`);
    expect(await subjects(adviser, { type }, 1)).toEqual([204]);
    await admin.post(`/v1/cases/${id}/reopen`, { note: 'not yet' });
    await takes();
    await release();
    await patch({ private: true });
    expect(await subjects(adviser, { type }, 1)).toEqual([204]);
    await patch({ private: false });
    await takes();
    await release();
    await admin.send('DELETE', `/v1/cases/${id}`, { headers: { 'if-match': await etag() } });
    await admin.post(`/v1/cases/${id}/restore`);
    await takes();
  });

  it('[IN-1] gets the same case again with the same key, and the same nothing', async () => {
    const type = await aType('keyed');
    await raise(type, 'first');
    await raise(type, 'second');
    const key = { 'idempotency-key': 'take-one' };
    const [one, again] = [await next(adviser, { type }, key), await next(adviser, { type }, key)];
    expect([one.status, one.body.subject]).toEqual([200, 'first']);
    expect(again.body).toEqual(one.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe(one.headers.get('etag'));
    expect(await subjects(adviser, { type }, 2)).toEqual(['second', 204]);
    const none = { 'idempotency-key': 'take-none' };
    expect((await next(adviser, { type }, none)).status).toBe(204);
    await raise(type, 'third');
    const replayed = await next(adviser, { type }, none);
    expect([replayed.status, replayed.headers.get('idempotent-replayed')]).toEqual([204, 'true']);
  });

  it('[IN-1] takes nothing by a dry run, and says what it would take', async () => {
    const type = await aType('tried');
    const { id } = await raise(type, 'the one');
    const dry = await adviser.send<{ events: { type: string }[]; record: Case }>(
      'POST',
      '/v1/work/claim-next?dryRun=true',
      { body: { queue: { type } } },
    );
    expect([dry.status, dry.body.events.map((event) => event.type), dry.body.record.id]).toEqual([
      200,
      ['Case Assigned'],
      id,
    ]);
    expect((await admin.get<Case>(`/v1/cases/${id}`)).assignee).toBeUndefined();
  });

  it.each([
    ['no queue', {}, 400, '/queue'],
    ['an unknown member', { queue: { team: 'x' } }, 400, '/queue/team'],
    ['a type that is not there', { queue: { type: 'no-such' } }, 422, '/queue/type'],
    ['a team that is not there', { queue: { group: 'no-such' } }, 422, '/queue/group'],
  ])('[IN-1] refuses %s', async (_what, body, status, pointer) => {
    const answer = await adviser.send<{ errors: { pointer: string }[] }>('POST', '/v1/work/claim-next', { body });
    expect([answer.status, answer.body.errors?.map((fault) => fault.pointer)]).toEqual([status, [pointer]]);
  });
});

describe('a case type that routes by a field', () => {
  const routing = {
    routing: { field: 'desk' },
    fields: [{ key: 'desk', name: 'Desk', type: 'text', visibleToRequester: true }],
    groups: { autoAssign: ['night-desk'], starters: ['students'] },
  };
  const created = async (id: string) =>
    (await admin.get<{ items: { after: { routed?: object } }[] }>(`/v1/cases/${id}/history`)).items[0]?.after.routed;

  it('[CA-7] gives a new case to the group that its form names, and says so', async () => {
    const type = await aType('routed', routing);
    const { id, assignee } = await raise(type, 'for the night', { fields: { desk: 'night-desk' } });
    expect(assignee).toEqual({ group: 'night-desk' });
    expect(await created(id)).toEqual({ field: 'desk', value: 'night-desk', group: 'night-desk' });
    expect(
      await subjects(await stack.local.as({ sub: 'nils', groups: ['night-desk'] }), { group: 'night-desk', type }, 1),
    ).toEqual(['for the night']);
  });

  it('[CA-7] leaves unassigned what names a group that is not on the list, without a word to whoever asks', async () => {
    const type = await aType('unrouted', routing);
    const student = await stack.local.as({ sub: 'S101', groups: ['students'] });
    const answer = await student.send<Case>('POST', '/v1/cases', {
      body: { type, subject: 'for the day', fields: { desk: 'day-desk' } },
    });
    expect(answer.status).toBe(201);
    expect((await admin.get<Case>(`/v1/cases/${answer.body.id}`)).assignee).toBeUndefined();
    expect(await created(answer.body.id)).toEqual({ field: 'desk', value: 'day-desk' });
  });

  it('[CA-7] goes where staff say, if they do', async () => {
    const type = await aType('overruled', routing);
    const { assignee } = await raise(type, 'x', { fields: { desk: 'night-desk' }, assignee: { user: 'dev' } });
    expect(assignee).toEqual({ user: 'dev' });
  });

  it('[CA-3] is refused where the field is not there, or cannot name a group', async () => {
    const body = {
      name: 'x',
      statuses: [
        { key: 'new', name: 'New', category: 'to-do' },
        { key: 'done', name: 'Done', category: 'resolved' },
      ],
      defaultStatus: 'new',
      defaultPriority: 'medium',
      fields: [{ key: 'count', name: 'Count', type: 'integer' }],
    };
    for (const field of ['count', 'gone']) {
      const answer = await admin.send<{ errors: object[] }>('PUT', '/v1/case-types/misrouted', {
        body: { ...body, routing: { field } },
      });
      expect([answer.status, answer.body.errors]).toMatchObject([
        400,
        [{ pointer: '/routing/field', code: 'unknown-field' }],
      ]);
    }
  });
});
