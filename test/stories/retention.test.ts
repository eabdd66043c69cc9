import { describe, expect, test } from 'vitest';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordIn } from '#shared/core/table/packed-row.ts';
import type { JobAnswer } from '#shared/insight/jobs/job.schema.ts';
import { knownPrefixes } from '#shared/insight/retention/anonymise-item.ts';
import { importing } from './importing.ts';
import { arrives, lastMailTo } from './post.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  historyOf,
  put,
  signIn,
} from './world.ts';

// What is kept for how long, and what is left of somebody who is erased: nothing that says who they
// were, anywhere in the table.

const admin = () => signIn('ada', 'admins');
const secret = 'Zebulon-Quastenflosser';

/** All that an item says, also in the row that lists have of it. */
const readable = ({ row, ...item }: Item): string =>
  JSON.stringify([item, row && recordIn({ pk: item.pk, sk: item.sk, row })]);

/** Everything of the table in which a text stands. */
const whereStands = (text: string): string[] =>
  here()
    .everything()
    .filter((item) => readable(item).toLowerCase().includes(text.toLowerCase()))
    .map(({ pk, sk }) => `${pk} ${sk}`);

const jobOf = async ({ body }: { body: { id: string } }): Promise<JobAnswer> => {
  await here().local.idle();
  return (await admin()).get<JobAnswer>(`/v1/jobs/${body.id}`);
};

/** What is kept of a contact, by the sort keys of its items. */
const keysOf = (id: string): string[] =>
  here()
    .everything()
    .flatMap(({ pk, sk }) => (pk === `CONTACT#${id}` ? [sk] : []));

/** A case with something of every kind below it that says who it is about, closed. */
const aFullCase = async (contactId: string, more: object = {}): Promise<CaseAnswer> => {
  const { as, local } = here();
  const by = as.manager;
  const record = await aCase({
    contactId,
    subject: `${secret} is falling behind`,
    description: `About ${secret}`,
    tags: [secret.toLowerCase()],
    location: { lat: 40.7, lon: -74, address: `${secret} Street` },
    ...more,
  });
  const below = `/v1/cases/${record.id}`;
  await act(by, `${below}/notes`, { text: `${secret} called`, public: true });
  await act(by, `${below}/tasks`, { title: `Call ${secret}`, description: secret });
  await act(by, `${below}/activities`, { type: 'call', subject: `Call with ${secret}`, text: secret });
  await act(by, `${below}/questions`, { text: `Is it you, ${secret}?` });
  await act(by, `${below}/messages`, { subject: `Dear ${secret}`, text: secret });
  await act(by, `${below}/appointments`, {
    title: `Meet ${secret}`,
    startsAt: '2027-06-01T10:00:00Z',
    endsAt: '2027-06-01T11:00:00Z',
    location: secret,
  });
  await local.idle();
  return record;
};

const close = async ({ id }: { id: string }) => {
  const { items } = await here().as.manager.get<{ items: { id: string; status: string }[] }>(`/v1/cases/${id}/tasks`);
  for (const task of items.filter(({ status }) => status === 'to-do'))
    await act(here().as.manager, `/v1/cases/${id}/tasks/${task.id}/cancel`);
  const answer = await act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved', details: `For ${secret}` });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  await here().local.idle();
};

const aPolicy = async (changes: object): Promise<string> => {
  const key = 'kept-a-day';
  await put(`/v1/retention-policies/${key}`, { name: 'A day', after: 'P1D', mode: 'anonymise', ...changes });
  return key;
};

