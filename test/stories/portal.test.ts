import { describe, expect, test } from 'vitest';
import type { Client, ClientResponse } from '#local/demo/client.ts';
import type { CaseForRequester } from '#shared/casework/cases/case.ts';
import type { OwnContact } from '#shared/casework/contacts/contact.ts';
import { strangerPosts } from './strangers.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  everyPage,
  expectRefused,
  here,
  historyOf,
  mailsAbout,
  notificationOf,
  put,
  signIn,
} from './world.ts';

// The requester's side: what they see and do of their own cases and of nothing else, signed in or
// by a link.

const nowhere = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** All that leaves of an answer, but for what is each request's own. */
const shapeOf = ({ status, headers, body }: ClientResponse<unknown>) => ({
  status,
  type: headers.get('content-type'),
  etag: headers.get('etag'),
  body: { ...(body as object), requestId: '' },
});

/** A contact with a login, and a case of theirs that says all a case can say. */
const aRequester = async () => {
  const contact = await aContact();
  const by = await signIn(contact.id, 'students');
  const raised = await aCase({
    contactId: contact.id,
    fields: { course: 'MATH-101' },
    tags: ['inside'],
    assignee: { user: 'ben' },
    location: { lat: 40.7, lon: -74 },
  });
  return { contact, by, raised, mine: `/v1/me/cases/${raised.id}` };
};

/** The link that was last mailed to somebody, as the path that the portal asks. */
const linkMailedTo = async (address: string): Promise<string> => {
  await here().local.idle();
  const token = (await here().local.mails(address))
    .flatMap(({ text }) => /\/links\/([\w-]+)/.exec(text)?.[1] ?? [])
    .at(-1);
  expect(token, `a link to ${address}`).toMatch(/^[\w-]{60,}$/);
  return `/v1/public/links/${token}`;
};

const askForLink = (reference: string, email: string) => strangerPosts('/v1/public/links/renew', { reference, email });

/** The two ways to one case: signed in, and by a link. */
const bothWays = async ({ contact, by, raised, mine }: Awaited<ReturnType<typeof aRequester>>) => {
  await askForLink(raised.reference, contact.email);
  const path = await linkMailedTo(contact.email);
  return [
    { way: 'login', client: by, path: mine },
    { way: 'link', client: here().as.nobody, path },
  ] as const;
};

const shown = [
  ...['id', 'version', 'reference', 'type', 'typeName', 'subject', 'contactId', 'status', 'statusName', 'priority'],
  ...['fields', 'fieldsInWords', 'location', 'createdAt', 'updatedAt', 'dueAt'],
].sort();

