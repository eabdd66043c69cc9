import { randomBytes } from 'node:crypto';
import type { Context } from 'aws-lambda';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { apiHandler } from '#functions/api/api-handler.ts';
import { servicesOn } from '#functions/services.ts';
import type { Client, LocalControls } from '#local/demo/client.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { startInstitution } from '#test/house/institution.ts';

// The handler itself on the table of the stack, with a clock that stands still between two calls: a
// case says how much time remains, so answers could not be compared otherwise.

let stack: Awaited<ReturnType<typeof startInstitution>>;
let now = Date.parse('2027-03-01T09:00:00.000Z');
let local: LocalControls;
let call: (routeKey: string, request?: Request) => Promise<{ status: number; body: string }>;

interface Request {
  id?: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
}

beforeAll(async () => {
  stack = await startInstitution();
  const { table } = stack;
  local = stack.local;
  const services = servicesOn({ table, newId: ulids(), random: randomBytes, now: () => now }, {});
  vi.stubEnv('TABLE_NAME', 'none');
  const { handlers } = await import('#functions/api/cases/handler.ts');
  const handler = apiHandler(services, handlers);
  const claims = { sub: 'ada', groups: '[admins advisers]' };
  const payload = Buffer.from(JSON.stringify({ sub: 'ada', groups: ['admins', 'advisers'] })).toString('base64url');
  const authorization = `Bearer e30.${payload}.c2lnbmF0dXJl`;
  call = async (routeKey, { path = {}, query = {}, body } = {}) => {
    const [method = '', pattern = ''] = routeKey.split(' ');
    const event = {
      rawPath: pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? ''),
      rawQueryString: new URLSearchParams(query).toString(),
      queryStringParameters: query,
      headers: { authorization, 'content-type': 'application/json', 'if-match': '*' },
      body: body && JSON.stringify(body),
      requestContext: { requestId: 'r', http: { method }, authorizer: { jwt: { claims, scopes: [] } } },
    };
    const answer = await handler(event as never, {} as Context);
    return { status: answer.statusCode ?? 200, body: answer.body ?? '' };
  };
});

interface Raised {
  id: string;
  version: number;
}

const text = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('a', 'b', ' ', 'é', '7') });
const person = fc.constantFrom('ben', 'dev', 'elin', 'S103');
const action = (name: string, body: fc.Arbitrary<object> = fc.constant({})) =>
  body.map((given) => [`POST /v1/cases/{id}/${name}`, { body: given }] as const);
const edit = (changes: fc.Arbitrary<object>) => changes.map((body) => ['PATCH /v1/cases/{id}', { body }] as const);
const people = (list: string, member: string) =>
  fc
    .tuple(fc.constantFrom('PUT', 'DELETE'), person)
    .map(([method, who]) => [`${method} /v1/cases/{id}/${list}/{${member}}`, { path: { [member]: who } }] as const);

/** A command, of which the case's state may refuse one in three. */
const command = fc.oneof(
  edit(fc.record({ subject: text.map((one) => `S ${one}`) })),
  edit(fc.record({ priority: fc.constantFrom('critical', 'high', 'medium', 'low') })),
  edit(fc.record({ tags: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')) })),
  edit(fc.record({ description: text.map((one) => `D ${one}`) })),
  action('notes', fc.record({ text: text.map((one) => `N ${one}`), public: fc.boolean() })),
  action('claim'),
  action('release'),
  action(
    'assign',
    person.map((user) => ({ user })),
  ),
  action('assign', fc.constant({ group: 'advisers' })),
  action(
    'status',
    fc.constantFrom('new', 'open', 'waiting').map((status) => ({ status })),
  ),
  action('de-escalate'),
  action('close', fc.constant({ reason: 'solved' })),
  action('reopen', fc.constant({ note: 'Again' })),
  people('subscribers', 'personId'),
  people('clients', 'contactId'),
  people('locks', 'personId'),
);
const step = fc.record({
  command,
  // Minutes, and once in a while days, so that targets pass between two commands.
  minutes: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 90 }) },
    { arbitrary: fc.integer({ min: 1440, max: 5000 }), weight: 1 },
  ),
});

