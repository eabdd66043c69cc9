import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '#shared/routes.ts';
import { answerChecker, type OpenApi } from './documented.ts';
import { type Answer, type Institution, type Role, startInstitution } from './institution.ts';

let institution: Institution;
let check: ReturnType<typeof answerChecker>;
// What the rows are tried on: an open case, an alert, and a case type.
let caseId: string;
let alertId: string;

beforeAll(async () => {
  institution = await startInstitution();
  const { as } = institution;
  check = answerChecker(await as.nobody.get<OpenApi>('/openapi.json'));
  ({ id: caseId } = await as.manager.post<{ id: string }>('/v1/cases', concern));
  ({ id: alertId } = await as.manager.post<{ id: string }>('/v1/alerts', absence));
});
afterAll(() => institution?.stop());

const concern = { type: 'academic-concern', subject: 'Missed three classes', contactId: 'S120' };
const absence = { type: 'attendance', contactId: 'S121', course: { code: 'MATH-101' } };

interface Problem {
  code: string;
  requestId: string;
  errors?: { pointer: string; code: string }[];
}

interface Row {
  title: string;
  request: () => readonly [
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ];
  as?: Role;
  /** Status and code, and the pointer and code of every fault. */
  refused: readonly [number, string];
  faults?: Record<string, string>;
}

/** The route that API Gateway finds for a path. */
const routeOf = (method: string, path: string) => {
  const segments = path.split('?')[0]?.split('/') ?? [];
  const fits = (template: string) => {
    const parts = template.split('/');
    return (
      parts.length === segments.length && parts.every((part, index) => part.startsWith('{') || part === segments[index])
    );
  };
  const route = allRoutes.find((one) => one.method === method && fits(one.path));
  if (!route) throw new Error(`no route for ${method} ${path}`);
  return route;
};

const text = (value: string) => ({ body: value, headers: { 'content-type': 'application/json' } });
const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
const aCase = (more: object) => ['POST', '/v1/cases', { body: { ...concern, ...more } }] as const;
/** A body of exactly so many bytes: the same case, with white space around it. */
const ofSize = (bytes: number) => {
  const body = JSON.stringify(concern);
  return text(body + ' '.repeat(bytes - Buffer.byteLength(body)));
};
const limit = 256 * 1024;