describe('[PO-1] a requester, signed in or by a link', () => {
  test('[PO-1] [NO-1] sees their case, its public notes and its public history, and nothing that is for staff', async () => {
    const { manager } = here().as;
    const one = await aRequester();
    const { id } = one.raised;
    await act(manager, `/v1/cases/${id}/notes`, { text: 'Come and see me.', public: true });
    await act(manager, `/v1/cases/${id}/notes`, { text: 'A suspicion of ours.' });
    await act(manager, `/v1/cases/${id}/notes`, { text: 'Until Monday.', public: true });
    await act(manager, `/v1/cases/${id}/escalate`, { reason: 'no-answer', note: 'Inside only' });
    await act(manager, `/v1/cases/${id}/status`, { status: 'open' });
    const texts: string[] = [];
    for (const { way, client, path } of await bothWays(one)) {
      const seen = await client.send<CaseForRequester>('GET', path);
      expect(seen.status, way).toBe(200);
      expect(Object.keys(seen.body).sort()).toEqual(shown);
      expect(seen.body).toMatchObject({
        ...{ id, reference: one.raised.reference, contactId: one.contact.id, statusName: 'Open' },
        fields: { course: 'MATH-101' },
        fieldsInWords: [{ key: 'course', name: 'Course', value: 'MATH-101' }],
      });
      const notes = await everyPage<object>(client, `${path}/notes`, 1);
      expect(notes).toMatchObject([
        { text: 'Come and see me.', createdBy: { kind: 'user' } },
        { text: 'Until Monday.', createdBy: { kind: 'user' } },
      ]);
      const history = await everyPage<{ type: string; text: string }>(client, `${path}/history`, 1);
      expect(history.map(({ type, text }) => `${type}: ${text}`)).toEqual([
        'Case Created: The case was raised',
        'Note Added: A note was added',
        'Note Added: A note was added',
        'Case Status Changed: Status: Open',
      ]);
      const fromItsEnd = (below: string) => everyPage<object>(client, `${path}/${below}?sort=-createdAt`, 1);
      expect([await fromItsEnd('notes'), await fromItsEnd('history')]).toEqual([
        notes.toReversed(),
        history.toReversed(),
      ]);
      texts.push(JSON.stringify([seen.body, notes, history]));
    }
    expect(texts[0]).toBe(texts[1]);
    for (const text of texts) expect(text).not.toMatch(/\bben\b|amara|inside|suspicion|escalat|stage|clock|assign/i);
  });

  test('[PO-1] lists their own cases, newest first and page by page, and those of nobody else', async () => {
    const { contact, by, raised } = await aRequester();
    const later = [raised.id];
    for (const more of [{ private: true }, {}, {}]) later.unshift((await aCase({ contactId: contact.id, ...more })).id);
    const trashed = await aCase({ contactId: contact.id });
    const manager = await signIn('amara', 'advisers');
    await manager.send('DELETE', `/v1/cases/${trashed.id}`, { headers: { 'if-match': '*' } });
    const kept = await aCase({ contactId: contact.id });
    expect((await manager.send('PUT', `/v1/cases/${kept.id}/locks/${contact.id}`)).status).toBe(200);
    expect((await everyPage<CaseForRequester>(by, '/v1/me/cases', 2)).map(({ id }) => id)).toEqual(later);
    const stranger = await signIn((await aContact()).id);
    expect(await stranger.get('/v1/me/cases')).toEqual({ items: [] });
    expect(await (await signIn('nobody-s-contact')).get('/v1/me/cases')).toEqual({ items: [] });
    const { nextCursor } = await by.get<{ nextCursor: string }>('/v1/me/cases?limit=1');
    expectRefused(await stranger.send('GET', `/v1/me/cases?cursor=${nextCursor}`), 400, 'invalid-cursor');
  });

  test('[PO-1] [CA-12] gets the same answer for what is somebody else’s as for what is not there', async () => {
    const one = await aRequester();
    const other = await aRequester();
    const asked: [string, string, object?][] = [
      ['GET', ''],
      ['GET', '/notes'],
      ['GET', '/history'],
      ['GET', '/contact'],
      ['POST', '/notes', { text: 'x' }],
      ['POST', '/withdraw'],
      ['PATCH', '/contact', { name: 'x' }],
    ];
    await askForLink(one.raised.reference, one.contact.email);
    const link = await linkMailedTo(one.contact.email);
    const token = link.slice(link.lastIndexOf('/') + 1);
    const another = `/v1/public/links/${other.raised.id}-${token.slice(27)}`;
    const made = `/v1/public/links/${one.raised.id}-${'A'.repeat(43)}`;
    for (const [method, below, body] of asked) {
      const send = (by: Client, path: string) => by.send(method, `${path}${below}`, { ...(body && { body }) });
      const missing = shapeOf(await send(one.by, `/v1/me/cases/${nowhere}`));
      expect(missing).toMatchObject({ status: 404, body: { code: 'not-found' } });
      for (const path of [other.mine, `/v1/me/cases/${other.raised.reference}`])
        expect(shapeOf(await send(one.by, path)), `${method} ${path}${below}`).toEqual(missing);
      const noLink = shapeOf(await send(here().as.nobody, '/v1/public/links/made-up'));
      expect(noLink).toMatchObject({ status: 404, body: { code: 'link-not-valid' } });
      for (const path of [another, made])
        expect(shapeOf(await send(here().as.nobody, path)), `${method} ${path}${below}`).toEqual(noLink);
    }
    expect((await one.by.get<CaseForRequester>(`/v1/me/cases/${one.raised.reference}`)).id).toBe(one.raised.id);
    expect((await here().as.manager.get<CaseForRequester>(`/v1/cases/${other.raised.id}`)).version).toBe(1);
  });

  test('[PO-1] [CA-12] is kept out by a lock, and let in again, whichever way they come', async () => {
    const one = await aRequester();
    const { manager } = here().as;
    const lock = `/v1/cases/${one.raised.id}/locks/${one.contact.id}`;
    const ways = await bothWays(one);
    expect((await manager.send('PUT', lock)).status).toBe(200);
    for (const { client, path } of ways) expect((await client.send('GET', path)).status).toBe(404);
    expect((await manager.send('DELETE', lock)).status).toBe(200);
    for (const { client, path } of ways) expect((await client.send('GET', path)).status).toBe(200);
  });

  test('[PO-1] [NT-2] adds a note, which whoever looks after the case is mailed', async () => {
    const one = await aRequester();
    const ways = await bothWays(one);
    for (const { way, client, path } of ways) {
      const added = await client.send('POST', `${path}/notes`, { body: { text: `By ${way}` } });
      expect(added, JSON.stringify(added.body)).toMatchObject({
        status: 201,
        body: { text: `By ${way}`, createdBy: { kind: 'requester' } },
      });
    }
    const staff = await here().as.manager.get<{ items: object[] }>(`/v1/cases/${one.raised.id}/notes`);
    expect(staff.items).toMatchObject(
      ['login', 'link'].map((way) => ({
        ...{ text: `By ${way}`, public: true },
        createdBy: { kind: 'requester', id: one.contact.id },
      })),
    );
    const mails = (await mailsAbout(one.raised)).filter((mail) => mail.startsWith('note-by-requester'));
    expect(mails).toEqual(Array(2).fill(`note-by-requester → ${addresses.ben}`));
    for (const { client, path } of ways) {
      expectRefused(await client.send('POST', `${path}/notes`, { body: {} }), 400, 'invalid-request', ['/text']);
      expectRefused(await client.send('POST', `${path}/notes`, { body: { text: ' \n' } }), 400, undefined, ['/text']);
      const rubbish = { text: 'x'.repeat(20_001), public: false, to: 'all' };
      const refused = await client.send('POST', `${path}/notes`, { body: rubbish });
      expectRefused(refused, 400, 'invalid-request', ['/text', '/public', '/to']);
    }
  });

  test('[PO-1] [IN-1] repeats nothing under one Idempotency-Key, and shares no key with strangers', async () => {
    const [one, other] = [await aRequester(), await aRequester()];
    const [[, mine], [, theirs]] = [await bothWays(one), await bothWays(other)];
    const headers = { 'idempotency-key': 'the-same-for-both' };
    const send = (path: string, text: string) =>
      here().as.nobody.send('POST', `${path}/notes`, { body: { text }, headers });
    const first = await send(mine.path, 'Once');
    const again = await send(mine.path, 'Once');
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expectRefused(await send(mine.path, 'Twice'), 409, 'idempotency-key-reused');
    expect((await send(theirs.path, 'Mine')).status).toBe(201);
    expect(await everyPage(one.by, `${one.mine}/notes`)).toHaveLength(1);
  });

  test('[PO-1] [CA-13] withdraws once, by the rules of every closing', async () => {
    const type = await aCaseType();
    const contact = await aContact();
    const by = await signIn(contact.id);
    const raised = await aCase({ type, contactId: contact.id });
    const blocking = await aCase({ type });
    const { manager } = here().as;
    await act(manager, `/v1/cases/${raised.id}/links`, { kind: 'blocked-by', caseId: blocking.id });
    const path = `/v1/me/cases/${raised.id}/withdraw`;
    const kept = await act(by, path);
    expectRefused(kept, 409, 'cannot-withdraw');
    expect(JSON.stringify(kept.body)).not.toContain(blocking.reference);
    await act(manager, `/v1/cases/${blocking.id}/close`, { reason: 'solved' });
    const gone = await act<CaseForRequester>(by, path, { note: 'It is not needed any more.' });
    expect(gone, JSON.stringify(gone.body)).toMatchObject({
      status: 200,
      body: {
        status: { key: 'withdrawn', category: 'cancelled' },
        closure: { details: 'It is not needed any more.' },
      },
    });
    expectRefused(await act(by, path), 409, 'already-closed');
    const [closing] = (await historyOf('cases', raised.id)).slice(-1);
    expect(closing).toMatchObject({ type: 'Case Closed', actor: { kind: 'requester', id: contact.id } });
    expect(await mailsAbout(raised)).toContain(`case-closed-requester → ${contact.email}`);
  });

  test('[PO-1] [NT-1] changes their contact details, which whoever looks after their open cases is told', async () => {
    const one = await aRequester();
    const [login, link] = await bothWays(one);
    const before = await one.by.get<OwnContact>('/v1/me/contact');
    expect(before).toMatchObject({ id: one.contact.id, email: one.contact.email });
    expect(Object.keys(before).sort()).toEqual(['email', 'id', 'kind', 'name', 'version']);
    const byLogin = await one.by.send('PATCH', '/v1/me/contact', { body: { phone: '+44 20 7946 0018' } });
    expect(byLogin).toMatchObject({ status: 200, body: { phone: '+44 20 7946 0018', version: 2 } });
    expect(byLogin.headers.get('etag')).toBe('"2"');
    const byLink = await link.client.send('PATCH', `${link.path}/contact`, { body: { name: 'Renamed' } });
    expect(byLink).toMatchObject({ status: 200, body: { name: 'Renamed', version: 3 } });
    const stale = { body: { name: 'Again' }, headers: { 'if-match': '"2"' } };
    expectRefused(await login.client.send('PATCH', `${login.path}/contact`, stale), 412, 'stale');
    expectRefused(
      await one.by.send('PATCH', '/v1/me/contact', { body: { labels: ['x'], email: 'x' } }),
      400,
      undefined,
      ['/labels', '/email'],
    );
    const mails = (await mailsAbout(one.raised)).filter((mail) => mail.startsWith('contact-updated'));
    expect(mails).toEqual(Array(2).fill(`contact-updated → ${addresses.ben}`));
    expectRefused(await (await signIn('nobody-s-contact')).send('GET', '/v1/me/contact'), 404, 'not-found');
  });

  test('[PO-1] whoever takes the address of somebody else gets nothing of theirs, and takes nothing from them', async () => {
    const victim = await aContact();
    const raised = await aCase({ contactId: victim.id });
    const signedIn = async (sub: string) =>
      here().local.as({ sub, groups: [], email: victim.email, email_verified: true } as never);
    const thief = await aContact();
    const theft = await (await signIn(thief.id)).send('PATCH', '/v1/me/contact', { body: { email: victim.email } });
    expect(theft.status).toBe(200);
    const other = await signedIn('the-victim-by-another-provider');
    expect((await other.get<{ items: { id: string }[] }>('/v1/me/cases')).items).toMatchObject([{ id: raised.id }]);
    expect(await (await signIn(thief.id)).get('/v1/me/cases')).toEqual({ items: [] });
  });
});