describe('[RE-1] a retention policy', () => {
  test('[RE-1] anonymises what was closed long enough ago, by itself, and its figures stay', async () => {
    const type = await aCaseType();
    await aPolicy({ for: { kind: 'case', type } });
    const { id: contactId } = await aContact();
    const record = await aFullCase(contactId, { type });
    await close(record);
    const below = here()
      .everything()
      .filter(({ pk }) => pk.startsWith('CASE#'));
    expect(below.map(({ sk }) => sk).filter((sk) => !knownPrefixes.some((prefix) => sk.startsWith(prefix)))).toEqual(
      [],
    );
    await here().local.advance('PT23H');
    expect(whereStands(secret)).not.toEqual([]);
    await here().local.advance('P2D');
    expect(whereStands(secret)).toEqual([]);
    const left = await (await admin()).get<CaseAnswer>(`/v1/cases/${record.id}`);
    expect(left).toMatchObject({ type, priority: record.priority, status: { category: 'resolved' }, tags: [] });
    expect(left).toHaveProperty('anonymisedAt');
    expect(left).not.toHaveProperty('contactId');
    const history = await historyOf('cases', record.id);
    expect(history.map((event) => event.type)).toEqual(
      expect.arrayContaining(['Case Created', 'Note Added', 'Case Closed', 'Case Anonymised']),
    );
    for (const path of ['notes', 'tasks', 'activities', 'questions', 'appointments', 'files', 'messages', 'clocks'])
      expect((await (await admin()).send('GET', `/v1/cases/${record.id}/${path}`)).status, path).toBe(200);
  });

  test('[RE-1] [RE-2] takes up again what was written into a record after it was anonymised', async () => {
    const type = await aCaseType();
    await aPolicy({ for: { kind: 'case', type } });
    const contact = await aContact({ name: secret });
    const [first, second] = [await aCase({ type }), await aCase({ type })];
    for (const record of [first, second]) await close(record);
    await here().local.advance('P2D');
    const manager = await signIn('amara', 'advisers');
    const body = { subject: `${secret} once more`, contactId: contact.id };
    const write = ({ id }: CaseAnswer) =>
      manager.send('PATCH', `/v1/cases/${id}`, { body, headers: { 'if-match': '*' } });
    await act(manager, `/v1/cases/${first.id}/reopen`, { note: 'again' });
    for (const record of [first, second]) expect((await write(record)).status).toBe(200);
    await act(manager, `/v1/cases/${first.id}/close`, { reason: 'solved', details: secret });
    await here().local.advance('P3D');
    // The other was not even reopened.
    expect(whereStands(secret).filter((place) => place.startsWith('CASE#'))).toEqual([]);
    const anonymised = (await historyOf('cases', second.id)).filter(({ type: of }) => of === 'Case Anonymised');
    // Once a writing, and not once a night.
    expect(anonymised).toHaveLength(2);
    await jobOf(await (await admin()).send('POST', `/v1/contacts/${contact.id}/erase`, { body: {} }));
    await here().local.advance('PT15M');
    expect(whereStands(secret)).toEqual([]);
  });

  test('[RE-1] deletes, keeps what is on hold, and says both beforehand', async () => {
    const type = await aCaseType();
    const key = await aPolicy({ for: { kind: 'case', type }, mode: 'delete', enabled: false });
    const { id: contactId } = await aContact();
    const [gone, held, open] = [
      await aCase({ type, contactId }),
      await aCase({ type, contactId }),
      await aCase({ type, contactId }),
    ];
    await close(gone);
    await close(held);
    const hold = await here().as.manager.send<CaseAnswer>('PUT', `/v1/cases/${held.id}/hold`, {
      body: { reason: 'a claim is pending' },
    });
    expect(hold).toMatchObject({ status: 200, body: { hold: { reason: 'a claim is pending', by: { id: 'amara' } } } });
    await here().local.advance('PT25H');
    const by = await admin();
    const dry = await by.send('POST', `/v1/retention-policies/${key}/run?dryRun=true`);
    expect(dry).toMatchObject({
      status: 200,
      body: {
        counts: { cases: 1, alerts: 0 },
        items: [{ kind: 'case', id: gone.id }],
        held: [{ kind: 'case', id: held.id, reason: 'a claim is pending' }],
      },
    });
    expectRefused(await by.send('POST', `/v1/retention-policies/${key}/run`), 409, 'disabled');
    await aPolicy({ for: { kind: 'case', type }, mode: 'delete', enabled: true });
    const run = await by.send<JobAnswer>('POST', `/v1/retention-policies/${key}/run`);
    expect(run.status).toBe(202);
    expect(await jobOf(run)).toMatchObject({ kind: 'retention', status: 'finished', total: 2, done: 2, failed: 1 });
    expect((await by.send('GET', `/v1/cases/${gone.id}`)).status).toBe(404);
    expect((await by.send('GET', `/v1/cases/${held.id}`)).status).toBe(200);
    expect((await by.send('GET', `/v1/cases/${open.id}`)).status).toBe(200);
  });

  test('[RE-1] of alerts counts from their closing, too', async () => {
    const type = await anAlertType();
    await aPolicy({ for: { kind: 'alert', type } });
    const { id: contactId } = await aContact();
    const alert = await anAlert({ type, contactId, description: `About ${secret}` });
    await act(here().as.manager, `/v1/alerts/${alert.id}/notes`, { text: `${secret} was seen` });
    await act(here().as.manager, `/v1/alerts/${alert.id}/dismiss`, { note: secret });
    await here().local.advance('P2D');
    expect(whereStands(secret)).toEqual([]);
    const left = await (await admin()).get(`/v1/alerts/${alert.id}`);
    expect(left).toMatchObject({ type, status: 'dismissed' });
    expect(left).not.toHaveProperty('contactId');
  });

  test('[RE-1] a case on hold is not deleted for good by hand either, until the hold is lifted, once', async () => {
    const { id } = await aCase();
    const by = await admin();
    await by.send('PUT', `/v1/cases/${id}/hold`, { body: { reason: 'asked for by a court' } });
    const trash = async (query = '') => {
      const { version } = await by.get<CaseAnswer>(`/v1/cases/${id}`);
      return by.send('DELETE', `/v1/cases/${id}${query}`, { headers: { 'if-match': `"${version}"` } });
    };
    expect((await trash()).status).toBe(204);
    expectRefused(await trash('?permanent=true'), 409, 'on-hold');
    await by.send('DELETE', `/v1/cases/${id}/hold`);
    expectRefused(await by.send('DELETE', `/v1/cases/${id}/hold`), 404, 'not-found');
    expect((await trash('?permanent=true')).status).toBe(204);
  });
});

