import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { detailSchemaOf } from '#shared/contract/asyncapi.ts';
import { allEvents } from '#shared/contract/events.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { type AnyRoute, routeKey } from '#shared/core/http/route.ts';
import { type Institution, linkTo, people, type Role, startInstitution } from '#test/house/institution.ts';
import { answerChecker, type OpenApi } from './documented.ts';
import { type Generated, requestGenerators } from './generate-requests.ts';
import { contacts, known } from './known-values.ts';

// Every route, driven with input made from its own schema. SEED=… repeats a run, RUNS=… makes it
// longer.

// Half a minute on two cores, together with the start of the stack. The routes of configuration are
// the same few for every kind.
const runs = Number(process.env.RUNS ?? 12);
const runsOf = ({ family, method }: AnyRoute) => (family === 'config' && method !== 'PUT' ? Math.ceil(runs / 4) : runs);
// The same each time, so that the same code gets the same verdict; `SEED=…` looks elsewhere.
const seed = Number(process.env.SEED ?? 20261122);

let institution: Institution;
let check: ReturnType<typeof answerChecker>;
let document: OpenApi;
let requestsTo: ReturnType<typeof requestGenerators>['requestsTo'];

const callers: (Role | 'nobody')[] = [...(Object.keys(people) as Role[]), 'nobody'];

beforeAll(async () => {
  institution = await startInstitution();
  const { as } = institution;
  document = await as.nobody.get<OpenApi>('/openapi.json');
  check = answerChecker(document);
  const one = async (path: string, body: object) =>
    (await as.admin.post<{ id: string; reference?: string }>(path, body)).id;
  const cases = [
    await one('/v1/cases', { type: 'academic-concern', subject: 'Missed classes', contactId: 'S101' }),
    await one('/v1/cases', {
      type: 'hazard-report',
      subject: 'Dark path',
      fields: { kind: 'lighting' },
      contactId: 'S102',
    }),
  ];
  const tasks = await Promise.all(
    ['Call the student', 'Write to the school'].map((title) => one(`/v1/cases/${cases[0]}/tasks`, { title })),
  );
  const activities = [await one(`/v1/cases/${cases[0]}/activities`, { type: 'call', subject: 'Call the student' })];
  const meeting = { title: 'A talk', startsAt: '2027-03-01T09:00:00Z', endsAt: '2027-03-01T10:00:00Z' };
  const appointments = [await one(`/v1/cases/${cases[0]}/appointments`, meeting)];
  const alerts = [await one('/v1/alerts', { type: 'attendance', contactId: 'S101', course: { code: 'MATH-101' } })];
  const rules = await as.admin.get<{ items: { id: string }[] }>('/v1/rules');
  const ids = [...cases, ...alerts, ...rules.items.map(({ id }) => id), ...contacts];
  ({ requestsTo } = requestGenerators(document, {
    ...known,
    id: ids,
    recordId: ids,
    caseId: cases,
    taskId: tasks,
    activityId: activities,
    appointmentId: appointments,
    alertIds: [alerts, []],
    token: [await linkTo(institution, cases[0] ?? '')],
  }));
});

const send = (
  { method, path }: { method: string; path: string },
  { path: values, query, headers, body }: Generated,
  caller: Role | 'nobody',
) => {
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    values[name]?.includes('%') ? values[name] : encodeURIComponent(values[name] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return institution.as[caller].send(method, `${place}${search && `?${search}`}`, {
    headers,
    ...(body !== undefined && { body }),
  });
};

describe('[IN-1] every route, with input from its own schema', () => {
  it.each(allRoutes.map((route) => [routeKey(route), route] as const))(
    '%s answers as it is described, and never with a fault of ours',
    async (_key, route) => {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      if (!operation) throw new Error('is not described');
      const caller = fc.oneof(
        { weight: 3, arbitrary: fc.constant('admin' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...callers) },
      );
      await fc.assert(
        fc.asyncProperty(requestsTo(operation), caller, async (request, by) => {
          expect(check(route, await send(route, request, by))).toBeUndefined();
        }),
        { numRuns: runsOf(route), seed, interruptAfterTimeLimit: 20_000 },
      );
    },
  );

  it('leaves nothing behind that anybody stumbles over', async () => {
    await institution.local.idle();
    expect(await institution.local.deadLetters()).toEqual([]);
  });

  it('[IN-2] puts on the bus what the schema of each event says', async () => {
    const ours = (await institution.local.busEvents()).filter((event) => event.source === 'caseward');
    expect(ours.length).toBeGreaterThan(50);
    for (const event of ours) {
      const type = event['detail-type'];
      const declared = allEvents.find((one) => one.type === type);
      expect(
        declared ? detailSchemaOf(declared).safeParse(event.detail).error?.message : 'is not declared',
        `${type} ${JSON.stringify(event.detail)}`,
      ).toBeUndefined();
    }
  });
});