describe('[PO-1] a link', () => {
  test('[PO-1] is mailed to whoever the case knows, and the answer says nothing of the case', async () => {
    const { contact, raised } = await aRequester();
    const stranger = await aContact();
    const answers = [
      await askForLink(raised.reference, contact.email.toUpperCase()),
      await askForLink(raised.reference, stranger.email),
      await askForLink('7K3F-92QX-M', contact.email),
      await askForLink('rubbish', contact.email),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await here().as.nobody.send('GET', await linkMailedTo(contact.email))).status).toBe(200);
    const told = (await here().local.mails()).filter((mail) => notificationOf(mail) === 'portal-link');
    expect(told.flatMap(({ to }) => to).filter((to) => to === stranger.email)).toEqual([]);
    const dry = await strangerPosts('/v1/public/links/renew?dryRun=true', {
      reference: raised.reference,
      email: contact.email,
    });
    expect(dry).toMatchObject({ status: 200, body: { events: [] } });
  });

  test('[PO-1] is seen and taken back by staff, and then opens nothing', async () => {
    const one = await aRequester();
    const { manager, enquiry } = here().as;
    const [, link] = await bothWays(one);
    const links = `/v1/cases/${one.raised.id}/portal-links`;
    const { items } = await manager.get<{ items: { id: string }[] }>(links);
    expect(items).toMatchObject([{ via: 'mail' }]);
    expect(JSON.stringify(items)).not.toContain(link.path.slice(-43));
    expectRefused(await manager.send('DELETE', `${links}/made-up`), 404, 'not-found');
    expectRefused(await enquiry.send('DELETE', `${links}/${items[0]?.id}`), 403, 'not-allowed');
    expect((await manager.send('DELETE', `${links}/${items[0]?.id}`)).status).toBe(204);
    expectRefused(await link.client.send('GET', link.path), 404, 'link-not-valid');
    expect(await manager.get(links)).toEqual({ items: [] });
    expect((await historyOf('cases', one.raised.id)).map(({ type }) => type).slice(-2)).toEqual([
      'Portal Link Requested',
      'Portal Link Revoked',
    ]);
  });

  test('[PO-1] [CA-16] leads to where the case goes on, however often that was merged', async () => {
    const { contact, by, raised, mine } = await aRequester();
    const { manager } = here().as;
    let last = raised;
    for (let merges = 0; merges < 7; merges++) {
      const next = await aCase({ contactId: contact.id });
      expect((await act(manager, `/v1/cases/${last.id}/merge`, { into: next.id })).status).toBe(200);
      last = next;
    }
    expect((await act(by, `${mine}/notes`, { text: 'Still waiting' })).status).toBe(201);
    const { items } = await manager.get<{ items: { text: string }[] }>(`/v1/cases/${last.id}/notes`);
    expect(items.map(({ text }) => text)).toEqual(['Still waiting']);
    expect((await by.get<CaseForRequester>(mine)).status).toEqual(last.status);
  });

  test('[PO-1] opens nothing once the case is about somebody else, or in the trash', async () => {
    const [one, other] = [await aRequester(), await aRequester()];
    const [[, link], [, gone]] = [await bothWays(one), await bothWays(other)];
    const { manager } = here().as;
    const headers = { 'if-match': '*' };
    const body = { contactId: (await aContact()).id };
    expect((await manager.send('PATCH', `/v1/cases/${one.raised.id}`, { body, headers })).status).toBe(200);
    expectRefused(await link.client.send('GET', link.path), 404, 'link-not-valid');
    await manager.send('DELETE', `/v1/cases/${other.raised.id}`, { headers });
    expectRefused(await gone.client.send('GET', gone.path), 404, 'link-not-valid');
  });

  test('[NT-3] [ME-2] is of the mail’s own to whoever has no login, and lies in no message, preview or mail to staff', async () => {
    const { manager } = here().as;
    const email = 'ned.neighbour@town.example';
    const raised = await aCase({ onBehalfOf: { name: 'Ned Neighbour', email } });
    const first = await linkMailedTo(email);
    expect((await here().as.nobody.send('GET', first)).body).toMatchObject({ reference: raised.reference });
    expectRefused(await here().as.nobody.send('GET', `${first}/contact`), 409, 'no-contact');
    await put('/v1/templates/our-link', {
      name: 'Link',
      subject: 'Yours',
      text: '{{ links.portal }} {{ case.reference }}',
    });
    const to = ['requester', addresses.ben];
    await manager.send('PUT', `/v1/cases/${raised.id}/subscribers/ben`);
    const sent = await act<{ text: string }>(manager, `/v1/cases/${raised.id}/messages`, { template: 'our-link', to });
    expect(sent.status, JSON.stringify(sent.body)).toBe(201);
    const second = await linkMailedTo(email);
    expect(second).not.toBe(first);
    expect((await here().as.nobody.send('GET', second)).status).toBe(200);
    const preview = await act<{ text: string }>(manager, '/v1/templates/our-link/preview', {
      ...{ caseId: raised.id, audience: 'requester' },
    });
    const kept = await manager.get(`/v1/cases/${raised.id}/messages`);
    const toBen = (await here().local.mails(addresses.ben)).filter(({ text }) => text.includes(raised.reference));
    expect(toBen.length).toBeGreaterThan(0);
    const told = JSON.stringify([sent.body, preview.body, kept, toBen, await historyOf('cases', raised.id)]);
    for (const path of [first, second]) expect(told).not.toContain(path.slice(-43));
  });
});

