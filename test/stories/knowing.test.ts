import { describe, expect, test } from 'vitest';
import type { CaseAnswer, CaseForRequester } from '#shared/casework/cases/case.ts';
import { arrives, lastMailTo } from './post.ts';
import { strangerPosts } from './strangers.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  expectRefused,
  here,
  historyOf,
  likeness,
  put,
  signIn,
  unique,
} from './world.ts';

// What an answer shows is decided by whom its route is for, and an answer of before is given to
// nobody who may not have it now.

const aKey = (key: string) => ({ 'idempotency-key': key });

describe('[PO-1] [CA-12] a member of staff who is also a requester', () => {
  test('[PO-1] [IN-1] is shown by a dry run of the portal what a requester is shown, though they are staff', async () => {
    const contact = await aContact();
    const type = await aCaseType({ taskTypes: [], targets: [] });
    // Staff of another house, whom the case answers 404.
    const ines = await signIn(contact.id, 'estates');
    const alert = await anAlert({ contactId: contact.id });
    const raised = await aCase({ type, contactId: contact.id, alertIds: [alert.id] });
    await act(here().as.manager, `/v1/cases/${raised.id}/tasks`, { title: 'Ask the dean in secret' });
    expect((await ines.send('GET', `/v1/cases/${raised.id}`)).status).toBe(404);
    const mine = `/v1/me/cases/${raised.id}`;
    const dry = await act<{ events: { type: string }[] }>(ines, `${mine}/withdraw?dryRun=true`);
    expect(dry, JSON.stringify(dry.body)).toMatchObject({ status: 200, body: { record: { id: raised.id } } });
    expect(dry.body.events).toEqual([
      { type: 'Case Closed', subject: { kind: 'case', id: raised.id }, changed: [], before: {}, after: {} },
    ]);
    expect(JSON.stringify(dry.body)).not.toMatch(/dean|task|alert/i);
    const noted = await act<{ events: object[] }>(ines, `${mine}/notes?dryRun=true`, { text: 'Hello' });
    expect(noted.body.events).toMatchObject([{ type: 'Note Added', changed: [], after: {} }]);
  });

  test('[PO-1] [IN-1] gets a kept answer of the portal as a requester gets it', async () => {
    const contact = await aContact();
    const ines = await signIn(contact.id, 'estates');
    const raised = await aCase({ contactId: contact.id, tags: ['inside'] });
    const send = () =>
      ines.send('POST', `/v1/me/cases/${raised.id}/withdraw`, { body: {}, headers: aKey(`withdraw-${raised.id}`) });
    const [first, again] = [await send(), await send()];
    expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([200, 'true', first.body]);
    expect(again.body).not.toHaveProperty('tags');
  });

  test('[CA-12] [ME-2] [CA-16] is kept out as who they are among staff by link and by mail too, and of what was merged', async () => {
    const { manager } = here().as;
    const contact = await aContact();
    const [sub, group] = [unique('colleague-'), unique('colleagues-')];
    const members = [{ id: sub, email: contact.email.toUpperCase(), name: contact.name }];
    await put(`/v1/groups/${group}`, { name: group, staff: true, members });
    const [merged, winner] = [await aCase({ contactId: contact.id }), await aCase()];
    await here().local.idle();
    const kept = await aCase({ contactId: contact.id });
    const { replyTo } = await lastMailTo(contact.email);
    await strangerPosts('/v1/public/links/renew', { reference: kept.reference, email: contact.email });
    const { text } = await lastMailTo(contact.email);
    const link = `/v1/public/links/${/\/links\/([\w-]+)/.exec(text)?.[1]}`;
    expect((await here().as.nobody.send('GET', link)).status).toBe(200);
    const notes = async () => (await manager.get<{ items: object[] }>(`/v1/cases/${kept.id}/notes`)).items;
    await arrives({ from: contact.email, to: replyTo, text: 'Before.' });
    expect(await notes()).toMatchObject([{ text: 'Before.', public: true }]);

    await act(manager, `/v1/cases/${merged.id}/merge`, { into: winner.id });
    for (const { id } of [kept, winner])
      expect((await manager.send('PUT', `/v1/cases/${id}/locks/${sub}`)).status).toBe(200);
    await here().local.idle();
    const before = (await here().local.mails(contact.email)).length;
    expectRefused(await here().as.nobody.send('GET', link), 404, 'link-not-valid');
    await arrives({ from: contact.email, to: replyTo, text: 'After.' });
    expect(await notes()).toHaveLength(1);
    await act(manager, `/v1/cases/${winner.id}/notes`, { text: 'For all.', public: true });
    await here().local.idle();
    expect(await here().local.mails(contact.email)).toHaveLength(before);
  });
});

