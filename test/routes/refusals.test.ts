import { beforeAll, describe, expect, it } from 'vitest';
import { type ClientResponse, type Institution, startInstitution } from '#test/house/institution.ts';
import { answerChecker, type OpenApi, routeFor } from './documented.ts';
import { concern, concernOfSize, largestBody } from './refusal.ts';
import { refusedBodies } from './refused-bodies.ts';
import { refusedRequests } from './refused-requests.ts';

let institution: Institution;
let check: ReturnType<typeof answerChecker>;
let caseId: string;
let alertId: string;
let events: number;

beforeAll(async () => {
  institution = await startInstitution();
  const { manager, nobody } = institution.as;
  check = answerChecker(await nobody.get<OpenApi>('/openapi.json'));
  const absence = { type: 'attendance', contactId: 'S121', course: { code: 'MATH-101' } };
  ({ id: caseId } = await manager.post<{ id: string }>('/v1/cases', concern));
  ({ id: alertId } = await manager.post<{ id: string }>('/v1/alerts', absence));
  events = await institution.eventsSoFar();
});

interface Problem {
  code: string;
  requestId: string;
  errors?: { pointer: string; code: string }[];
}

describe('[IN-1] a request is refused, with nothing written, for', () => {
  it.each([...refusedBodies, ...refusedRequests])('$title', async (row) => {
    const { body, headers, as = 'manager', refused, faults } = row;
    const [method = '', template = ''] = row.send.split(' ');
    const path = template.replace('{case}', caseId).replace('{alert}', alertId);

    const options = { ...(body !== undefined && { body }), ...(headers && { headers }) };
    const answer: ClientResponse<Problem> = await institution.as[as].send<Problem>(method, path, options);

    expect(`${answer.status} ${answer.body.code}`, JSON.stringify(answer.body)).toBe(refused);
    const found = (answer.body.errors ?? []).map((fault) => [fault.pointer, fault.code]);
    if (faults) expect(found.toSorted()).toEqual(Object.entries(faults).toSorted());
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(check(routeFor(method, path), answer)).toBeUndefined();
    expect(await institution.eventsSoFar()).toBe(events);
  });

  it('a change of a record that has changed since, with the ETag of now', async () => {
    const { manager } = institution.as;
    const change = { body: { subject: 'Other' }, headers: { 'if-match': '"99"' } };
    const { headers } = await manager.send('PATCH', `/v1/cases/${caseId}`, change);
    expect(headers.get('etag')).toBe((await manager.send('GET', `/v1/cases/${caseId}`)).headers.get('etag'));
  });
});

describe('[IN-1] a request is taken', () => {
  const key = { 'idempotency-key': 'k'.repeat(128) };
  const inUtf8 = { 'content-type': 'Application/JSON; charset=utf-8' };
  it.each([
    ['with a body of exactly 256 KB', concernOfSize(largestBody)],
    ['with a subject of 200 characters', { body: { ...concern, subject: 'x'.repeat(200) } }],
    ['with an Idempotency-Key of 128 characters', { body: concern, headers: key }],
    ['in UTF-8 that says so', { body: JSON.stringify(concern), headers: inUtf8 }],
  ])('%s', async (_title, options) => {
    expect((await institution.as.manager.send('POST', '/v1/cases', options)).status).toBe(201);
  });
});
