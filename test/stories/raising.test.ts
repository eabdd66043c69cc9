import { describe, expect, test } from 'vitest';
import type { Client, DemoPerson } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCase, aCaseType, aContact, act, expectRefused, here, likeness, put, signIn, unique } from './world.ts';

const raise = (body: object, by = here().as.manager) => act<CaseAnswer>(by, '/v1/cases', body);
const concern = { type: 'academic-concern', subject: 'Is falling behind' };

describe('[CA-1] raising a case', () => {
  test('[CA-1] by staff: everything that is said is kept, and the rest begins as its type says', async () => {
    const { id: contactId } = await aContact();
    const said = {
      ...concern,
      description: 'Three weeks without a sign.',
      contactId,
      priority: 'high',
      subtype: 'attendance',
      fields: { course: 'MATH-101' },
      location: { lat: 40.7, lon: -74, address: 'Library' },
      assignee: { group: 'tutors' },
      tags: ['autumn'],
      private: false,
    };
    const answer = await raise(said);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      ...said,
      version: 1,
      instance: 'advising',
      status: { key: 'new', category: 'to-do' },
      escalated: 0,
      openTasks: 0,
      alertIds: [],
      createdBy: { kind: 'user', id: 'amara' },
    });
    const [clock] = answer.body.clocks;
    expect(clock).toMatchObject({ key: 'completion', state: 'running', dueAt: answer.body.dueAt });
    expect(clock?.remaining).toBeGreaterThan(0);
    const read = await here().as.manager.send<CaseAnswer>('GET', `/v1/cases/${answer.body.id}`);
    expect(read.headers.get('etag')).toBe('"1"');
    const atOneMoment = ({ clocks, ...rest }: CaseAnswer) => ({ ...rest, clocks: clocks.map((one) => one.dueAt) });
    expect(atOneMoment(read.body)).toEqual(atOneMoment(answer.body));
  });

  test('[CA-1] with the least that is needed', async () => {
    const { body } = await raise(concern);
    expect(body).toMatchObject({ ...concern, priority: 'medium', tags: [], fields: {}, private: false });
    for (const absent of ['contactId', 'assignee', 'closedAt', 'closure', 'stage'])
      expect(body).not.toHaveProperty(absent);
  });

  test('[CA-1] by a requester for themselves: the case is about them, and the answer says nothing that is for staff', async () => {
    const contact = await aContact();
    const requester = await signIn(contact.id, 'students');
    const { status, body } = await raise({ ...concern, fields: { course: 'MATH-101' } }, requester);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...concern, contactId: contact.id, fields: { course: 'MATH-101' } });
    for (const hidden of ['assignee', 'stage', 'escalated', 'tags', 'alertIds', 'clocks', 'openTasks'])
      expect(body).not.toHaveProperty(hidden);
    const kept = await here().as.admin.get<CaseAnswer>(`/v1/cases/${body.id}`);
    expect(kept).toMatchObject({ contactId: contact.id, createdBy: { kind: 'requester', id: contact.id } });
  });

  test('[CA-1] [PO-1] a requester is told which types they may raise, with what they fill in', async () => {
    const field = { type: 'text', visibleToRequester: true };
    const fields = [
      { ...field, key: 'room', name: 'Room', help: 'As on its door', required: true },
      { ...field, key: 'risk', name: 'Risk', visibleToRequester: false },
      { ...field, key: 'witness', name: 'Witness', type: 'contact' },
    ];
    const key = await aCaseType({ name: 'A broken thing', onBehalfOf: false, fields });
    const off = await aCaseType({ name: 'No longer', enabled: false });
    const typesOf = async (by: Client) => {
      const { items } = await by.get<{ items: { key: string }[] }>('/v1/me/case-types');
      return new Map(items.map((item) => [item.key, item]));
    };
    const mine = await typesOf(here().as['requester, a starter']);
    expect(mine.get(key)).toMatchObject({
      ...{ key, name: 'A broken thing', onBehalfOf: false },
      fields: [{ key: 'room', name: 'Room', type: 'text', help: 'As on its door', required: true }],
    });
    expect(mine.has('academic-concern')).toBe(true);
    expect(mine.has(off)).toBe(false);
    expect([...(await typesOf(here().as.stranger)).keys()]).toEqual([]);
  });

  test('[CA-1] a requester is the contact with their verified address, where that is one contact’s alone', async () => {
    const { local } = here();
    const contact = await aContact();
    const token = (sub: string, email: string, more: object = {}) =>
      local.as({ sub, email, groups: ['students'], ...more } as DemoPerson);
    const theirs = await raise(concern, await token('login-1', contact.email.toUpperCase()));
    expect(theirs).toMatchObject({ status: 201, body: { contactId: contact.id } });
    const foreign = await token('login-1', contact.email);
    expectRefused(await raise({ ...concern, contactId: 'S101' }, foreign), 403);
    expect((await raise({ ...concern, contactId: contact.id }, foreign)).status).toBe(201);
    const unsure = await token('login-2', contact.email, { email_verified: false });
    expectRefused(await raise(concern, unsure), 422, 'unknown-reference', ['/contactId']);
    const twin = await aContact({ email: contact.email });
    expectRefused(await raise(concern, await token('login-3', contact.email)), 422);
    await put(`/v1/contacts/${twin.id}`, { name: 'Twin', email: `other.${contact.email}` });
    expect((await raise(concern, await token('login-3', contact.email))).body.contactId).toBe(contact.id);
    expect((await raise(concern, await token('login-4', `other.${contact.email}`))).body.contactId).toBe(twin.id);
  });

  test('[CA-1] a requester may raise for nobody else, of no type that they do not start, and with nothing that staff says', async () => {
    const contact = await aContact();
    const requester = await signIn(contact.id, 'students');
    expectRefused(await raise({ ...concern, contactId: 'S101' }, requester), 403);
    expectRefused(await raise({ ...concern, assignee: { user: 'ben' } }, requester), 403);
    const staffOnly = await aCaseType({ groups: { starters: ['faculty'], managers: ['advisers'] } });
    expectRefused(await raise({ ...concern, type: staffOnly }, requester), 403);
    expectRefused(await raise(concern, here().as.stranger), 403);
    expectRefused(await raise(concern, here().as['other staff']), 403);
    expect((await raise(concern, here().as.nobody)).status).toBe(401);
  });

  test('[CA-1] on behalf of a third person, known or not: both identities are kept', async () => {
    const { id: contactId } = await aContact();
    const known = await aContact();
    const one = await aCase({ contactId, onBehalfOf: { contactId: known.id } });
    expect(one).toMatchObject({ contactId, onBehalfOf: { contactId: known.id }, createdBy: { id: 'amara' } });
    const parent = { name: 'A Parent', email: 'parent@example.org', phone: '+1 555 0100' };
    expect(await aCase({ onBehalfOf: parent })).toMatchObject({ onBehalfOf: parent });
    const requester = await signIn(known.id, 'students');
    const { body } = await raise({ ...concern, onBehalfOf: parent }, requester);
    const kept = await here().as.admin.get<CaseAnswer>(`/v1/cases/${body.id}`);
    expect(kept).toMatchObject({ contactId: known.id, onBehalfOf: parent, createdBy: { id: known.id } });
    expectRefused(await raise({ ...concern, onBehalfOf: { contactId: 'nobody' } }), 422, 'unknown-reference', [
      '/onBehalfOf/contactId',
    ]);
    expectRefused(await raise({ ...concern, onBehalfOf: { email: 'x@example.org' } }), 400);
  });

  test('[CA-1] is refused with every fault at once, and with 422 for what is not there', async () => {
    const faulty = {
      type: 'hazard-report',
      subject: ' ',
      priority: 'urgent',
      subtype: 'nonsense',
      stage: 'nonsense',
      location: { lat: 91, lon: 0 },
      fields: { nonsense: 1 },
      colour: 'red',
    };
    expectRefused(await raise(faulty, here().as.admin), 400, 'invalid-request', [
      '/subject',
      '/priority',
      '/subtype',
      '/stage',
      '/location/lat',
      '/fields/nonsense',
      '/fields/kind',
      '/colour',
    ]);
    expectRefused(await raise({ ...concern, type: 'nonsense' }), 422, 'unknown-reference', ['/type']);
    expectRefused(await raise({ ...concern, contactId: 'nobody', assignee: { group: 'nobody' } }), 422, undefined, [
      '/contactId',
      '/assignee/group',
    ]);
    expectRefused(await raise({ ...concern, subject: 'x'.repeat(201) }), 400, undefined, ['/subject']);
    expect((await raise({ ...concern, subject: 'x'.repeat(200) })).status).toBe(201);
    expectRefused(await raise({ ...concern, type: await aCaseType({ enabled: false }) }), 409, 'disabled');
  });

  test('[CA-1] [CA-3] a case keeps to the type it was raised under; new ones follow a change at once', async () => {
    const type = await aCaseType();
    const before = await aCase({ type });
    const path = `/v1/case-types/${type}`;
    const reasons = [{ key: 'moved-on', name: 'Moved on' }];
    await put(path, await likeness(path, { defaultPriority: 'critical', closureReasons: reasons }));
    expect((await aCase({ type })).priority).toBe('critical');
    const close = (reason: string) => act(here().as.manager, `/v1/cases/${before.id}/close`, { reason });
    expectRefused(await close('moved-on'), 400, undefined, ['/reason']);
    expect((await close('solved')).body).toMatchObject({ status: { key: 'resolved' } });
  });
});

