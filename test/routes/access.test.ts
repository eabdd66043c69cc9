import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientFor } from '#local/demo/client.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { type AnyRoute, needsToken, routeKey } from '#shared/core/http/route.ts';
import { type Institution, linkTo, type Role, startInstitution } from '#test/house/institution.ts';
import type { OpenApi } from './documented.ts';
import { forgedTokens } from './forged-tokens.ts';
import { requestGenerators } from './generate-requests.ts';
import { known } from './known-values.ts';

// What the policy's table says (test/unit/access), asked of every route through the gateway.

let institution: Institution;
let document: OpenApi;
let validBodyOf: ReturnType<typeof requestGenerators>['validBodyOf'];
let caseId: string;
let alertId: string;
let token: string;
let taskId: string;
let activityId: string;
let appointmentId: string;
let fileId: string;
let questionId: string;

beforeAll(async () => {
  institution = await startInstitution();
  const { manager, enquiry, nobody } = institution.as;
  document = await nobody.get<OpenApi>('/openapi.json');
  ({ validBodyOf } = requestGenerators(document, known));
  const concern = { type: 'academic-concern', subject: 'Missed classes', contactId: 'S101' };
  const absence = { type: 'attendance', contactId: 'S101', course: { code: 'MATH-101' } };
  ({ id: caseId } = await manager.post<{ id: string }>('/v1/cases', concern));
  ({ id: taskId } = await manager.post<{ id: string }>(`/v1/cases/${caseId}/tasks`, {
    title: 'Call the student',
    dueAt: '2099-01-01T00:00:00Z',
  }));
  const { id: theirs } = await manager.post<{ id: string }>('/v1/cases', { ...concern, contactId: 'S102' });
  token = await linkTo(institution, theirs);
  const call = { type: 'call', subject: 'Call the student' };
  ({ id: activityId } = await manager.post<{ id: string }>(`/v1/cases/${caseId}/activities`, call));
  const meeting = { title: 'A talk', startsAt: '2027-03-01T09:00:00Z', endsAt: '2027-03-01T10:00:00Z' };
  ({ id: appointmentId } = await manager.post<{ id: string }>(`/v1/cases/${caseId}/appointments`, meeting));
  const file = { name: 'notes.txt', size: 5, contentType: 'text/plain' };
  ({ id: fileId } = await manager.post<{ id: string }>(`/v1/cases/${caseId}/files`, file));
  const question = { text: 'Are you all right?' };
  ({ id: questionId } = await manager.post<{ id: string }>(`/v1/cases/${caseId}/questions`, question));
  // The person who raised an alert may see it, and not work on it.
  ({ id: alertId } = await enquiry.post<{ id: string }>('/v1/alerts', absence));
});

const ofRecord = (route: AnyRoute): boolean => /^\/v1\/(cases|alerts)\/\{id\}/.test(route.path);

/**
 * A body that the route's schema takes, the shortest of some; where it asks for more than chance
 * brings about, one that it may refuse.
 */
const makeBody = (route: AnyRoute): unknown => {
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  if (!operation) throw new Error(`${routeKey(route)} is not described`);
  const lengthOf = (body: unknown) => JSON.stringify(body)?.length ?? 0;
  const bodies = fc.sample(validBodyOf(operation), { numRuns: 10, seed: 1 }).sort((a, b) => lengthOf(a) - lengthOf(b));
  const sound = bodies.find((body) => route.input.body.safeParse(body).success) ?? bodies[0];
  // What staff may do with a target is for its type to say, so nothing is asked of one here.
  return typeof sound === 'object' && sound !== null && 'dueAt' in sound ? { ...sound, dueAt: undefined } : sound;
};

const made = new Map<AnyRoute, unknown>();
const bodyFor = (route: AnyRoute): unknown => {
  if (!made.has(route)) made.set(route, makeBody(route));
  return made.get(route);
};

/** The status of a well-formed request, made as a dry run where it would write. */
const statusFor = async (role: Role | 'nobody', route: AnyRoute): Promise<number> => {
  const id = route.path.startsWith('/v1/alerts') ? alertId : caseId;
  const path = route.path
    .replace('{id}', id)
    .replace('{token}', token)
    .replace('{taskId}', taskId)
    .replace('{n}', '0')
    .replace(/why$/, 'why?field=priority')
    .replace('{activityId}', activityId)
    .replace('{appointmentId}', appointmentId)
    .replace('{fileId}', fileId)
    .replace('{questionId}', questionId)
    .replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'kind' ? 'related' : 'completion'));
  // Nobody is turned away before a body is looked at.
  const body = role === 'nobody' ? undefined : bodyFor(route);
  const options = { headers: { 'if-match': '*' }, ...(body !== undefined && { body }) };
  return (await institution.as[role].send(route.method, route.method === 'GET' ? path : `${path}?dryRun=true`, options))
    .status;
};

/** The statuses of some routes, by the key of each. */
const statusesFor = async (role: Role | 'nobody', routes: readonly AnyRoute[]): Promise<Record<string, number>> => {
  const statuses: Record<string, number> = {};
  for (const route of routes) statuses[routeKey(route)] = await statusFor(role, route);
  return statuses;
};

const each = (routes: readonly AnyRoute[], status: (route: AnyRoute) => number): Record<string, number> =>
  Object.fromEntries(routes.map((route) => [routeKey(route), status(route)]));

const routesFor = (...who: AnyRoute['who'][]) => allRoutes.filter((route) => who.includes(route.who));
const records = allRoutes.filter((route) => ofRecord(route) && route.who === 'staff');