describe('[IN-1] [CA-12] a kept answer', () => {
  const lockOut = (id: string, person: string) => here().as.admin.send('PUT', `/v1/cases/${id}/locks/${person}`);

  test('[IN-1] is given again where the command itself would be refused by now', async () => {
    const raised = await aCase();
    const { manager } = here().as;
    const close = () =>
      manager.send<CaseAnswer>('POST', `/v1/cases/${raised.id}/close`, {
        body: { reason: 'solved' },
        headers: aKey(`close-${raised.id}`),
      });
    const first = await close();
    expectRefused(await act(manager, `/v1/cases/${raised.id}/close`, { reason: 'solved' }), 409, 'already-closed');
    const again = await close();
    expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([200, 'true', first.body]);
  });

  test('[IN-1] [CA-12] is given to nobody who is locked out since, whether its path names the case or not', async () => {
    const { manager } = here().as;
    const type = await aCaseType();
    const raise = () =>
      manager.send<CaseAnswer>('POST', '/v1/cases', {
        body: { type, subject: 'Whose answer is kept' },
        headers: aKey(`raise-${type}`),
      });
    const raised = (await raise()).body;
    expect((await raise()).headers.get('idempotent-replayed')).toBe('true');
    const claimNext = () =>
      manager.send<CaseAnswer>('POST', '/v1/work/claim-next', {
        body: { queue: { type } },
        headers: aKey(`claim-${type}`),
      });
    expect((await claimNext()).body.id).toBe(raised.id);
    const note = () =>
      manager.send('POST', `/v1/cases/${raised.id}/notes`, {
        body: { text: 'Mine' },
        headers: aKey(`note-${raised.id}`),
      });
    expect((await note()).status).toBe(201);
    expect((await lockOut(raised.id, 'amara')).status).toBe(200);
    for (const send of [raise, claimNext, note]) expectRefused(await send(), 404, 'not-found');
  });

  test('[IN-1] [CA-12] of a preview is given to nobody who may not see the record that its body names since', async () => {
    const { manager } = here().as;
    const raised = await aCase();
    const preview = () =>
      manager.send('POST', '/v1/templates/case-raised-group/preview', {
        body: { caseId: raised.id, audience: 'staff' },
        headers: aKey(`preview-${raised.id}`),
      });
    expect((await preview()).status).toBe(200);
    expect((await preview()).headers.get('idempotent-replayed')).toBe('true');
    await lockOut(raised.id, 'amara');
    expectRefused(await preview(), 422, 'unknown-reference', ['/caseId']);
  });

  test('[IN-1] [CA-12] shows no pointer to a case that its caller may not see since', async () => {
    const { manager } = here().as;
    const [raised, other] = [await aCase(), await aCase()];
    const link = () =>
      manager.send<CaseAnswer>('POST', `/v1/cases/${raised.id}/links`, {
        body: { kind: 'related', caseId: other.id },
        headers: aKey(`link-${raised.id}`),
      });
    expect(JSON.stringify((await link()).body)).toContain(other.id);
    await lockOut(other.id, 'amara');
    const again = await link();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(JSON.stringify(again.body)).not.toContain(other.id);
  });

  test('[IN-1] [CA-12] [PO-1] is given to no requester who is locked out, or whose case it is not any more', async () => {
    const student = await signIn('S121', 'students');
    await put('/v1/contacts/S121', { name: 'Uma Student' });
    const raise = (key: string) =>
      student.send<CaseForRequester>('POST', '/v1/cases', {
        body: { type: 'academic-concern', subject: 'Help', fields: {} },
        headers: aKey(key),
      });
    const [locked, moved] = [(await raise('S121-locked')).body, (await raise('S121-moved')).body];
    expect((await raise('S121-locked')).body).toEqual(locked);
    const note = () =>
      student.send('POST', `/v1/me/cases/${locked.id}/notes`, { body: { text: 'Mine' }, headers: aKey('S121-note') });
    expect((await note()).status).toBe(201);
    await lockOut(locked.id, 'S121');
    const other = await aContact();
    const headers = { 'if-match': '*' };
    const body = { contactId: other.id };
    expect((await here().as.manager.send('PATCH', `/v1/cases/${moved.id}`, { body, headers })).status).toBe(200);
    for (const send of [() => raise('S121-locked'), () => raise('S121-moved'), note])
      expectRefused(await send(), 404, 'not-found');
  });
});

/** A type that anybody may raise cases of without staff learning who it was. */
const aHidingType = async (changes: object = {}): Promise<string> => {
  const type = unique('hiding-');
  const hazard = await likeness('/v1/case-types/hazard-report', { publicForm: { identity: 'hidden' }, ...changes });
  await put(`/v1/case-types/${type}`, hazard);
  return type;
};