const rows: Row[] = [
  // What is not JSON, not ours, or too much.
  {
    title: 'malformed JSON',
    request: () => ['POST', '/v1/cases', text('{"type": "academic-concern",')],
    refused: [400, 'malformed-json'],
  },
  {
    title: 'a body that is no JSON at all',
    request: () => ['POST', '/v1/cases', text('hello')],
    refused: [400, 'malformed-json'],
  },
  {
    title: 'no body where one is needed',
    request: () => ['POST', '/v1/cases'],
    refused: [400, 'invalid-request'],
    faults: { '': 'required' },
  },
  {
    title: 'a list where an object is needed',
    request: () => ['POST', '/v1/cases', { body: [concern] }],
    refused: [400, 'invalid-request'],
    faults: { '': 'wrong-kind' },
  },
  {
    title: 'null for a body',
    request: () => ['POST', '/v1/cases', text('null')],
    refused: [400, 'invalid-request'],
    faults: { '': 'wrong-kind' },
  },
  {
    title: 'another content type',
    request: () => ['POST', '/v1/cases', { body: JSON.stringify(concern), headers: { 'content-type': 'text/plain' } }],
    refused: [415, 'unsupported-media-type'],
  },
  {
    title: 'a form',
    request: () => [
      'POST',
      '/v1/cases',
      { body: 'type=academic-concern', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    refused: [415, 'unsupported-media-type'],
  },
  {
    title: 'a body of one byte more than 256 KB',
    request: () => ['POST', '/v1/cases', ofSize(limit + 1)],
    refused: [413, 'too-large'],
  },
  { title: 'a body of 1 MB', request: () => ['POST', '/v1/alerts', ofSize(1024 * 1024)], refused: [413, 'too-large'] },
  {
    title: 'JSON nested 33 deep',
    request: () => aCase({ fields: nested(32) }),
    refused: [400, 'invalid-request'],
    faults: { '': 'too-deep' },
  },
  {
    title: 'JSON nested 100,000 deep',
    request: () => ['POST', '/v1/cases', text('['.repeat(100_000) + ']'.repeat(100_000))],
    refused: [400, 'invalid-request'],
    faults: { '': 'too-deep' },
  },
  {
    title: 'NUL in a text',
    request: () => aCase({ subject: 'a\u0000b' }),
    refused: [400, 'invalid-request'],
    faults: { '/subject': 'invalid-text' },
  },
  {
    title: 'a lone surrogate in a text',
    request: () => ['POST', '/v1/cases', text('{"type":"academic-concern","subject":"\\ud83d"}')],
    refused: [400, 'invalid-request'],
    faults: { '/subject': 'invalid-text' },
  },
  {
    title: 'NUL in the name of a field',
    request: () => aCase({ fields: { 'a\u0000': 1 } }),
    refused: [400, 'invalid-request'],
    faults: { '/fields': 'invalid-text' },
  },

  // What the schemas do not take.
  {
    title: 'a field that is not known',
    request: () => aCase({ colour: 'red' }),
    refused: [400, 'invalid-request'],
    faults: { '/colour': 'unknown-field' },
  },
  {
    title: 'a field that is not known further down',
    request: () => aCase({ location: { lat: 1, lon: 2, planet: 'Mars' } }),
    refused: [400, 'invalid-request'],
    faults: { '/location/planet': 'unknown-field' },
  },
  {
    title: 'a wrong kind',
    request: () => aCase({ subject: 7 }),
    refused: [400, 'invalid-request'],
    faults: { '/subject': 'wrong-kind' },
  },
  {
    title: 'a blank subject',
    request: () => aCase({ subject: '   ' }),
    refused: [400, 'invalid-request'],
    faults: { '/subject': 'blank' },
  },
  {
    title: 'a subject of 201 characters',
    request: () => aCase({ subject: 'x'.repeat(201) }),
    refused: [400, 'invalid-request'],
    faults: { '/subject': 'too-large' },
  },
  {
    title: 'a date that does not exist',
    request: () => [
      'PATCH',
      `/v1/cases/${caseId}`,
      { body: { dueAt: '2027-02-30T09:00:00Z' }, headers: { 'if-match': '"1"' } },
    ],
    refused: [400, 'invalid-request'],
    faults: { '/dueAt': 'invalid-datetime' },
  },
  {
    title: 'several faults',
    request: () => aCase({ subject: undefined, description: 1, tags: [' x'], location: { lat: 91, lon: 'east' } }),
    refused: [400, 'invalid-request'],
    faults: {
      '/subject': 'required',
      '/description': 'wrong-kind',
      '/tags/0': 'invalid-format',
      '/location/lat': 'too-large',
      '/location/lon': 'wrong-kind',
    },
  },
  {
    title: 'several faults of what the type knows',
    request: () =>
      aCase({ priority: 'purple', subtype: 'astrology', stage: 'third', fields: { course: 1, house: 'Ravenclaw' } }),
    refused: [400, 'invalid-request'],
    faults: {
      '/priority': 'unknown-priority',
      '/subtype': 'unknown-subtype',
      '/stage': 'unknown-stage',
      '/fields/course': 'invalid-text',
      '/fields/house': 'unknown-field',
    },
  },
  {
    title: 'faults of the body and of custom fields, all in one answer',
    request: () => aCase({ type: 'hazard-report', subject: 7, colour: 'red', fields: { kind: 'ghost', house: 1 } }),
    as: 'admin',
    refused: [400, 'invalid-request'],
    faults: {
      '/subject': 'wrong-kind',
      '/colour': 'unknown-field',
      '/fields/kind': 'invalid-choice',
      '/fields/house': 'unknown-field',
    },
  },
  {
    title: 'a status that the type does not know',
    request: () => ['POST', `/v1/cases/${caseId}/status`, { body: { status: 'lost' } }],
    refused: [400, 'invalid-request'],
    faults: { '/status': 'unknown-status' },
  },
  {
    title: 'a reason that the type does not know',
    request: () => ['POST', `/v1/cases/${caseId}/close`, { body: { reason: 'bored' } }],
    refused: [400, 'invalid-request'],
    faults: { '/reason': 'unknown-reason' },
  },
  {
    title: 'an outcome that the type does not know',
    request: () => ['POST', `/v1/alerts/${alertId}/resolve`, { body: { outcome: 'excused' } }],
    refused: [400, 'invalid-request'],
    faults: { '/outcome': 'unknown-outcome' },
  },
  {
    title: 'a target extended by nothing',
    request: () => [
      'POST',
      `/v1/cases/${caseId}/clocks/completion/extend`,
      { body: { by: { amount: 0, unit: 'days', time: 'working' } } },
    ],
    refused: [400, 'invalid-request'],
    faults: { '/by/amount': 'zero' },
  },

  // What it refers to and is not there.
  {
    title: 'a contact that is not there',
    request: () => aCase({ contactId: 'S999' }),
    refused: [422, 'unknown-reference'],
    faults: { '/contactId': 'unknown-reference' },
  },
  {
    title: 'a type that is not there',
    request: () => aCase({ type: 'haunting' }),
    refused: [422, 'unknown-reference'],
    faults: { '/type': 'unknown-reference' },
  },
  {
    title: 'an alert that is not there',
    request: () => aCase({ alertIds: ['01K00000000000000000000000'] }),
    refused: [422, 'unknown-reference'],
    faults: { '/alertIds/0': 'unknown-reference' },
  },
  {
    title: 'a contact, a team and whoever it is on behalf of, none of which is there',
    request: () => aCase({ contactId: 'S999', assignee: { group: 'ghosts' }, onBehalfOf: { contactId: 'S998' } }),
    refused: [422, 'unknown-reference'],
    faults: {
      '/contactId': 'unknown-reference',
      '/assignee/group': 'unknown-reference',
      '/onBehalfOf/contactId': 'unknown-reference',
    },
  },
  {
    title: 'a case to escalate to that is not there',
    request: () => ['POST', `/v1/alerts/${alertId}/escalate`, { body: { caseId: '01K00000000000000000000000' } }],
    refused: [422, 'unknown-reference'],
    faults: { '/caseId': 'unknown-reference' },
  },
  {
    title: 'a configuration that refers to what is not there',
    request: () => [
      'PUT',
      '/v1/alert-types/new',
      { body: { name: 'New', groups: { raisers: ['ghosts'] }, calendar: 'moon' } },
    ],
    as: 'admin',
    refused: [422, 'unknown-reference'],
    faults: { '/groups/raisers/0': 'unknown-reference', '/calendar': 'unknown-reference' },
  },
  {
    title: 'a record that is not there',
    request: () => ['GET', '/v1/cases/01K00000000000000000000000'],
    refused: [404, 'not-found'],
  },
  { title: 'an id with NUL in it', request: () => ['GET', '/v1/cases/%00'], refused: [404, 'not-found'] },
  {
    title: 'an id longer than any',
    request: () => ['GET', `/v1/cases/${'x'.repeat(65)}`],
    refused: [400, 'invalid-request'],
    faults: { '/path/id': 'too-large' },
  },

  // Versions.
  {
    title: 'a change without If-Match',
    request: () => ['PATCH', `/v1/cases/${caseId}`, { body: { subject: 'Other' } }],
    refused: [428, 'precondition-required'],
  },
  {
    title: 'a change with an old If-Match',
    request: () => ['PATCH', `/v1/cases/${caseId}`, { body: { subject: 'Other' }, headers: { 'if-match': '"99"' } }],
    refused: [412, 'stale'],
  },
  {
    title: 'a change with an If-Match that is no ETag of ours',
    request: () => [
      'PATCH',
      `/v1/cases/${caseId}`,
      { body: { subject: 'Other' }, headers: { 'if-match': '"yesterday"' } },
    ],
    refused: [412, 'stale'],
  },
  {
    title: 'an action with an old If-Match',
    request: () => ['POST', `/v1/cases/${caseId}/claim`, { headers: { 'if-match': '"99"' } }],
    refused: [412, 'stale'],
  },
  {
    title: 'a configuration put over another without If-Match',
    request: () => ['PUT', '/v1/priorities/low', { body: { name: 'Low' } }],
    as: 'admin',
    refused: [428, 'precondition-required'],
  },
  {
    title: 'a configuration put over a newer one',
    request: () => ['PUT', '/v1/priorities/low', { body: { name: 'Low' }, headers: { 'if-match': '"99"' } }],
    as: 'admin',
    refused: [412, 'stale'],
  },
  {
    title: 'a configuration deleted without If-Match',
    request: () => ['DELETE', '/v1/priorities/low'],
    as: 'admin',
    refused: [428, 'precondition-required'],
  },
  {
    title: 'a contact changed without If-Match',
    request: () => ['PATCH', '/v1/contacts/S101', { body: { name: 'Other' } }],
    as: 'admin',
    refused: [428, 'precondition-required'],
  },

  // Queries.
  {
    title: 'a query parameter that is not known',
    request: () => ['GET', '/v1/cases?colour=red'],
    refused: [400, 'invalid-request'],
    faults: { '/query/colour': 'unknown-field' },
  },
  {
    title: 'a query parameter that is not known on an action',
    request: () => ['POST', `/v1/cases/${caseId}/claim?force=true`],
    refused: [400, 'invalid-request'],
    faults: { '/query/force': 'unknown-field' },
  },
  {
    title: 'a query parameter that is not known on one record',
    request: () => ['GET', `/v1/cases/${caseId}?expand=all`],
    refused: [400, 'invalid-request'],
    faults: { '/query/expand': 'unknown-field' },
  },
  {
    title: 'several query parameters that are wrong',
    request: () => ['GET', '/v1/cases?limit=201&sort=colour&category=lost&createdFrom=yesterday&overdue=maybe'],
    refused: [400, 'invalid-request'],
    faults: {
      '/query/limit': 'too-large',
      '/query/sort': 'not-one-of',
      '/query/category': 'not-one-of',
      '/query/createdFrom': 'invalid-datetime',
      '/query/overdue': 'not-one-of',
    },
  },
  {
    title: 'a limit that is no number',
    request: () => ['GET', '/v1/alerts?limit=ten'],
    refused: [400, 'invalid-request'],
    faults: { '/query/limit': 'wrong-kind' },
  },
  {
    title: 'a parameter given twice',
    request: () => ['GET', '/v1/alerts?limit=1&limit=2'],
    refused: [400, 'invalid-request'],
    faults: { '/query/limit': 'wrong-kind' },
  },
  {
    title: 'a period that ends before it begins',
    request: () => ['GET', '/v1/cases?createdFrom=2026-12-01T00:00:00Z&createdTo=2026-11-01T00:00:00Z'],
    refused: [400, 'invalid-request'],
    faults: { '/query/createdFrom': 'inverted' },
  },
  {
    title: 'faults of query, path and body, all in one answer',
    request: () => ['POST', `/v1/cases/${'x'.repeat(65)}/status?now=true`, { body: {} }],
    refused: [400, 'invalid-request'],
    faults: { '/path/id': 'too-large', '/query/now': 'unknown-field', '/status': 'required' },
  },
  {
    title: 'a cursor that was made up',
    request: () => ['GET', '/v1/cases?cursor=bWFkZSB1cA.bWFkZSB1cA'],
    refused: [400, 'invalid-cursor'],
    faults: { '/query/cursor': 'invalid-cursor' },
  },

  // Who.
  {
    title: 'a list for somebody who is not staff',
    request: () => ['GET', '/v1/cases'],
    as: 'stranger',
    refused: [403, 'not-allowed'],
  },
  {
    title: 'a configuration by somebody who is not an admin',
    request: () => ['PUT', '/v1/priorities/urgent', { body: { name: 'Urgent' } }],
    as: 'manager',
    refused: [403, 'not-allowed'],
  },
  {
    title: 'a case that the caller may see and not work on',
    request: () => ['POST', `/v1/cases/${caseId}/status`, { body: { status: 'open' } }],
    as: 'enquiry',
    refused: [403, 'not-allowed'],
  },
  {
    title: 'a case that the caller may not see',
    request: () => ['POST', `/v1/cases/${caseId}/claim`],
    as: 'other staff',
    refused: [404, 'not-found'],
  },
  {
    title: 'a case raised for somebody else by a requester',
    request: () => aCase({ contactId: 'S102' }),
    as: 'requester, a starter',
    refused: [403, 'not-allowed'],
  },
  {
    title: 'a case with what is for staff to say, by a requester',
    request: () => aCase({ contactId: 'S101', assignee: { user: 'amara' } }),
    as: 'requester, a starter',
    refused: [403, 'not-allowed'],
  },

  // Idempotency keys.
  {
    title: 'an Idempotency-Key of 129 characters',
    request: () => ['POST', '/v1/cases', { body: concern, headers: { 'idempotency-key': 'k'.repeat(129) } }],
    refused: [400, 'idempotency-key-invalid'],
  },
  {
    title: 'an Idempotency-Key with a character that is not printable',
    request: () => ['POST', '/v1/cases', { body: concern, headers: { 'idempotency-key': 'caf\u00e9' } }],
    refused: [400, 'idempotency-key-invalid'],
  },
];

describe('[IN-1] a request is refused, with nothing written, for', () => {
  it.each(rows)('$title', async ({ request, as = 'manager', refused: [status, code], faults }) => {
    const [method, path, options] = request();
    const before = await institution.eventsSoFar();
    const answer: Answer<Problem> = await institution.as[as].send<Problem>(method, path, options);
    expect([answer.status, answer.body.code], JSON.stringify(answer.body)).toEqual([status, code]);
    const found = (answer.body.errors ?? []).map((fault) => [fault.pointer, fault.code]);
    if (faults) expect(found.toSorted()).toEqual(Object.entries(faults).toSorted());
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(check(routeOf(method, path), answer)).toBeUndefined();
    expect(await institution.eventsSoFar()).toBe(before);
  });
});

describe('[IN-1] at the limits a request is taken', () => {
  it.each([
    ['with a body of exactly 256 KB', () => ['POST', '/v1/cases', ofSize(limit)] as const, 201],
    ['with a subject of 200 characters', () => aCase({ subject: 'x'.repeat(200) }), 201],
    [
      'with an Idempotency-Key of 128 characters',
      () => ['POST', '/v1/cases', { body: concern, headers: { 'idempotency-key': 'k'.repeat(128) } }] as const,
      201,
    ],
    ['with a limit of 200', () => ['GET', '/v1/cases?limit=200'] as const, 200],
    [
      'in UTF-8 that says so',
      () =>
        [
          'POST',
          '/v1/cases',
          { body: JSON.stringify(concern), headers: { 'content-type': 'Application/JSON; charset=utf-8' } },
        ] as const,
      201,
    ],
  ] as const)('%s', async (_title, request, status) => {
    const [method, path, options] = request() as readonly [
      string,
      string,
      { body?: unknown; headers?: Record<string, string> } | undefined,
    ];
    expect((await institution.as.manager.send(method, path, options)).status).toBe(status);
  });
});
