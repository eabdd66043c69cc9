import type { Client } from '#local/demo/client.ts';
import type { AnyRoute } from '#shared/core/http/route.ts';
import { type Institution, linkTo, type Role } from '#test/house/institution.ts';
import { answerChecker, type OpenApi } from './documented.ts';
import { type Generated, requestGenerators } from './generate-requests.ts';
import { contacts, known } from './known-values.ts';

// A walk over all routes, with requests made from their own schemas about records that are there.

/** What a request made for a route is sent as. */
export const send = (
  client: Client,
  { method, path }: { method: string; path: string },
  { path: values, query, headers, body }: Generated,
) => {
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    values[name]?.includes('%') ? values[name] : encodeURIComponent(values[name] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return client.send(method, `${place}${search && `?${search}`}`, { headers, ...(body !== undefined && { body }) });
};

/** Makes a record of each kind, and what makes requests about them. */
export const prepareWalk = async (institution: Pick<Institution, 'as' | 'local'>, checked: 'all' | 'heads' = 'all') => {
  const { as } = institution;
  const document = await as.nobody.get<OpenApi>('/openapi.json');
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
  const { requestsTo } = requestGenerators(document, {
    ...known,
    id: ids,
    recordId: ids,
    caseId: cases,
    taskId: tasks,
    activityId: activities,
    appointmentId: appointments,
    alertIds: [alerts, []],
    token: [await linkTo(institution, cases[0] ?? '')],
  });
  return {
    check: answerChecker(document, checked),
    requestsOf: (route: AnyRoute) => {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      if (!operation) throw new Error(`${route.name} is not described`);
      return requestsTo(operation);
    },
  };
};

export type Caller = Role | 'nobody';