/** A case that somebody raised by the form of a type, and the path of their link. */
const raisedBy = async (type: string, contact: { name: string; email: string; phone?: string }, more: object = {}) => {
  const body = { contact, subject: 'A lamp is out', fields: { kind: 'lighting' }, ...more };
  const { nobody } = here().as;
  const path = `/v1/public/case-types/${type}/cases`;
  const raised = await strangerPosts<{ link: string; reference: string }>(path, body);
  expect(raised.status).toBe(201);
  const { link, reference } = raised.body;
  const mine = `/v1/public${link.slice(link.indexOf('/links/'))}`;
  const { id } = await nobody.get<CaseForRequester>(mine);
  return { id, reference, link: mine };
};

describe('[CA-1] [PO-2] whom staff are not to know', () => {
  const wanda = () => ({
    name: 'Wanda Whistle',
    email: `${unique('wanda')}@secret.example`,
    phone: '+44 7700 900123',
  });

  test('[CA-1] [CA-10] nobody makes the case their own: not by its contact, and not by a contact that has its id', async () => {
    const ines = await signIn('ines', 'estates');
    const { id, link } = await raisedBy(await aHidingType(), wanda());
    const own = await aContact();
    const byOwn = await signIn(own.id, 'estates');
    const headers = { 'if-match': '*' };
    expectRefused(
      await ines.send('PATCH', `/v1/cases/${id}`, { body: { contactId: own.id }, headers }),
      409,
      'requester-hidden',
    );
    const email = `${unique('ines')}@staff.example.edu`;
    await put(`/v1/contacts/${id}`, { name: 'Ines', email });
    const byItsId = await here().local.as({ sub: 'x', groups: ['estates'], email, email_verified: true } as never);
    for (const by of [byOwn, byItsId, await signIn(id, 'estates')])
      for (const below of ['', '/contact', '/notes'])
        expectRefused(await by.send('GET', `/v1/me/cases/${id}${below}`), 404, 'not-found');
    expect(await byItsId.get('/v1/me/cases')).toEqual({ items: [] });
    expect((await here().as.nobody.send('GET', `${link}/contact`)).status).toBe(200);
  });

  test('[CA-1] [PO-1] asking for a link by a guessed address leaves the same traces as by the right one', async () => {
    const type = await aHidingType();
    const traces: unknown[] = [];
    for (const guess of [undefined, 'not.wanda@secret.example']) {
      const contact = wanda();
      const { id, reference } = await raisedBy(type, contact);
      const body = { reference, email: guess ?? contact.email };
      expect((await strangerPosts('/v1/public/links/renew', body)).status).toBe(202);
      await here().local.idle();
      expect(await here().local.mails('not.wanda@secret.example')).toEqual([]);
      expect(await here().local.mails(contact.email)).toHaveLength(2);
      const links = await here().as.admin.get<{ items: object[] }>(`/v1/cases/${id}/portal-links`);
      traces.push([(await historyOf('cases', id)).map((event) => event.type), links.items.length]);
    }
    expect(traces[0]).toEqual(traces[1]);
    expect(JSON.stringify(traces)).toContain('Portal Link Requested');
  });

  test('[CA-1] [NT-1] no setting of somebody with the id of the case keeps its mails from them', async () => {
    const contact = wanda();
    const { id } = await raisedBy(await aHidingType(), contact);
    const by = await signIn(id);
    await by.send('PUT', '/v1/me/notification-settings', { body: { timeZone: 'UTC', default: 'off' } });
    await act(await signIn('ines', 'estates'), `/v1/cases/${id}/notes`, { text: 'We look into it.', public: true });
    await here().local.idle();
    expect(await here().local.mails(contact.email)).toHaveLength(2);
  });
});