describe('[CA-2] the reference of a case', () => {
  const read = (reference: string) =>
    here().as.manager.send<CaseAnswer>('GET', `/v1/cases/${encodeURIComponent(reference)}`);

  test('[CA-2] has eight characters and a check character, and finds the case in whatever form it is typed', async () => {
    const { id, reference } = await aCase();
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-Z*~$=]$/);
    const misread = reference.replaceAll('0', 'O').replaceAll('1', 'l');
    for (const typed of [reference, reference.toLowerCase(), reference.replaceAll('-', ''), misread])
      expect((await read(typed)).body.id, typed).toBe(id);
    expect((await act(here().as.manager, `/v1/cases/${reference}/claim`)).status).toBe(200);
  });

  test('[CA-2] is found nowhere when it is mistyped: each wrong character, each swap of two neighbours', async () => {
    const { reference } = await aCase();
    const plain = reference.replaceAll('-', '');
    const others = [...plain].map((character, index) => {
      const wrong = character === '7' ? '8' : '7';
      return plain.slice(0, index) + wrong + plain.slice(index + 1);
    });
    const swapped = [...plain].flatMap((character, index) => {
      const next = plain[index + 1];
      if (next === undefined || next === character) return [];
      return [plain.slice(0, index) + next + character + plain.slice(index + 2)];
    });
    const answers = await Promise.all([...others, ...swapped].map(read));
    for (const answer of answers) expectRefused(answer, 404, 'not-found');
  });

  test('[CA-2] is no two cases’, and tells nothing of how many there are', async () => {
    const cases = await Promise.all(Array.from({ length: 10 }, () => aCase()));
    const references = cases.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(10);
    expect(new Set(references.map((reference) => reference.slice(0, 2))).size).toBeGreaterThan(1);
    expectRefused(await read(unique('nonsense')), 404, 'not-found');
  });
});