describe('a case as it stood', () => {
  it('[CA-19] is, at any instant of a life of 200 commands, byte for byte what a GET then gave', async () => {
    const [life] = fc.sample(fc.array(step, { minLength: 200, maxLength: 200 }), { numRuns: 1, seed: 20261122 });
    const raised = await call('POST /v1/cases', {
      body: { type: 'academic-concern', subject: 'A life', contactId: 'S101', fields: { course: 'MATH-101' } },
    });
    expect([raised.status, raised.body]).toEqual([201, expect.any(String)]);
    const { id } = JSON.parse(raised.body) as { id: string };
    const get = (query: Record<string, string> = {}) => call('GET /v1/cases/{id}', { path: { id }, query });
    const seen: { at: string; body: string }[] = [];
    const statuses = new Map<number, number>();
    for (const {
      command: [route, request],
      minutes,
    } of life ?? []) {
      now += minutes * 60_000;
      const { status } = await call(route, { ...request, path: { ...('path' in request && request.path), id } });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      seen.push({ at: new Date(now).toISOString(), body: (await get()).body });
    }
    // Enough of them had an effect, none was a fault of ours.
    expect([...statuses.keys()].filter((status) => ![200, 201, 204, 403, 404, 409, 422].includes(status))).toEqual([]);
    expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(100);
    for (const { at, body } of seen) expect((await get({ asOf: at })).body).toBe(body);
  });
});

describe('fifty callers on one case', () => {
  const advisers = () =>
    Promise.all(Array.from({ length: 50 }, (_, index) => local.as({ sub: `at-once-${index}`, groups: ['advisers'] })));
  const raise = (client: Client) =>
    client.post<Raised>('/v1/cases', { type: 'academic-concern', subject: 'All at once', contactId: 'S102' });
  /** How often each status was answered. */
  const tally = (answers: { status: number }[]): Record<number, number> =>
    Object.fromEntries(
      [...new Set(answers.map(({ status }) => status))].map((status) => [
        status,
        answers.filter((answer) => answer.status === status).length,
      ]),
    );

  it('[CA-7] [CA-13] claim, edit and close it: one wins each time, every other one is told so, and nothing is lost', async () => {
    const callers = await advisers();
    const [first] = callers as [Client];
    const { id } = await raise(first);
    const all = (action: (client: Client, index: number) => Promise<{ status: number }>) =>
      Promise.all(callers.map(action)).then(tally);
    expect(await all((client) => client.send('POST', `/v1/cases/${id}/claim`))).toEqual({ 200: 1, 409: 49 });
    const { version } = await first.get<Raised>(`/v1/cases/${id}`);
    const headers = { 'if-match': `"${version}"` };
    const edited = await all((client, index) =>
      client.send('PATCH', `/v1/cases/${id}`, { body: { subject: `By ${index}` }, headers }),
    );
    expect(edited).toEqual({ 200: 1, 412: 49 });
    const closed = await all((client) => client.send('POST', `/v1/cases/${id}/close`, { body: { reason: 'solved' } }));
    expect(closed).toEqual({ 200: 1, 409: 49 });
    const { items } = await first.get<{ items: { type: string }[] }>(`/v1/cases/${id}/history?limit=200`);
    expect(items.map(({ type }) => type).toSorted()).toEqual(
      ['Case Assigned', 'Case Closed', 'Case Created', 'Case Updated'].toSorted(),
    );
  });

  it('[NO-1] write a note each: all fifty stand there, each a version of its own', async () => {
    const callers = await advisers();
    const [first] = callers as [Client];
    const raised = await raise(first);
    const write = (client: Client, index: number) =>
      client.send('POST', `/v1/cases/${raised.id}/notes`, { body: { text: `Note ${index}`, public: false } });
    expect(tally(await Promise.all(callers.map(write)))).toEqual({ 201: 50 });
    const { items } = await first.get<{ items: { text: string }[] }>(`/v1/cases/${raised.id}/notes?limit=200`);
    expect(items.map(({ text }) => text).toSorted()).toEqual(callers.map((_, index) => `Note ${index}`).toSorted());
    expect((await first.get<Raised>(`/v1/cases/${raised.id}`)).version).toBe(raised.version + 50);
  });

  it('[CA-1] raise it under one key: one case, and its answer to all who waited', async () => {
    const [first] = (await advisers()) as [Client];
    const body = { type: 'academic-concern', subject: 'Once', contactId: 'S104', tags: ['raised-at-once'] };
    const raiseOnce = () =>
      first.send<Raised>('POST', '/v1/cases', { body, headers: { 'idempotency-key': 'at-once' } });
    const answers = await Promise.all(Array.from({ length: 50 }, raiseOnce));
    expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
    const made = await first.get<{ items: Raised[] }>('/v1/cases?tag=raised-at-once');
    expect(made.items).toHaveLength(1);
    expect(new Set(answers.flatMap(({ status, body: raised }) => (status === 201 ? [raised.id] : [])))).toEqual(
      new Set(made.items.map(({ id }) => id)),
    );
  });
});