describe('[CA-16] [PO-1] two requesters whose cases became one', () => {
  const somebody = (name: string) => ({ name, email: `${unique(name.toLowerCase())}@secret.example` });
  const textsOf = async (link: string, below = 'notes') =>
    (await here().as.nobody.get<{ items: { text: string }[] }>(`${link}/${below}`)).items.map(({ text }) => text);

  test('[CA-16] [CA-1] [PO-1] each goes on by their own link, and neither reads what the other wrote', async () => {
    const { nobody } = here().as;
    const ines = await signIn('ines', 'estates');
    const type = await aHidingType();
    const [wanda, ned] = [somebody('Wanda'), somebody('Ned')];
    const [one, other] = [await raisedBy(type, wanda), await raisedBy(type, ned, { subject: 'Dark at the gate' })];
    await act(nobody, `${one.link}/notes`, { text: 'Wanda saw it on Monday.' });
    await act(nobody, `${other.link}/notes`, { text: 'Ned saw it on Tuesday.' });
    const merged = await act(ines, `/v1/cases/${one.id}/merge`, { into: other.id });
    expect(merged, JSON.stringify(merged.body)).toMatchObject({ status: 200 });
    expect(await nobody.get(one.link)).toMatchObject({
      id: one.id,
      subject: 'A lamp is out',
      status: { category: 'to-do' },
    });
    for (const [{ link }, contact] of [
      [one, wanda],
      [other, ned],
    ] as const)
      expect(await nobody.get(`${link}/contact`)).toMatchObject(contact);
    expect((await act(nobody, `${one.link}/notes`, { text: 'Wanda saw it again.' })).status).toBe(201);
    await act(ines, `/v1/cases/${other.id}/notes`, { text: 'It is mended on Friday.', public: true });
    const asked = await act<{ id: string }>(ines, `/v1/cases/${other.id}/questions`, { text: 'Which lamp?' });
    const answer = `${one.link}/questions/${asked.body.id}/answer`;
    expect((await act(nobody, answer, { text: 'The one by Wanda.' })).status).toBe(200);
    expect(await textsOf(one.link)).toEqual([
      'Wanda saw it on Monday.',
      'Wanda saw it again.',
      'It is mended on Friday.',
    ]);
    expect(await textsOf(other.link)).toEqual(['Ned saw it on Tuesday.', 'It is mended on Friday.']);
    const ofStaff = await ines.get<{ items: { text: string }[] }>(`/v1/cases/${other.id}/notes`);
    expect(ofStaff.items.map(({ text }) => text)).toContain('Wanda saw it again.');
    expect(JSON.stringify(await nobody.get(`${one.link}/questions`))).toContain('by Wanda');
    expect(JSON.stringify(await nobody.get(`${other.link}/questions`))).not.toContain('by Wanda');
    expectRefused(await act(nobody, `${one.link}/withdraw`), 409, 'cannot-withdraw');
    await act(ines, `/v1/cases/${other.id}/close`, { reason: 'made-safe' });
    await here().local.idle();
    for (const [{ reference, link }, { email }] of [
      [one, wanda],
      [other, ned],
    ] as const) {
      const mails = await here().local.mails(email);
      expect(mails.map(({ headers }) => headers?.['x-caseward-notification']).sort()).toEqual([
        'case-closed-requester',
        'case-raised-requester',
        'note-by-staff',
        'question-asked',
      ]);
      for (const { text } of mails) expect(text).toContain(reference);
      const links = mails.flatMap(({ text }) => /\/links\/[\w-]{43,}/.exec(text)?.[0] ?? []);
      for (const mailed of links) expect((await nobody.send('GET', `/v1/public${mailed}`)).status).toBe(200);
      expect(await nobody.get(link)).toMatchObject({ reference, status: { category: 'resolved' } });
    }
  });

  test('[CA-16] [CA-1] [ME-2] a hidden requester answers by mail into the case of somebody known, and stays hidden', async () => {
    const ines = await signIn('ines', 'estates');
    const [hiding, known] = [await aHidingType(), await aHidingType({ publicForm: { identity: 'known' } })];
    const [wanda, ned] = [somebody('Wanda'), somebody('Ned')];
    const [one, other] = [await raisedBy(hiding, wanda), await raisedBy(known, ned)];
    const merged = await act(ines, `/v1/cases/${one.id}/merge`, { into: other.id });
    expect(merged, JSON.stringify(merged.body)).toMatchObject({ status: 200 });
    await act(ines, `/v1/cases/${other.id}/notes`, { text: 'Is it still dark?', public: true });
    const { replyTo } = await lastMailTo(wanda.email);
    await arrives({
      from: `${wanda.name} <${wanda.email}>`,
      to: replyTo,
      text: `It is dark.\n\n${wanda.name}\n${wanda.email}`,
    });
    expect(await textsOf(one.link)).toEqual(['Is it still dark?', expect.stringContaining('It is dark.')]);
    expect(await textsOf(other.link)).toEqual(['Is it still dark?']);
    const told = [
      await ines.get(`/v1/cases/${other.id}/notes?system=true`),
      await ines.get(`/v1/cases/${other.id}/history`),
      (await here().local.busEvents()).filter(({ detail }) => JSON.stringify(detail).includes(other.id)),
      (await here().local.mails('ines.costa@staff.example.edu')).filter(({ subject }) =>
        subject.includes(other.reference),
      ),
    ];
    expect(JSON.stringify(told)).toContain('It is dark.');
    expect(JSON.stringify(told)).not.toMatch(/wanda|Ned has/i);
  });
});
