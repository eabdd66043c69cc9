import { expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { importing } from './importing.ts';
import { aCase, aCaseType, aContact, act, anAlert, anAlertType, expectRefused, here } from './world.ts';

// What one deployment exports another imports. Here it is the same one, which knows its own
// records; a file in which all ids are others is from elsewhere.

type Kind = 'cases' | 'alerts' | 'contacts';
const types = { csv: 'text/csv', 'json-lines': 'application/x-ndjson' };
const formats = ['csv', 'json-lines'] as const;

const exported = async (kind: Kind, format: keyof typeof types, condition: object): Promise<string> => {
  const body = { format, condition };
  const answer = await here().as.admin.send<string>('POST', `/v1/search/${kind}`, { body });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain(types[format]);
  return answer.body;
};

const newId = ulids();
/** The file as if it was of another deployment. */
const fromElsewhere = (file: string, ids: readonly string[]): string =>
  ids.reduce((text, id) => text.replaceAll(id, newId(Date.now())), file);

const is = (field: string, value: string) => ({ field, op: 'is', value });
const theirs = ({ id, version, reference, externalId, clocks, ...record }: Record<string, unknown>) => record;

test.each(formats)('[BU-2] cases that Caseward exported as %s are imported elsewhere as they were', async (format) => {
  const { admin, manager } = here().as;
  const type = await aCaseType();
  const contact = await aContact();
  const open = await aCase({
    ...{ type, contactId: contact.id, subject: '=HYPERLINK("evil")', description: 'One\nline "two"; three, four' },
    ...{ tags: ['late', 'maths'], priority: 'high', fields: { course: 'MATH-101' }, assignee: { user: 'ben' } },
    location: { lat: 51.5, lon: -0.12, address: 'Main hall, door 3' },
  });
  const shut = await aCase({ type, assignee: { group: 'tutors' } });
  await act(manager, `/v1/cases/${shut.id}/close`, {
    reason: 'solved',
    ...(format === 'json-lines' && { details: 'All is well' }),
  });
  await here().local.idle();
  const ids = [open.id, shut.id];
  const file = await exported('cases', format, is('case.type', type));
  const again = await importing('/v1/cases/import', file, { type: types[format] });
  expect(again.map(({ change }) => change)).toEqual(['skipped', 'skipped']);
  expect(again.map(({ id }) => id).sort()).toEqual(ids.sort());

  const other = fromElsewhere(file, ids);
  const made = await importing('/v1/cases/import', other, { type: types[format] });
  expect(made.map(({ status, unmapped }) => [status, unmapped])).toEqual([
    [201, undefined],
    [201, undefined],
  ]);
  for (const { id } of made) {
    const copy = await admin.get<CaseAnswer & Record<string, unknown>>(`/v1/cases/${id}`);
    const original = await admin.get<CaseAnswer & Record<string, unknown>>(
      `/v1/cases/${copy.subject === open.subject ? open.id : shut.id}`,
    );
    const { createdBy, closure, ...rest } = theirs(copy) as typeof copy;
    expect({ ...theirs(original), ...rest }).toEqual(theirs(original));
    expect(closure?.reason).toBe(original.closure?.reason);
    // A table does not say who raised a case.
    if (format === 'json-lines')
      expect({ createdBy, closure }).toEqual({ createdBy: original.createdBy, closure: original.closure });
  }
  const twice = await importing('/v1/cases/import', other, { type: types[format] });
  expect(twice.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
});

test.each(formats)('[BU-2] so are alerts as %s; what they lose is named', async (format) => {
  const { admin, manager } = here().as;
  const type = await anAlertType({ outcomeRequired: false });
  const contact = await aContact();
  const plain = await anAlert({
    type,
    contactId: contact.id,
    reviewer: { user: 'ben' },
    description: 'Absent',
    tags: ['a'],
  });
  const escalated = await anAlert({ type, contactId: contact.id, course: { code: 'MATH-101', section: 'B' } });
  await act(manager, `/v1/alerts/${escalated.id}/escalate`, { case: { type: 'academic-concern', subject: 'X' } });
  const cancelled = await anAlert({ type, contactId: contact.id });
  await act(manager, `/v1/alerts/${cancelled.id}/cancel`);
  await here().local.idle();
  const ids = [plain.id, escalated.id, cancelled.id];
  const file = await exported('alerts', format, is('alert.type', type));
  const again = await importing('/v1/alerts/import', file, { type: types[format] });
  expect(again.map(({ change }) => change)).toEqual(['skipped', 'skipped', 'skipped']);
  const made = await importing('/v1/alerts/import', fromElsewhere(file, ids), { type: types[format] });
  const found = await Promise.all(
    made.map(async ({ id, unmapped }) => ({ unmapped, ...(await admin.get<AlertAnswer>(`/v1/alerts/${id}`)) })),
  );
  const by = (status: string) => found.find((one) => one.status === status);
  expect(found.find(({ description }) => description)).toMatchObject({
    contactId: contact.id,
    reviewer: { user: 'ben' },
    description: 'Absent',
    tags: ['a'],
  });
  expect(by('in-progress')).toMatchObject({ course: { code: 'MATH-101', section: 'B' }, unmapped: ['caseId'] });
  expect(by('cancelled')).toMatchObject({ createdAt: cancelled.createdAt, category: 'closed' });
});

test.each(formats)('[BU-2] contacts as %s come back unchanged, and elsewhere as they were', async (format) => {
  const { admin } = here().as;
  const { id } = await aContact({
    phone: '+44 20 7946 0958',
    attributes: { year: 2, home: 'Ávila, "north"' },
    labels: ['roundtrip', 'first-year'],
  });
  await here().local.idle();
  const file = await exported('contacts', format, { field: 'contact.labels', op: 'contains', value: 'roundtrip' });
  if (format === 'csv') expect(file.split('\r\n')[0]).toMatch(/updatedAt,attributes\.home,attributes\.year$/);
  const again = await importing('/v1/contacts/import', file, { type: types[format] });
  expect(again).toMatchObject([{ status: 200, change: 'unchanged', id }]);
  const [made] = await importing('/v1/contacts/import', file.replace(id, `${id}-2`), { type: types[format] });
  expect(made).toMatchObject({ status: 201, id: `${id}-2` });
  const { createdAt: _c, updatedAt: _u, version: _v, ...original } = await admin.get<Contact>(`/v1/contacts/${id}`);
  // Cells are texts; conditions take them for numbers all the same.
  const attributes = { ...original.attributes, year: format === 'csv' ? '2' : 2 };
  expect(await admin.get(`/v1/contacts/${id}-2`)).toMatchObject({ ...original, attributes, id: `${id}-2` });
});

test('[BU-2] a case of another is not said to be here to somebody who may not see it', async () => {
  const hidden = await aCase(
    { type: await aCaseType({ groups: { managers: ['estates'], starters: [] } }), private: true },
    here().as.admin,
  );
  const type = await aCaseType();
  const line = JSON.stringify({
    id: hidden.id,
    version: 1,
    type,
    subject: 'Guessed',
    status: { key: 'new', category: 'to-do' },
  });
  const [row] = await importing('/v1/cases/import', line, { by: here().as.manager });
  expect(row).toMatchObject({ status: 201, change: 'created' });
  expect(row?.id).not.toBe(hidden.id);
});

test('[BU-2] a column that no export has is refused in an exported table, too', async () => {
  const table = 'id,reference,type,subject,colour\n1,X,academic-concern,Late,red';
  const answer = await here().as.admin.send('POST', '/v1/cases/import', {
    body: table as never,
    headers: { 'content-type': 'text/csv' },
  });
  expectRefused(answer, 400, 'invalid-request', ['/colour']);
});
