import { concern, type Refused } from './refusal.ts';

const change = { send: 'PATCH /v1/cases/{case}', body: { subject: 'Other' } } as const;
const priority = { body: { name: 'Low' }, as: 'admin' } as const;
const invalid = '400 invalid-request';

const versions: Refused[] = [
  { title: 'a change without If-Match', ...change, refused: '428 precondition-required' },
  { title: 'a change with an old If-Match', ...change, headers: { 'if-match': '"99"' }, refused: '412 stale' },
  { title: 'a change with an If-Match of others', ...change, headers: { 'if-match': '"x"' }, refused: '412 stale' },
  {
    title: 'an action with an old If-Match',
    send: 'POST /v1/cases/{case}/claim',
    headers: { 'if-match': '"99"' },
    refused: '412 stale',
  },
  {
    title: 'a configuration put over another without If-Match',
    send: 'PUT /v1/priorities/low',
    ...priority,
    refused: '428 precondition-required',
  },
  {
    title: 'a configuration put over a newer one',
    send: 'PUT /v1/priorities/low',
    ...priority,
    headers: { 'if-match': '"99"' },
    refused: '412 stale',
  },
  {
    title: 'a configuration deleted without If-Match',
    send: 'DELETE /v1/priorities/low',
    as: 'admin',
    refused: '428 precondition-required',
  },
  {
    title: 'a contact changed without If-Match',
    send: 'PATCH /v1/contacts/S101',
    body: { name: 'Other' },
    as: 'admin',
    refused: '428 precondition-required',
  },
];

const queries: Refused[] = [
  {
    title: 'a query parameter that is not known',
    send: 'GET /v1/cases?colour=red',
    refused: invalid,
    faults: { '/query/colour': 'unknown-field' },
  },
  {
    title: 'a query parameter that is not known to an action',
    send: 'POST /v1/cases/{case}/claim?force=true',
    refused: invalid,
    faults: { '/query/force': 'unknown-field' },
  },
  {
    title: 'a query parameter that is not known to one record',
    send: 'GET /v1/cases/{case}?expand=all',
    refused: invalid,
    faults: { '/query/expand': 'unknown-field' },
  },
  {
    title: 'several query parameters that are wrong',
    send: 'GET /v1/cases?limit=201&sort=colour&category=lost&createdFrom=yesterday&overdue=maybe',
    refused: invalid,
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
    send: 'GET /v1/alerts?limit=ten',
    refused: invalid,
    faults: { '/query/limit': 'wrong-kind' },
  },
  {
    title: 'a parameter given twice',
    send: 'GET /v1/alerts?limit=1&limit=2',
    refused: invalid,
    faults: { '/query/limit': 'wrong-kind' },
  },
  {
    title: 'a period that ends before it begins',
    send: 'GET /v1/cases?createdFrom=2026-12-01T00:00:00Z&createdTo=2026-11-01T00:00:00Z',
    refused: invalid,
    faults: { '/query/createdFrom': 'inverted' },
  },
  {
    title: 'faults of path, query and body, all in one answer',
    send: `POST /v1/cases/${'x'.repeat(65)}/status?now=true`,
    body: {},
    refused: invalid,
    faults: { '/path/id': 'too-large', '/query/now': 'unknown-field', '/status': 'required' },
  },
  {
    title: 'a cursor that was made up',
    send: 'GET /v1/cases?cursor=bWFkZSB1cA.bWFkZSB1cA',
    refused: '400 invalid-cursor',
    faults: { '/query/cursor': 'invalid-cursor' },
  },
  { title: 'a record that is not there', send: 'GET /v1/cases/01K00000000000000000000000', refused: '404 not-found' },
  { title: 'an id with NUL in it', send: 'GET /v1/cases/%00', refused: '404 not-found' },
];

const callers: Refused[] = [
  {
    title: 'a list for somebody who is not staff',
    send: 'GET /v1/cases',
    as: 'stranger',
    refused: '403 not-allowed',
  },
  {
    title: 'a configuration by somebody who is not an admin',
    send: 'PUT /v1/priorities/urgent',
    body: { name: 'Urgent' },
    refused: '403 not-allowed',
  },
  {
    title: 'a case raised for somebody else by a requester',
    send: 'POST /v1/cases',
    body: concern,
    as: 'requester, a starter',
    refused: '403 not-allowed',
  },
  {
    title: 'a case with what is for staff to say, by a requester',
    send: 'POST /v1/cases',
    body: { ...concern, contactId: 'S101', assignee: { user: 'amara' } },
    as: 'requester, a starter',
    refused: '403 not-allowed',
  },
];

const keys: Refused[] = [
  {
    title: 'an Idempotency-Key of 129 characters',
    send: 'POST /v1/cases',
    body: concern,
    headers: { 'idempotency-key': 'k'.repeat(129) },
    refused: '400 idempotency-key-invalid',
  },
  {
    title: 'an Idempotency-Key with a character that is not printable',
    send: 'POST /v1/cases',
    body: concern,
    headers: { 'idempotency-key': 'caf\u00e9' },
    refused: '400 idempotency-key-invalid',
  },
];

export const refusedRequests: Refused[] = [...versions, ...queries, ...callers, ...keys];