// What somebody may do who sees a record, beside looking.
const forWhoSees = [
  'POST /v1/alerts/{id}/notes',
  'POST /v1/cases/{id}/break-glass',
  'PUT /v1/cases/{id}/subscribers/{personId}',
  'DELETE /v1/cases/{id}/subscribers/{personId}',
];

// A case is handed out as a whole to a group of its own.
const isHandingOut = (route: AnyRoute): boolean => routeKey(route) === 'GET /v1/cases/{id}/export';

describe('[CA-8] who gets how far', () => {
  it('nobody gets past the gateway without a token, but where anyone may call', async () => {
    const statuses = await statusesFor('nobody', allRoutes);
    // What anyone may call looks at what they ask for.
    const passed = (route: AnyRoute) => ![401, 403].includes(statuses[routeKey(route)] ?? 401);
    expect(allRoutes.filter(passed).map(routeKey)).toEqual(
      allRoutes.filter((route) => !needsToken(route)).map(routeKey),
    );
    const closed = allRoutes.filter(needsToken);
    expect(closed.filter((route) => statuses[routeKey(route)] !== 401).map(routeKey)).toEqual([]);
  });

  it.each(['stranger', 'requester, a starter'] as const)('a %s gets to no route of staff', async (role) => {
    const closed = routesFor('staff', 'admin');
    expect(await statusesFor(role, closed)).toEqual(each(closed, () => 403));
  });

  it.each(['manager', 'view-all', 'other staff'] as const)(
    '%s: no configuring without being an admin',
    async (role) => {
      const closed = routesFor('admin');
      expect(await statusesFor(role, closed)).toEqual(each(closed, () => 403));
    },
  );

  it('staff who have nothing to do with a record are told that it is not there', async () => {
    expect(await statusesFor('other staff', records)).toEqual(each(records, () => 404));
  });

  it('whoever may only see a record reads all of it and changes nothing', async () => {
    const looking = records.filter((route) => route.method === 'GET');
    const working = records.filter((route) => route.method !== 'GET' && !forWhoSees.includes(routeKey(route)));
    expect(await statusesFor('enquiry', looking)).toEqual(each(looking, (route) => (isHandingOut(route) ? 403 : 200)));
    expect(await statusesFor('enquiry', working)).toEqual(each(working, () => 403));
  });

  it('view-all reads every record and changes none', async () => {
    const looking = records.filter((route) => route.method === 'GET');
    const working = records.filter((route) => route.method !== 'GET' && !forWhoSees.includes(routeKey(route)));
    expect(await statusesFor('view-all', looking)).toEqual(each(looking, (route) => (isHandingOut(route) ? 403 : 200)));
    expect(await statusesFor('view-all', working)).toEqual(each(working, () => 403));
  });

  it('a manager is kept from nothing about a record', async () => {
    // What staff may do with a target is for its type to say.
    const isOfClock = ({ path }: AnyRoute) => path.includes('/clocks/{key}/');
    const open = records.filter((route) => !isHandingOut(route) && !isOfClock(route));
    for (const [key, status] of Object.entries(await statusesFor('manager', open))) expect(status, key).not.toBe(403);
  });
});

describe('[CA-12] a list shows each person what they may see', () => {
  it('and a private case to those whom it concerns', async () => {
    const { manager, as } = { manager: institution.as.manager, as: institution.as };
    const { id: hidden } = await manager.post<{ id: string }>('/v1/cases', {
      type: 'academic-concern',
      subject: 'Confidential',
      contactId: 'S102',
      private: true,
    });
    const seenBy = async (role: Role): Promise<string[]> => {
      const { items } = await as[role].get<{ items: { id: string }[] }>('/v1/cases?limit=200');
      return items.map(({ id }) => id);
    };
    const who: Record<Role, 'both' | 'the open one' | 'none' | 'no list'> = {
      admin: 'both',
      'view-all': 'both',
      manager: 'both',
      'another manager': 'the open one',
      reassignment: 'the open one',
      escalation: 'the open one',
      enquiry: 'the open one',
      'other staff': 'none',
      'requester, a starter': 'no list',
      stranger: 'no list',
    };
    for (const [role, sees] of Object.entries(who) as [Role, string][]) {
      if (sees === 'no list') expect((await as[role].send('GET', '/v1/cases')).status, role).toBe(403);
      else {
        const ids = await seenBy(role);
        expect([ids.includes(caseId), ids.includes(hidden)], role).toEqual([sees !== 'none', sees === 'both']);
        const status = (await as[role].send('GET', `/v1/cases/${hidden}`)).status;
        expect(status, role).toBe(sees === 'both' ? 200 : 404);
      }
    }
  });
});

describe('[IN-1] a token', () => {
  it.each(Object.keys(forgedTokens))('%s is refused', async (kind) => {
    const client = clientFor(institution.url, (await forgedTokens[kind]?.(institution)) ?? '', institution.fetch);
    const { status, body, headers } = await client.send('GET', '/v1/cases');
    expect([status, body]).toEqual([401, { message: 'Unauthorized' }]);
    expect(headers.get('x-request-id')).toBeTruthy();
  });

  it('gives nobody the groups that a group’s name only sounds like', async () => {
    const client = await institution.local.as({ sub: 'eve', groups: ['Domain admins', 'advisers admins'] });
    expect((await client.send('GET', '/v1/cases')).status).toBe(403);
  });

  it('is taken for a day of the deployment’s clock, and no longer', async () => {
    const client = await institution.local.as({ sub: 'amara', groups: ['advisers'] });
    expect((await client.send('GET', '/v1/cases')).status).toBe(200);
    await institution.local.advance('PT24H1M');
    expect((await client.send('GET', '/v1/cases')).status).toBe(401);
  });
});