describe('[PO-1] [FI-1] the files of a requester', () => {
  interface Sent {
    id: string;
    state: string;
    byRequester: boolean;
    upload: { url: string; headers: Record<string, string> };
    download?: { url: string };
  }
  const words = { name: 'what-happened.txt', contentType: 'text/plain' };
  const announce = (by: Client, path: string, more: object = {}) =>
    act<Sent>(by, `${path}/files`, { ...words, size: 5, ...more });
  const bring = async ({ upload }: Sent, content: string): Promise<void> => {
    expect((await here().fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content })).status).toBe(
      200,
    );
    await here().local.idle();
  };

  test('[PO-1] [FI-1] are brought and fetched by them; what is for staff, and what is of another case, is not there', async () => {
    const one = await aRequester();
    const { manager } = here().as;
    const staff = `/v1/cases/${one.raised.id}`;
    const hidden = await announce(manager, staff, { private: true });
    await bring(hidden.body, 'inner');
    const open = await announce(manager, staff);
    await bring(open.body, 'outer');
    for (const { way, client, path } of await bothWays(one)) {
      const mine = await announce(client, path);
      expect(mine, JSON.stringify(mine.body)).toMatchObject({
        status: 201,
        body: { state: 'pending', byRequester: true },
      });
      expect(mine.body).not.toHaveProperty('createdBy');
      expect(await client.get<Sent>(`${path}/files/${mine.body.id}`)).toMatchObject({ upload: { method: 'PUT' } });
      await bring(mine.body, way.slice(0, 5).padEnd(5));
      const { download } = await client.get<Sent>(`${path}/files/${mine.body.id}`);
      expect(await (await here().fetch(download?.url ?? '')).text()).toBe(way.slice(0, 5).padEnd(5));
      const listed = await everyPage<Sent>(client, `${path}/files`, 1);
      expect(listed.map(({ id }) => id)).toContain(mine.body.id);
      expect(listed.map(({ id, byRequester }) => byRequester || id)).toContain(open.body.id);
      expect(JSON.stringify(listed)).not.toContain(hidden.body.id);
      expectRefused(await client.send('GET', `${path}/files/${hidden.body.id}`), 404, 'not-found');
      expectRefused(await announce(client, path, { private: true, size: 0 }), 400, undefined, ['/private', '/size']);
      expectRefused(await announce(client, path, { contentType: 'application/x-msdownload' }), 400, undefined, [
        '/contentType',
      ]);
    }
    const other = await aRequester();
    expectRefused(await announce(other.by, one.mine), 404, 'not-found');
    expectRefused(await other.by.send('GET', `${other.mine}/files/${open.body.id}`), 404, 'not-found');
    const added = (await historyOf('cases', one.raised.id)).filter(({ type }) => type === 'File Added');
    expect(added).toHaveLength(4);
  });
});

test('[PO-1] `GET /v1/me` says who somebody is, and whether they are staff', async () => {
  const student = await signIn('S101', 'students');
  expect(await student.get('/v1/me')).toMatchObject({
    id: 'S101',
    groups: ['students'],
    isStaff: false,
    isAdmin: false,
  });
  const adviser = await signIn('amara', 'advisers');
  expect(await adviser.get('/v1/me')).toMatchObject({ id: 'amara', isStaff: true, isAdmin: false });
  expect(await here().as.admin.get('/v1/me')).toMatchObject({ isStaff: true, isAdmin: true });
});
