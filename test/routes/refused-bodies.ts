import { asJson, badConcern, concern, concernOfSize, largestBody, type Refused } from './refusal.ts';

const toCases = 'POST /v1/cases';
const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

const anyCase = { field: 'event.source', op: 'is', value: 'lms' };

const notJson: Refused[] = [
  { title: 'malformed JSON', send: toCases, ...asJson('{"type": "x",'), refused: '400 malformed-json' },
  { title: 'a body that is no JSON at all', send: toCases, ...asJson('hello'), refused: '400 malformed-json' },
  { title: 'no body where one is needed', send: toCases, refused: '400 invalid-request', faults: { '': 'required' } },
  {
    title: 'a list where an object is needed',
    send: toCases,
    body: [concern],
    refused: '400 invalid-request',
    faults: { '': 'wrong-kind' },
  },
  {
    title: 'null for a body',
    send: toCases,
    ...asJson('null'),
    refused: '400 invalid-request',
    faults: { '': 'wrong-kind' },
  },
  {
    title: 'another content type',
    send: toCases,
    body: JSON.stringify(concern),
    headers: { 'content-type': 'text/plain' },
    refused: '415 unsupported-media-type',
  },
  {
    title: 'a form',
    send: toCases,
    body: 'type=academic-concern',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    refused: '415 unsupported-media-type',
  },
  {
    title: 'a body of one byte more than 256 KB',
    send: toCases,
    ...concernOfSize(largestBody + 1),
    refused: '413 too-large',
  },
  { title: 'a body of 1 MB', send: 'POST /v1/alerts', ...concernOfSize(4 * largestBody), refused: '413 too-large' },
];

const notKeepable: Refused[] = [
  badConcern('JSON nested 33 deep', { fields: nested(32) }, { '': 'too-deep' }),
  {
    title: 'JSON nested 100,000 deep',
    send: toCases,
    ...asJson('['.repeat(100_000) + ']'.repeat(100_000)),
    refused: '400 invalid-request',
    faults: { '': 'too-deep' },
  },
  {
    title: 'a configuration nested deeper than a record can keep',
    send: 'PUT /v1/signal-mappings/deep',
    as: 'admin',
    body: { name: 'Deep', match: anyCase, alert: { type: 'attendance' }, observe: nested(30) },
    refused: '400 invalid-request',
    faults: { '': 'too-deep' },
  },
  badConcern('NUL in a text', { subject: 'a\u0000b' }, { '/subject': 'invalid-text' }),
  {
    title: 'a lone surrogate in a text',
    send: toCases,
    ...asJson('{"type":"academic-concern","subject":"\\ud83d"}'),
    refused: '400 invalid-request',
    faults: { '/subject': 'invalid-text' },
  },
  badConcern('NUL in the name of a field', { fields: { 'a\u0000': 1 } }, { '/fields': 'invalid-text' }),
  badConcern('a field without a name', { fields: { '': 1 } }, { '/fields': 'invalid-name' }),
  {
    title: 'a field that JavaScript would lose',
    send: toCases,
    ...asJson('{"type":"academic-concern","subject":"x","fields":{"__proto__":{"course":"x"}}}'),
    refused: '400 invalid-request',
    faults: { '/fields/__proto__': 'unknown-field' },
  },
  {
    title: 'numbers that nobody can keep',
    send: 'PATCH /v1/contacts/S101',
    as: 'admin',
    headers: { 'if-match': '*' },
    body: { attributes: { huge: 1e300, tiny: 1e-200, inexact: Number.MAX_SAFE_INTEGER + 1 } },
    refused: '400 invalid-request',
    faults: {
      '/attributes/huge': 'invalid-number',
      '/attributes/tiny': 'invalid-number',
      '/attributes/inexact': 'invalid-number',
    },
  },
];

const notAsTheSchema: Refused[] = [
  badConcern('a field that is not known', { colour: 'red' }, { '/colour': 'unknown-field' }),
  badConcern(
    'a field that is not known further down',
    { location: { lat: 1, lon: 2, planet: 'Mars' } },
    { '/location/planet': 'unknown-field' },
  ),
  badConcern('a wrong kind', { subject: 7 }, { '/subject': 'wrong-kind' }),
  badConcern('a blank subject', { subject: '   ' }, { '/subject': 'blank' }),
  badConcern('a subject of 201 characters', { subject: 'x'.repeat(201) }, { '/subject': 'too-large' }),
  badConcern(
    'several faults',
    { subject: undefined, description: 1, tags: [' x'], location: { lat: 91, lon: 'east' } },
    {
      '/subject': 'required',
      '/description': 'wrong-kind',
      '/tags/0': 'invalid-format',
      '/location/lat': 'too-large',
      '/location/lon': 'wrong-kind',
    },
  ),
  {
    title: 'a date that does not exist',
    send: 'PATCH /v1/cases/{case}',
    body: { dueAt: '2027-02-30T09:00:00Z' },
    headers: { 'if-match': '*' },
    refused: '400 invalid-request',
    faults: { '/dueAt': 'invalid-datetime' },
  },
  {
    title: 'a date that nobody means',
    send: 'PATCH /v1/cases/{case}',
    body: { dueAt: '9999-12-31T23:59:59Z' },
    headers: { 'if-match': '*' },
    refused: '400 invalid-request',
    faults: { '/dueAt': 'out-of-range' },
  },
  {
    title: 'a target extended by nothing',
    send: 'POST /v1/cases/{case}/clocks/completion/extend',
    body: { by: { amount: 0, unit: 'days', time: 'working' } },
    refused: '400 invalid-request',
    faults: { '/by/amount': 'zero' },
  },
];