describe('[RE-2] a person who is erased', () => {
  const person = async () => aContact({ name: secret, email: 'zebulon.q@example.org', phone: '+44 1632 960 961' });

  test('[RE-2] [CA-19] leaves no item that says their name, and the history says what was done', async () => {
    const contact = await person();
    const record = await aFullCase(contact.id);
    await close(record);
    const alert = await anAlert({ contactId: contact.id, description: `About ${secret}` });
    const other = await aContact();
    await (await admin()).post('/v1/rules', {
      title: 'Looks at it',
      for: 'case',
      trigger: { event: 'note-added' },
      actions: [{ do: 'add-tag', tag: 'looked-at' }],
    });
    const beside = await aCase({ contactId: other.id, description: `With ${secret}, zebulon.q@example.org` });
    await here().as.manager.send('PUT', `/v1/cases/${beside.id}/clients/${contact.id}`);
    await act(here().as.manager, `/v1/cases/${beside.id}/notes`, { text: `Asked ${secret} for help` });
    await act(here().as.manager, `/v1/cases/${beside.id}/tasks`, { title: `Thank ${secret}` });
    await here().local.idle();
    const by = await admin();
    const dry = await by.send('POST', `/v1/contacts/${contact.id}/erase?dryRun=true`, { body: { mode: 'anonymise' } });
    expect(dry).toMatchObject({ status: 200, body: { counts: { cases: 2, alerts: 1, contacts: 1 }, held: [] } });
    const begun = await by.send<JobAnswer>('POST', `/v1/contacts/${contact.id}/erase`, { body: { mode: 'anonymise' } });
    await jobOf(begun);
    // What breaks off in a storm the next sweep takes up.
    await here().local.advance('PT15M');
    expect(await jobOf(begun)).toMatchObject({ kind: 'erasure', status: 'finished', failed: 0 });
    expect(whereStands(secret)).toEqual([]);
    expect(whereStands('zebulon')).toEqual([]);
    expect(whereStands('960 961')).toEqual([]);
    expect((await by.send('GET', `/v1/contacts/${contact.id}`)).status).toBe(404);
    expect(await by.get(`/v1/alerts/${alert.id}`)).not.toHaveProperty('description');
    expect(await by.get(`/v1/cases/${beside.id}`)).toMatchObject({ contactId: other.id, clients: [other.id] });
    // What its runs were decided on is text in which nobody is found.
    const runs = here()
      .everything()
      .filter(({ pk, run }) => run && String(pk).includes(beside.id));
    expect(runs.map(({ run, inputs }) => [(run as RuleRun).matched, inputs])).toEqual([[true, undefined]]);
    expect((await historyOf('cases', record.id)).map(({ type }) => type)).toContain('Case Anonymised');
  });

  test('[RE-2] stays where something of theirs is on hold, and the rest goes', async () => {
    const contact = await person();
    const [held, gone] = [await aFullCase(contact.id), await aFullCase(contact.id)];
    const by = await admin();
    await by.send('PUT', `/v1/cases/${held.id}/hold`, { body: { reason: 'a claim is pending' } });
    const dry = await by.send('POST', `/v1/contacts/${contact.id}/erase?dryRun=true`, { body: {} });
    expect(dry).toMatchObject({
      status: 200,
      body: { counts: { cases: 1, contacts: 0 }, held: [{ kind: 'case', id: held.id }, { kind: 'contact' }] },
    });
    const begun = await by.send<JobAnswer>('POST', `/v1/contacts/${contact.id}/erase`, { body: { mode: 'delete' } });
    expect(await jobOf(begun)).toMatchObject({ status: 'finished', failed: 2 });
    expect(await by.get(`/v1/cases/${held.id}`)).toMatchObject({ contactId: contact.id, subject: held.subject });
    expect((await by.send('GET', `/v1/cases/${gone.id}`)).status).toBe(404);
    expect(await by.get(`/v1/contacts/${contact.id}`)).toMatchObject({ name: secret });
  });

  test('[RE-2] is in no segment any more, follows no case, and is kept out of none', async () => {
    const contact = await person();
    const segment = 'falls-behind';
    const condition = { field: 'case.subject', op: 'contains', value: 'falling behind' };
    await put(`/v1/segments/${segment}`, { name: 'Falls behind', condition });
    await aCase({ contactId: contact.id });
    const [followed, kept] = [await aCase(), await aCase()];
    const by = await admin();
    const below = async (path: string) =>
      expect((await by.send('PUT', `/v1/cases/${path}/${contact.id}`, { body: {} })).status).toBeLessThan(300);
    await below(`${followed.id}/subscribers`);
    await below(`${kept.id}/locks`);
    await act(here().as.manager, `/v1/cases/${followed.id}/notes`, { text: `${secret} also asked` });
    await here().local.idle();
    const members = async () => (await by.get<{ items: object[] }>(`/v1/segments/${segment}/members`)).items.length;
    expect(await members()).toBe(1);
    const begun = await by.send<JobAnswer>('POST', `/v1/contacts/${contact.id}/erase`, { body: {} });
    await jobOf(begun);
    await here().local.advance('PT15M');
    expect(whereStands(secret)).toEqual([]);
    expect(await (await admin()).get(`/v1/segments/${segment}/members`)).toEqual({ items: [] });
    expect(await (await admin()).get(`/v1/cases/${followed.id}`)).toMatchObject({ subscribers: [] });
    expect(await (await admin()).get(`/v1/cases/${kept.id}`)).toMatchObject({ locks: [] });
    await here().local.advance('P2D');
    const named = new RegExp(`["#]${contact.id}["#]`);
    const left = here()
      .everything()
      .filter((item) => named.test(readable(item)))
      .map(({ pk }) => pk);
    // What says that they were erased, and by which job.
    expect(left.filter((pk) => !/^(CONTACT|JOB|FEED)#/.test(pk))).toEqual([]);
  });

  test('[RE-2] is taken out of texts of others by former names, too, however they are written', async () => {
    const contact = await person();
    const other = await aContact();
    const written = `${secret.toUpperCase()}, Zebulon\u00a0Quastenflosser, ZEBULON.Q@example.org, 01632 960961`;
    const beside = await aCase({ contactId: other.id, description: `With ${written}` });
    await here().as.manager.send('PUT', `/v1/cases/${beside.id}/clients/${contact.id}`);
    const by = await admin();
    const renamed = { name: 'Zora Neu', email: 'zora.neu@example.org', phone: null };
    await by.send('PATCH', `/v1/contacts/${contact.id}`, { body: renamed, headers: { 'if-match': '*' } });
    await act(here().as.manager, `/v1/cases/${beside.id}/notes`, { text: 'Zora Neu was Zebulon Quastenflosser' });
    // Mails that are under way when somebody is erased go a day later.
    await here().local.idle();
    await jobOf(await by.send('POST', `/v1/contacts/${contact.id}/erase`, { body: {} }));
    await here().local.advance('PT15M');
    for (const text of ['zebulon', 'quastenflosser', 'zora', '960961']) expect(whereStands(text), text).toEqual([]);
    const left = await (await admin()).get<CaseAnswer>(`/v1/cases/${beside.id}`);
    expect(left.description).toBe('With —, —, —, —');
  });

  test('[RE-2] is taken out of cases and alerts in which they have no part, unless somebody else is called so', async () => {
    const contact = await person();
    const namesake = await aContact({ name: 'Ann Lee' });
    const ann = await aContact({ name: 'Ann Lee', email: 'ann.lee.2@example.org' });
    const other = await aContact();
    const { manager } = here().as;
    const unrelated = await aCase({ contactId: other.id, description: `A friend of ${secret}` });
    const noted = await aCase({ contactId: other.id, private: true });
    await act(manager, `/v1/cases/${noted.id}/notes`, { text: `ZEBULON.Q@example.org wrote, as did ${secret}` });
    const alert = await anAlert({ contactId: other.id, description: `Sits beside ${secret}` });
    await act(manager, `/v1/alerts/${alert.id}/notes`, { text: 'Ask 01632 960961' });
    const behalf = await aCase({ contactId: other.id, onBehalfOf: { name: secret, email: 'zebulon.q@example.org' } });
    const held = await aCase({ contactId: other.id, description: `${secret} is a witness` });
    const named = await aCase({ contactId: namesake.id, description: 'Ann Lee, not ann.lee.2@example.org' });
    await here().local.idle();
    const by = await admin();
    await by.send('PUT', `/v1/cases/${held.id}/hold`, { body: { reason: 'a claim is pending' } });
    const erase = async (id: string) => {
      const dry = await by.send<{ counts: object; held: object[] }>('POST', `/v1/contacts/${id}/erase?dryRun=true`, {
        body: {},
      });
      const done = await jobOf(await by.send('POST', `/v1/contacts/${id}/erase`, { body: {} }));
      return [dry.body.counts, dry.body.held.length, done.done, done.failed];
    };
    expect(await erase(contact.id)).toEqual([{ cases: 3, alerts: 1, enrolments: 0, contacts: 1 }, 1, 6, 1]);
    expect(await erase(ann.id)).toEqual([{ cases: 1, alerts: 0, enrolments: 0, contacts: 1 }, 0, 2, 0]);
    await here().local.advance('PT15M');
    const standing = whereStands('zebulon').filter((place) => !place.startsWith(`CASE#${held.id}`));
    expect(standing).toEqual([]);
    expect(whereStands('960961')).toEqual([]);
    const left = (await admin()).get.bind(await admin());
    expect(await left(`/v1/cases/${unrelated.id}`)).toMatchObject({
      description: 'A friend of —',
      contactId: other.id,
    });
    expect(await left(`/v1/alerts/${alert.id}`)).toMatchObject({ description: 'Sits beside —' });
    expect(await left(`/v1/cases/${behalf.id}`)).not.toHaveProperty('onBehalfOf');
    expect(await left(`/v1/cases/${held.id}`)).toMatchObject({ description: `${secret} is a witness` });
    // The name is also that of somebody else, whose case it is; the address is not.
    expect(await left(`/v1/cases/${named.id}`)).toMatchObject({ description: 'Ann Lee, not —' });
  });

  test('[RE-2] is taken out of what no search looks in: tasks, activities, mails, the trash, other contacts', async () => {
    const contact = await person();
    const fields = [{ key: 'witness', name: 'Witness', type: 'text' }];
    const type = await aCaseType({ fields });
    const other = await aContact({ attributes: { guardian: secret }, labels: [secret] });
    const { manager, admin: by } = here().as;
    const named = async (more: object = {}) => aCase({ contactId: other.id, ...more });
    const inField = await named({ type, fields: { witness: secret } });
    const [withTask, withCall, withMail, thrown] = [await named(), await named(), await named(), await named()];
    const task = await act(manager, `/v1/cases/${withTask.id}/tasks`, { title: `Call ${secret}` });
    await act(manager, `/v1/cases/${withCall.id}/activities`, { type: 'call', subject: 'A call', text: secret });
    await act(manager, `/v1/cases/${withMail.id}/messages`, { subject: 'Hello', text: `${secret} was seen` });
    await act(manager, `/v1/cases/${thrown.id}/notes`, { text: `Of ${secret}` });
    await manager.send('DELETE', `/v1/cases/${thrown.id}`);
    const dry = await by.send<{ counts: object }>('POST', `/v1/contacts/${contact.id}/erase?dryRun=true`, { body: {} });
    expect(dry.body.counts).toMatchObject({ cases: 5, contacts: 2 });
    await jobOf(await by.send('POST', `/v1/contacts/${contact.id}/erase`, { body: {} }));
    await here().local.advance('PT15M');
    expect(whereStands('quastenflosser')).toEqual([]);
    expect(await by.get(`/v1/cases/${inField.id}`)).toMatchObject({ contactId: other.id, fields: { witness: '—' } });
    expect(await by.get(`/v1/contacts/${other.id}`)).toMatchObject({ attributes: { guardian: '—' }, labels: ['—'] });
    expect(task.status).toBe(201);
    const { items } = await by.get<{ items: object[] }>(`/v1/cases/${withTask.id}/tasks`);
    expect(items).toMatchObject([{ title: 'Call —' }]);
  });

  test('[RE-2] is taken out of what is written about them while they are erased', async () => {
    const contact = await person();
    const other = await aContact();
    const late = await aCase({ contactId: other.id, subject: 'Nothing yet' });
    await here().local.idle();
    const { manager, admin: by } = here().as;
    // The job has looked through all cases, and is at the contacts.
    here().betweenLooks({
      function: 'wake',
      looksFor: /contact#all#0/,
      happens: async () => void (await act(manager, `/v1/cases/${late.id}/notes`, { text: `Now ${secret}` })),
    });
    await jobOf(await by.send('POST', `/v1/contacts/${contact.id}/erase`, { body: {} }));
    await here().local.advance('PT15M');
    expect(whereStands('quastenflosser')).toEqual([]);
    const { items } = await by.get<{ items: object[] }>(`/v1/cases/${late.id}/notes`);
    expect(items).toMatchObject([{ text: 'Now —' }]);
  });

  test('[RE-2] is taken out of what was theirs once, and of what was sent to them for it', async () => {
    const contact = await person();
    const other = await aContact();
    const { manager } = here().as;
    const given = await aCase({ contactId: contact.id, subject: `Raised for ${secret}` });
    const left = await aCase({ contactId: other.id, description: `With ${secret}` });
    const alert = await anAlert({ contactId: contact.id, description: `About ${secret}` });
    await here().local.idle();
    const patch = (path: string, body: object) => manager.send('PATCH', path, { body, headers: { 'if-match': '*' } });
    await patch(`/v1/cases/${given.id}`, { contactId: other.id, subject: 'Raised for another' });
    await patch(`/v1/alerts/${alert.id}`, { contactId: other.id, description: 'About another' });
    await manager.send('PUT', `/v1/cases/${left.id}/clients/${contact.id}`);
    await manager.send('DELETE', `/v1/cases/${left.id}/clients/${contact.id}`);
    await patch(`/v1/cases/${left.id}`, { description: 'With nobody' });
    await here().local.idle();
    const by = await admin();
    const dry = await by.send('POST', `/v1/contacts/${contact.id}/erase?dryRun=true`, { body: {} });
    expect(dry).toMatchObject({ body: { counts: { cases: 2, alerts: 1, contacts: 1 } } });
    const begun = await by.send<JobAnswer>('POST', `/v1/contacts/${contact.id}/erase`, { body: {} });
    expect(await jobOf(begun)).toMatchObject({ status: 'finished', done: 4, failed: 0 });
    await here().local.advance('PT15M');
    expect(whereStands('zebulon')).toEqual([]);
    const ofThem = new RegExp(`["#]${contact.id}["#]`);
    const places = here()
      .everything()
      .filter((item) => ofThem.test(readable(item)));
    expect(places.map(({ pk }) => pk).filter((pk) => !/^(CONTACT|ERASING|JOB|FEED)#/.test(pk))).toEqual([]);
    expect(await (await admin()).get(`/v1/cases/${given.id}`)).toMatchObject({ contactId: other.id });
  });

  test('[RE-2] [BU-4] is no author any more of what they wrote elsewhere, under a name that nobody has here', async () => {
    const contact = await person();
    const type = await aCaseType();
    const author = secret.toUpperCase();
    const notes = [{ text: 'I was away', at: '2026-01-03', author }];
    const row = { externalId: 'old-1', type, subject: 'Away', contactId: contact.id, createdBy: author, notes };
    const [made] = await importing('/v1/cases/import', JSON.stringify(row), { by: here().as.admin });
    expect(await here().as.admin.get(`/v1/cases/${made?.id}`)).toMatchObject({ createdBy: { id: author } });
    await jobOf(await here().as.admin.send('POST', `/v1/contacts/${contact.id}/erase`, { body: {} }));
    await here().local.advance('PT15M');
    expect(whereStands('zebulon')).toEqual([]);
    await here().local.advance('P2D');
    expect(whereStands('zebulon')).toEqual([]);
  });

  test('[RE-2] [BU-4] does not come back with the next file of the system that they came from', async () => {
    const type = await aCaseType();
    const ticket = (subject: string) =>
      JSON.stringify({ id: 4711, subject, requester: { name: secret, email: 'zebulon.q@example.org' } });
    const send = (subject: string) =>
      importing(`/v1/cases/import?format=zendesk&type=${type}`, ticket(subject), { by: here().as.admin });
    const [made] = await send('Needs help');
    const { contactId } = await here().as.admin.get<CaseAnswer>(`/v1/cases/${made?.id}`);
    await jobOf(await here().as.admin.send('POST', `/v1/contacts/${contactId}/erase`, { body: {} }));
    expect(await send('Needs help')).toMatchObject([{ change: 'unchanged' }]);
    expect(await send(`${secret} needs help`)).toMatchObject([{ status: 409, error: { code: 'deleted-here' } }]);
    expect(whereStands(secret)).toEqual([]);
  });

  test.each([
    [
      'a PUT',
      async (id: string, name: string) => {
        const answer = await (await admin()).send('PUT', `/v1/contacts/${id}`, { body: { name } });
        expect(answer).toMatchObject({ status: 201 });
      },
    ],
    [
      'an event of the SIS',
      async (id: string, name: string) => {
        await here().local.putEvents([{ Source: 'sis', DetailType: 'Contact Upserted', Detail: { id, name } }]);
      },
    ],
    [
      'an import',
      async (id: string, name: string) => {
        const [row] = await importing('/v1/contacts/import', JSON.stringify({ id, name }), { by: await admin() });
        expect(row).toMatchObject({ change: 'created' });
      },
    ],
    [
      'a roster',
      async (id: string, name: string) => {
        const user = JSON.stringify({ user: { sourcedId: id, givenName: name, familyName: 'Again' } });
        expect(await importing('/v1/contacts/import', user, { by: await admin() })).toMatchObject([
          { change: 'created' },
        ]);
      },
    ],
  ])('[RE-2] is another one who stays, where their id is given again by %s', async (_how, give) => {
    const { id } = await aContact({ name: secret });
    const erase = async () =>
      jobOf(await (await admin()).send('POST', `/v1/contacts/${id}/erase`, { body: { mode: 'delete' } }));
    expect(await erase()).toMatchObject({ status: 'finished' });
    await give(id, 'Somebody New');
    await here().local.idle();
    const made = await (await admin()).get<{ version: number }>(`/v1/contacts/${id}`);
    expect(made.version).toBeGreaterThan(2);
    const changed = await (await admin()).send('PATCH', `/v1/contacts/${id}`, {
      body: { labels: ['first-year'] },
      headers: { 'if-match': '*' },
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    await here().local.advance('P2D');
    expect(await (await admin()).get(`/v1/contacts/${id}`)).toMatchObject({ labels: ['first-year'] });
    expect(await erase()).toMatchObject({ status: 'finished', failed: 0 });
    await here().local.advance('P2D');
    expect(whereStands('Somebody New')).toEqual([]);
  });

  test('[RE-2] leaves nothing to somebody whom their id is given to between any two parts of it', async () => {
    const by = await admin();
    const { id } = await aContact({ name: secret });
    for (let round = 0; round < 30; round++) {
      const body = { name: `${secret} ${round}`, attributes: { round } };
      await by.send('PUT', `/v1/contacts/${id}`, { body, headers: { 'if-match': '*' } });
    }
    await here().local.idle();
    const before = keysOf(id);
    expect(before.length).toBeGreaterThan(30);
    const answers: string[] = [];
    const give = async () => {
      here().betweenLooks({ function: 'wake', looksFor: new RegExp(`CONTACT#${id}"`), happens: give });
      const there = await by.send('GET', `/v1/contacts/${id}`);
      if (there.status !== 404) return;
      const body = { name: 'Somebody New' };
      const { status, body: said } = await by.send<{ code?: string }>('PUT', `/v1/contacts/${id}`, { body });
      answers.push(`${status} ${said.code}`);
    };
    here().betweenLooks({ function: 'wake', looksFor: new RegExp(`CONTACT#${id}"`), happens: give });
    const begun = await by.send<JobAnswer>('POST', `/v1/contacts/${id}/erase`, { body: { mode: 'delete' } });
    expect(await jobOf(begun)).toMatchObject({ status: 'finished' });
    here().betweenLooks({ function: 'wake', looksFor: /never/, happens: async () => undefined });
    expect(new Set(answers)).toEqual(new Set(['409 being-erased']));
    expect(answers.length).toBeGreaterThan(3);
    expect(keysOf(id).filter((key) => before.includes(key))).toEqual([]);
    expect(whereStands(secret)).toEqual([]);
    expect(await by.send('PUT', `/v1/contacts/${id}`, { body: { name: 'Somebody New' } })).toMatchObject({
      status: 201,
    });
    await here().local.advance('P2D');
    expect(await (await admin()).get(`/v1/contacts/${id}`)).toMatchObject({ name: 'Somebody New' });
  });

  test('[RE-2] takes nothing with them that only reads like their name: keys, teams, mails of others', async () => {
    const contact = await aContact({ name: 'Academic Concern', email: 'shared@example.org', phone: '4711' });
    const other = await aContact({ email: 'shared@example.org' });
    const { manager, admin: by } = here().as;
    const beside = await aCase({ contactId: other.id, description: 'An academic concern', assignee: { user: 'ben' } });
    await manager.send('PUT', `/v1/cases/${beside.id}/clients/${contact.id}`);
    const room = await aCase({ contactId: other.id, description: 'Room 4711' });
    const theirs = `${contact.id.toLowerCase()}@example.org`;
    await by.send('PATCH', `/v1/contacts/${contact.id}`, {
      body: { email: theirs, phone: '+44 1632 960 962' },
      headers: { 'if-match': '*' },
    });
    const to = `${contact.id}@${(await lastMailTo('shared@example.org')).replyTo.split('@')[1]}`;
    await arrives({ from: theirs, to, subject: 'Theirs', text: '?' });
    await arrives({ from: 'shared@example.org', to, subject: 'Of another', text: '?' });
    await arrives({ from: 'eve@example.org', to, subject: 'Call 01632 960962', text: '?' });
    await here().local.idle();
    await jobOf(await by.send('POST', `/v1/contacts/${contact.id}/erase`, { body: {} }));
    await here().local.advance('PT15M');
    expect(await (await admin()).get(`/v1/cases/${beside.id}`)).toMatchObject({
      type: 'academic-concern',
      description: 'An —',
      assignee: { user: 'ben' },
      clients: [other.id],
    });
    expect(await (await admin()).get(`/v1/cases/${room.id}`)).toMatchObject({ description: 'Room 4711' });
    const aside = await (await admin()).get<{ items: { subject: string }[] }>('/v1/mail/set-aside?limit=200');
    const subjects = aside.items.map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining(['Of another', 'Call —']));
    expect(subjects).not.toContain('Theirs');
  });

  test('[RE-2] has a namesake also where a hundred others have names that begin alike', async () => {
    const { admin: by } = here().as;
    await aContact({ name: 'Quirin Zylka' });
    for (let index = 0; index < 101; index++) await aContact({ name: `Quirina Zylkaite ${index}` });
    const contact = await aContact({ name: 'Quirin Zylka' });
    const other = await aContact();
    const named = await aCase({ contactId: other.id, description: 'As Quirin Zylka said' });
    await here().local.idle();
    await jobOf(await by.send('POST', `/v1/contacts/${contact.id}/erase`, { body: {} }));
    expect(await by.get(`/v1/cases/${named.id}`)).toMatchObject({ description: 'As Quirin Zylka said' });
  });

  test('[RE-2] goes from what another one who is erased at the same time goes from', async () => {
    const { manager, admin: by } = here().as;
    const names = ['Zebulon Quastenflosser', 'Zora Wolpertinger', 'Zita Elwetritsch'];
    const people = await Promise.all(names.map((name) => aContact({ name })));
    const other = await aContact();
    const beside = await aCase({ contactId: other.id, description: names.join(' and ') });
    for (const { id } of people.slice(0, 2)) await manager.send('PUT', `/v1/cases/${beside.id}/clients/${id}`);
    for (let index = 0; index < 15; index++)
      await act(manager, `/v1/cases/${beside.id}/notes`, { text: `${names.join(', ')}: ${index}` });
    await here().local.idle();
    await Promise.all(people.map(({ id }) => by.send('POST', `/v1/contacts/${id}/erase`, { body: {} })));
    await here().local.idle();
    await here().local.advance('PT15M');
    for (const name of names) expect(whereStands(name), name).toEqual([]);
  });

  test('[RE-2] is not given back by a request that comes again', async () => {
    const contact = await person();
    const body = { type: 'academic-concern', subject: `${secret} is away`, contactId: contact.id };
    const again = () =>
      here().as.manager.send('POST', '/v1/cases', { body, headers: { 'idempotency-key': 'once-and-again' } });
    const raised = await again();
    expect(raised.status).toBe(201);
    // Of one request two events: the task that falls away, and the end of the case.
    const { id } = raised.body as { id: string };
    await act(here().as.manager, `/v1/cases/${id}/tasks`, { title: `Call ${secret}` });
    const close = await here().as.manager.send('POST', `/v1/cases/${id}/close`, {
      body: { reason: 'solved', details: secret },
      headers: { 'idempotency-key': 'closed-once' },
    });
    expect(close.status).toBe(200);
    const begun = await (await admin()).send<JobAnswer>('POST', `/v1/contacts/${contact.id}/erase`, { body: {} });
    await jobOf(begun);
    await here().local.advance('PT15M');
    expect(whereStands(secret)).toEqual([]);
    expect((await again()).status).toBe(404);
  });

  test('[RE-2] is erased by administrators alone', async () => {
    const { id } = await aContact();
    expectRefused(await act(here().as.manager, `/v1/contacts/${id}/erase`, {}), 403, 'not-allowed');
    expect((await act(await admin(), '/v1/contacts/nobody/erase', {})).status).toBe(404);
  });
});