const notAsTheType: Refused[] = [
  badConcern(
    'several faults of what the type knows',
    { priority: 'purple', subtype: 'astrology', stage: 'third', fields: { course: 1, house: 'Ravenclaw' } },
    {
      '/priority': 'unknown-priority',
      '/subtype': 'unknown-subtype',
      '/stage': 'unknown-stage',
      '/fields/course': 'invalid-text',
      '/fields/house': 'unknown-field',
    },
  ),
  {
    title: 'faults of the body and of custom fields, all in one answer',
    send: toCases,
    as: 'admin',
    body: { type: 'hazard-report', subject: 7, colour: 'red', fields: { kind: 'ghost', house: 1 } },
    refused: '400 invalid-request',
    faults: {
      '/subject': 'wrong-kind',
      '/colour': 'unknown-field',
      '/fields/kind': 'invalid-choice',
      '/fields/house': 'unknown-field',
    },
  },
  {
    title: 'faults of a change and of custom fields, all in one answer',
    send: 'PATCH /v1/cases/{case}',
    body: { subject: '', priority: 'purple', fields: { house: 1 } },
    refused: '400 invalid-request',
    faults: { '/subject': 'blank', '/priority': 'unknown-priority', '/fields/house': 'unknown-field' },
  },
  {
    title: 'faults of an alert and of its type, all in one answer',
    send: 'POST /v1/alerts',
    body: { type: 'attendance', colour: 'red', priority: 'purple', fields: { house: 1 } },
    refused: '400 invalid-request',
    faults: {
      '/colour': 'unknown-field',
      '/priority': 'unknown-priority',
      '/course': 'required',
      '/fields/house': 'unknown-field',
    },
  },
  {
    title: 'a status that the type does not know',
    send: 'POST /v1/cases/{case}/status',
    body: { status: 'lost' },
    refused: '400 invalid-request',
    faults: { '/status': 'unknown-status' },
  },
  {
    title: 'a reason that the type does not know',
    send: 'POST /v1/cases/{case}/close',
    body: { reason: 'bored' },
    refused: '400 invalid-request',
    faults: { '/reason': 'unknown-reason' },
  },
  {
    title: 'an outcome that the type does not know for this',
    send: 'POST /v1/alerts/{alert}/resolve',
    body: { outcome: 'excused' },
    refused: '400 invalid-request',
    faults: { '/outcome': 'unknown-outcome' },
  },
];

const notThere: Refused[] = [
  badConcern('a contact that is not there', { contactId: 'S999' }, { '/contactId': 'unknown-reference' }),
  badConcern('a type that is not there', { type: 'haunting' }, { '/type': 'unknown-reference' }),
  badConcern(
    'an alert that is not there',
    { alertIds: ['01K00000000000000000000000'] },
    { '/alertIds/0': 'unknown-reference' },
  ),
  badConcern(
    'a contact, a team and whoever it is on behalf of, none of whom is there',
    { contactId: 'S999', assignee: { group: 'ghosts' }, onBehalfOf: { contactId: 'S998' } },
    {
      '/contactId': 'unknown-reference',
      '/assignee/group': 'unknown-reference',
      '/onBehalfOf/contactId': 'unknown-reference',
    },
  ),
  {
    title: 'a case to escalate to that is not there',
    send: 'POST /v1/alerts/{alert}/escalate',
    body: { caseId: '01K00000000000000000000000' },
    refused: '422 unknown-reference',
    faults: { '/caseId': 'unknown-reference' },
  },
  {
    title: 'a configuration that refers to what is not there',
    send: 'PUT /v1/alert-types/new',
    as: 'admin',
    body: { name: 'New', groups: { raisers: ['ghosts'] }, calendar: 'moon' },
    refused: '422 unknown-reference',
    faults: { '/groups/raisers/0': 'unknown-reference', '/calendar': 'unknown-reference' },
  },
];

export const refusedBodies: Refused[] = [...notJson, ...notKeepable, ...notAsTheSchema, ...notAsTheType, ...notThere];
