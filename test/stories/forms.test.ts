import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { CaseAnswer, CaseForRequester } from '#shared/casework/cases/case.ts';
import { anAddress, strangerPosts } from './strangers.ts';
import { aCase, act, everyPage, expectRefused, here, likeness, mailsAbout, put, signIn, unique } from './world.ts';

// What anybody may do without a login: fill in a form, and see what is known near a place.

interface Submitted {
  reference: string;
  link: string;
}

/**
 * A type that anybody may raise cases of, a hazard report but for what is said. @returns its key
 */
const aPublicType = async (changes: object = {}): Promise<string> => {
  const type = unique('hazard-');
  await put(`/v1/case-types/${type}`, await likeness('/v1/case-types/hazard-report', changes));
  return type;
};

const said = (more: object = {}) => ({
  contact: { name: 'Ned Neighbour', email: `${unique('ned')}@town.example` },
  subject: 'A lamp is out at the gate',
  fields: { kind: 'lighting' },
  ...more,
});

/** Fills in the form of a type from an address. */
const submit = (type: string, body: object, more?: Parameters<typeof strangerPosts>[2]) =>
  strangerPosts<Submitted>(`/v1/public/case-types/${type}/cases`, body, more);

const submitted = async (type: string, body: object): Promise<Submitted> => {
  const answer = await submit(type, body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return answer.body;
};
const pathOf = ({ link }: Submitted): string => `/v1/public${link.slice(link.indexOf('/links/'))}`;

describe('[PO-2] a public form', () => {
  test('[PO-2] [CA-1] is described, filled in and becomes a case that its link opens', async () => {
    const { nobody, manager } = here().as;
    const form = await nobody.get<object>('/v1/public/case-types/hazard-report/form');
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const body = said({ description: 'By the library.', location: { lat: 40.7, lon: -74.01, address: 'Gate 3' } });
    expect([ajv.validate(form, body), ajv.errors]).toEqual([true, null]);
    expect(ajv.validate(form, { ...body, fields: {} })).toBe(false);
    const raised = await submitted('hazard-report', body);
    expect(Object.keys(raised).sort()).toEqual(['link', 'reference']);
    expect(raised.link).toMatch(/\/links\/[\w-]{43,}$/);
    const mine = await nobody.get<CaseForRequester>(pathOf(raised));
    const { subject, description, fields, location } = body as unknown as CaseForRequester;
    expect(mine).toMatchObject({ reference: raised.reference, subject, description, fields, location });
    const estates = await signIn('ines', 'estates');
    const seen = await estates.get<CaseAnswer>(`/v1/cases/${raised.reference}`);
    expect(seen).toMatchObject({ id: mine.id, createdBy: { kind: 'requester', id: 'anonymous' } });
    const contact = await estates.get<{ id: string }>(`/v1/contacts/${seen.contactId}`);
    expect(contact).toMatchObject({ ...body.contact, unconfirmed: {} });
    expect((await manager.send('GET', `/v1/cases/${mine.id}`)).status).toBe(404);
    expect(await mailsAbout(raised as never)).toContain(`case-raised-requester → ${body.contact.email}`);
    const [mail] = await here().local.mails(body.contact.email);
    const mailed = /\/links\/[\w-]{43,}/.exec(mail?.text ?? '')?.[0];
    expect((await nobody.get<CaseForRequester>(`/v1/public${mailed}`)).reference).toBe(raised.reference);
    expect(raised.link).not.toContain(mailed);
  });

  test('[PO-2] refuses rubbish with all its faults at once, and what is for staff by name', async () => {
    const type = await aPublicType({
      onBehalfOf: false,
      fields: [
        { key: 'kind', name: 'Kind', type: 'text', required: true, visibleToRequester: true },
        { key: 'verdict', name: 'Verdict', type: 'text', required: true },
        { key: 'who', name: 'Who', type: 'contact', visibleToRequester: true },
      ],
    });
    const rubbish = { contact: { email: 'ned' }, priority: 'high', fields: { verdict: 'x', who: 'S101', more: 1 } };
    const pointers = ['/contact/name', '/contact/email', '/subject', '/priority'];
    const ofFields = ['/fields/kind', '/fields/verdict', '/fields/who', '/fields/more'];
    expectRefused(await submit(type, rubbish), 400, 'invalid-request', [...pointers, ...ofFields]);
    expectRefused(await submit(type, said({ fields: {} })), 400, 'invalid-request', ['/fields/kind']);
    const forOther = said({ fields: { kind: 'x' }, onBehalfOf: { name: 'Mia' } });
    expectRefused(await submit(type, forOther), 400, 'invalid-request', ['/onBehalfOf']);
    expect((await submit(type, said({ fields: { kind: 'x' } }))).status).toBe(201);
  });

  test('[PO-2] is not there for a type that strangers raise nothing of, and refuses where it is disabled', async () => {
    const { nobody } = here().as;
    for (const key of ['academic-concern', 'no-such-type']) {
      expectRefused(await nobody.send('GET', `/v1/public/case-types/${key}/form`), 404, 'not-found');
      expectRefused(await nobody.send('GET', `/v1/public/case-types/${key}/near?lat=1&lon=1`), 404, 'not-found');
      expectRefused(await submit(key, said()), 404, 'not-found');
    }
    const disabled = await aPublicType({ enabled: false });
    expectRefused(await submit(disabled, said()), 409, 'disabled');
  });

  test('[PO-2] takes 20 a minute from an address, and as many as its type says from all, then says when to come again', async () => {
    const type = await aPublicType({ publicForm: { perMinute: 25 } });
    const from = anAddress();
    const statuses: number[] = [];
    let refused: Awaited<ReturnType<typeof submit>> | undefined;
    for (let i = 0; i < 22; i++) {
      // What a request says of where it comes from changes nothing.
      const answer = await submit(type, said(), { from, headers: { 'x-forwarded-for': `192.0.2.${i}` } });
      statuses.push(answer.status);
      if (answer.status === 429) refused = answer;
    }
    // A minute of the clock may have begun meanwhile.
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(201));
    if (refused) {
      expectRefused(refused as never, 429, 'too-many-requests');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await submit(type, said())).status).toBe(201);
    } else expect(statuses).toEqual(Array(22).fill(201));
  });

  test('[PO-2] [IN-1] is filled in once under one Idempotency-Key of one address', async () => {
    const [from, body, headers] = [anAddress(), said(), { 'idempotency-key': 'tapped-twice' }];
    const first = await submit('hazard-report', body, { from, headers });
    const again = await submit('hazard-report', body, { from, headers });
    expect(again.body).toEqual(first.body);
    expectRefused((await submit('hazard-report', said(), { from, headers })) as never, 409, 'idempotency-key-reused');
    const other = await submit('hazard-report', body, { headers });
    expect([other.status, other.body.reference === first.body.reference]).toEqual([201, false]);
  });

  test('[PO-2] [PO-1] whoever writes the address of somebody else gets at nothing of theirs, and changes nothing', async () => {
    const { nobody } = here().as;
    const victim = { name: 'Vera Victim', email: `${unique('vera')}@students.example.edu` };
    const id = unique('V');
    await put(`/v1/contacts/${id}`, victim);
    const theirs = await aCase({ contactId: id });
    const raised = await submitted('hazard-report', said({ contact: { name: 'Mallory', email: victim.email } }));
    const change = { body: { name: 'Mallory', email: 'mallory@x.example' } };
    expect((await nobody.send('PATCH', `${pathOf(raised)}/contact`, change)).status).toBe(200);
    const as = await here().local.as({ sub: 'vera', groups: [], email: victim.email, email_verified: true } as never);
    expect((await as.get<{ items: { id: string }[] }>('/v1/me/cases')).items.map((one) => one.id)).toEqual([theirs.id]);
    const mallory = await here().local.as({
      sub: 'm',
      groups: [],
      email: 'mallory@x.example',
      email_verified: true,
    } as never);
    expect(await mallory.get('/v1/me/cases')).toEqual({ items: [] });
    expect(await here().as.admin.get(`/v1/contacts/${id}`)).toMatchObject(victim);
    const path = pathOf(raised).replace(/links\/.{26}/, `links/${theirs.id}`);
    expectRefused(await nobody.send('GET', path), 404, 'link-not-valid');
  });

  test('[CA-1] keeps both: who raised it, and for whom', async () => {
    const body = said({ onBehalfOf: { name: 'Mia Mother', email: 'mia@town.example' } });
    const raised = await submitted('hazard-report', body);
    const seen = await (await signIn('ines', 'estates')).get<CaseAnswer>(`/v1/cases/${raised.reference}`);
    expect(seen.onBehalfOf).toEqual({ name: 'Mia Mother', email: 'mia@town.example' });
    expect(seen.contactId).toBeDefined();
    expect(await mailsAbout(raised as never)).toContain(`case-raised-requester → ${body.contact.email}`);
  });
});

describe('[CA-1] [PO-2] a form whose type keeps from staff who fills it in', () => {
  test('[CA-1] no answer, list, history, event, mail or export of staff tells who it was, and they are reached all the same', async () => {
    const { nobody, admin } = here().as;
    const ines = await signIn('ines', 'estates');
    const type = await aPublicType({
      ...{ publicForm: { identity: 'hidden' }, notifications: { 'status-changed': {} } },
      groups: { starters: ['anonymous'], managers: ['estates'], escalation: ['estates-leads'], export: ['estates'] },
    });
    const contact = {
      name: 'Wanda Whistleblower',
      email: `${unique('wanda')}@secret.example`,
      phone: '+44 7700 900123',
    };
    const raised = await submitted(type, said({ contact }));
    const link = pathOf(raised);
    await here().local.idle();
    expect(await here().local.mails(contact.email)).toHaveLength(1);
    expect(await nobody.get(`${link}/contact`)).toMatchObject(contact);
    const moved = `${unique('moved')}@secret.example`;
    const headers = { 'if-match': '"1"' };
    const edit = () => nobody.send('PATCH', `${link}/contact`, { body: { email: moved }, headers });
    expect(await edit()).toMatchObject({ status: 200, body: { email: moved, version: 2 } });
    expectRefused(await edit(), 412, 'stale');
    await act(nobody, `${link}/notes`, { text: 'There is more.' });
    const { id } = await nobody.get<CaseForRequester>(link);
    const path = `/v1/cases/${id}`;
    await act(ines, `${path}/status`, { status: 'inspecting' });
    await act(ines, `${path}/messages`, { subject: 'Thank you', text: 'We look into it.' });
    expect((await strangerPosts('/v1/public/links/renew', { reference: raised.reference, email: moved })).status).toBe(
      202,
    );
    expect((await act(ines, `${path}/close`, { reason: 'made-safe' })).status).toBe(200);
    await here().local.idle();
    const mails = await here().local.mails(moved);
    const names = mails.map(({ headers: of }) => of?.['x-caseward-notification']).sort();
    expect(names).toEqual(['case-closed-requester', 'message', 'portal-link', 'status-changed']);
    const renewed = mails.flatMap(({ text }) => /\/links\/[\w-]{43,}/.exec(text)?.[0] ?? []).at(-1);
    expect((await nobody.send('GET', `/v1/public${renewed}`)).status).toBe(200);
    expect(await ines.get(path)).toMatchObject({ anonymous: true });
    const reads = ['', '/history', '/notes?system=true', '/messages', '/mails', '/portal-links', '/clocks', '/tasks'];
    const told: unknown[] = [];
    for (const below of reads) told.push(await ines.get(`${path}${below}`));
    told.push(await everyPage(admin, `/v1/cases?type=${type}`), await everyPage(admin, '/v1/suppressed-addresses'));
    told.push(await act(ines, '/v1/templates/case-raised-requester/preview', { caseId: id }));
    const zip = await ines.send<string>('GET', `${path}/export`);
    expect(zip.status).toBe(200);
    told.push(zip.body);
    told.push((await here().local.busEvents()).filter(({ detail }) => JSON.stringify(detail).includes(id)));
    told.push(
      ...(await Promise.all(
        ['ines.costa', 'jonas.weber'].map((one) => here().local.mails(`${one}@staff.example.edu`)),
      )),
    );
    const text = JSON.stringify(told);
    expect(text).toContain(id);
    expect(text).toContain('requester@anonymous.invalid');
    expect(text).not.toMatch(/wanda|whistleblower|secret\.example|900123/i);
  });
});

describe('[NT-6] mail to somebody whom staff are not to know', () => {
  test('[NT-6] [CA-1] that bounces stands on the case, is not tried again, and puts their address on no list', async () => {
    const type = await aPublicType({ publicForm: { identity: 'hidden' } });
    const email = `bounce+${unique('w')}@simulator.amazonses.com`;
    const raised = await submitted(type, said({ contact: { name: 'Wanda', email } }));
    await here().local.idle();
    const { id } = await here().as.nobody.get<CaseForRequester>(pathOf(raised));
    const ines = await signIn('ines', 'estates');
    await act(ines, `/v1/cases/${id}/messages`, { subject: 'Thank you', text: 'We look into it.' });
    await here().local.idle();
    const { items } = await ines.get<{ items: { to: string; state: string }[] }>(`/v1/cases/${id}/mails`);
    const toThem = items.filter(({ to }) => to === 'requester@anonymous.invalid');
    expect(toThem.map(({ state }) => state).sort()).toEqual(['bounced', 'failed']);
    expect(await here().local.mails(email)).toHaveLength(1);
    const listed = await everyPage(here().as.admin, '/v1/suppressed-addresses');
    expect(JSON.stringify(listed)).not.toContain(email);
  });
});

describe('[CA-17] what is near', () => {
  test('[CA-17] is offered by a public form before another is raised, without whose it is or what was said', async () => {
    const { nobody } = here().as;
    const ines = await signIn('ines', 'estates');
    const near = { lat: 51.5, lon: -0.12 };
    const type = await aPublicType({ publicForm: { nearby: { meters: 100 } } });
    const one = await submitted(type, said({ location: { lat: 51.5003, lon: -0.12, address: 'By my house' } }));
    const two = await submitted(type, said({ location: near }));
    const far = await submitted(type, said({ location: { lat: 51.502, lon: -0.12 } }));
    const hidden = await submitted(type, said({ location: near }));
    await ines.send('PATCH', `/v1/cases/${hidden.reference}`, {
      body: { private: true },
      headers: { 'if-match': '*' },
    });
    const closed = await submitted(type, said({ location: near }));
    await act(ines, `/v1/cases/${closed.reference}/close`, { reason: 'made-safe' });
    const path = `/v1/public/case-types/${type}/near?lat=${near.lat}&lon=${near.lon}`;
    const { items } = await nobody.get<{ items: Record<string, unknown>[] }>(path);
    expect(items.map(({ reference }) => reference)).toEqual([two.reference, one.reference]);
    expect(Object.keys(items[1] ?? {}).sort()).toEqual(['createdAt', 'distance', 'location', 'reference', 'status']);
    expect(items[1]).toMatchObject({
      status: { key: 'reported', name: 'Reported' },
      location: { lat: 51.5003, lon: -0.12 },
    });
    expect(items[1]?.distance).toBeGreaterThan(30);
    const wider = await nobody.get<{ items: object[] }>(`${path}&meters=2000`);
    expect(JSON.stringify(wider)).not.toContain(far.reference);
    expectRefused(await nobody.send('GET', `/v1/public/case-types/${type}/near?lat=91`), 400, undefined, [
      '/query/lat',
      '/query/lon',
    ]);
    const shown = await aPublicType({ publicForm: { nearby: { subject: true } } });
    await submitted(shown, said({ location: near }));
    const withSubject = await nobody.get<{ items: object[] }>(path.replace(type, shown));
    expect(withSubject.items).toMatchObject([{ subject: 'A lamp is out at the gate' }]);
    const none = await aPublicType({ publicForm: {} });
    await submitted(none, said({ location: near }));
    expect(await nobody.get(path.replace(type, none))).toEqual({ items: [] });
  });

  test('[CA-17] is followed instead, once whoever reads the address confirms it, and until they end it', async () => {
    const { nobody } = here().as;
    const ines = await signIn('ines', 'estates');
    const near = { lat: 52.5, lon: -0.12 };
    const type = await aPublicType({ publicForm: { nearby: {} }, notifications: { 'status-changed': {} } });
    const raised = await submitted(type, said({ subject: 'Wanda has dug a hole', location: near }));
    const path = `/v1/public/case-types/${type}/subscribe`;
    const [email, other] = [`${unique('fay')}@town.example`, `${unique('gus')}@town.example`];
    const answers = [
      await strangerPosts(path, { reference: raised.reference, email, name: 'Fay Follower' }),
      await strangerPosts(path, { reference: raised.reference, email: other }),
      await strangerPosts(path, { reference: '7K3F-92QX-M', email }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    await here().local.idle();
    const [asking, ...more] = await here().local.mails(email);
    expect(more).toEqual([]);
    const page = /\/subscriptions\/[\w-]{43,}/.exec(asking?.text ?? '')?.[0];
    const mine = `/v1/public${page}`;
    expectRefused(await nobody.send('GET', `${mine}`.replace('subscriptions', 'links')), 404, 'link-not-valid');
    expect((await act(nobody, `${mine}/confirm`)).status).toBe(204);
    expect(await ines.get<CaseAnswer>(`/v1/cases/${raised.reference}`)).toMatchObject({
      subscribers: [expect.any(String)],
    });
    await act(ines, `/v1/cases/${raised.reference}/status`, { status: 'inspecting' });
    await act(ines, `/v1/cases/${raised.reference}/notes`, { text: 'Wanda was told.', public: true });
    await here().local.idle();
    const heard = await here().local.mails(email);
    expect(heard.map(({ headers }) => headers?.['x-caseward-notification'])).toEqual([
      'subscription-requested',
      'status-changed',
    ]);
    expect(JSON.stringify(heard)).not.toMatch(/\b(wanda|hole)\b/i);
    expect(await here().local.mails(other)).toHaveLength(1);
    const end = `/v1/public${/\/subscriptions\/[\w-]{43,}/.exec(heard[1]?.text ?? '')?.[0]}`;
    expect((await nobody.send('DELETE', end)).status).toBe(204);
    for (const send of [() => nobody.send('DELETE', end), () => act(nobody, `${mine}/confirm`)])
      expectRefused(await send(), 404, 'link-not-valid');
    await act(ines, `/v1/cases/${raised.reference}/close`, { reason: 'made-safe' });
    await here().local.idle();
    expect(await here().local.mails(email)).toHaveLength(2);
  });
});

describe('[PO-2] [NT-1] what strangers can make us mail to others', () => {
  test('[PO-2] [NT-1] a form sends its words to nobody: none in a subject, and none that becomes a link', async () => {
    for (const identity of ['known', 'hidden']) {
      const type = await aPublicType({ publicForm: { identity } });
      const contact = { name: 'Win at www.evil.example', email: `${unique('vera')}@town.example` };
      const words = { subject: 'Prize at https://evil.example/win', description: 'Go to evil.example/win' };
      const raised = await submitted(type, said({ contact, ...words }));
      const ines = await signIn('ines', 'estates');
      await act(ines, `/v1/cases/${raised.reference}/messages`, { template: 'case-raised-requester' });
      await act(ines, `/v1/cases/${raised.reference}/close`, { reason: 'made-safe' });
      await here().local.idle();
      const mails = await here().local.mails(contact.email);
      expect(mails).toHaveLength(3);
      for (const mail of mails) {
        expect(JSON.stringify(mail)).not.toContain('evil');
        expect(mail.subject).not.toMatch(/prize/i);
        expect(mail.subject).toContain(raised.reference);
        expect(mail.text).toContain('/links/');
      }
    }
  });

  test('[PO-2] [CA-17] twelve forms and requests for one address fill no mailbox, and are taken all the same', async () => {
    const type = await aPublicType({ publicForm: { nearby: {} } });
    const email = `${unique('vera')}@town.example`;
    const contact = { name: 'Vera', email };
    const path = `/v1/public/case-types/${type}/subscribe`;
    for (let i = 0; i < 6; i++) {
      const raised = await submitted(type, said({ contact, location: { lat: 53 + i / 100, lon: -0.12 } }));
      const body = { reference: raised.reference, email };
      expect((await strangerPosts(path, body)).status).toBe(202);
    }
    await here().local.idle();
    expect(await here().local.mails(email)).toHaveLength(5);
  });

  test('[CA-17] [PO-2] a request to follow is nobody of the case, and no contact, until it is confirmed', async () => {
    const { nobody, admin } = here().as;
    const type = await aPublicType({ publicForm: { nearby: {} } });
    const raised = await submitted(type, said({ location: { lat: 54, lon: -0.12 } }));
    const email = `${unique('fay')}@town.example`;
    const path = `/v1/public/case-types/${type}/subscribe`;
    for (let i = 0; i < 2; i++) await strangerPosts(path, { reference: raised.reference, email });
    await here().local.idle();
    const mails = await here().local.mails(email);
    expect(mails).toHaveLength(2);
    const pages = mails.map(({ text }) => `/v1/public${/\/subscriptions\/[\w-]{43,}/.exec(text)?.[0]}`);
    const before = await admin.get<CaseAnswer>(`/v1/cases/${raised.reference}`);
    expect(before.subscribers).toEqual([]);
    for (const page of [pages[0], pages[1], pages[0]]) expect((await act(nobody, `${page}/confirm`)).status).toBe(204);
    const { subscribers } = await admin.get<CaseAnswer>(`/v1/cases/${raised.reference}`);
    expect(subscribers).toHaveLength(1);
    expect(await admin.get(`/v1/contacts/${subscribers[0]}`)).toMatchObject({ email, unconfirmed: {} });
    await strangerPosts(path, { reference: raised.reference, email });
    await here().local.idle();
    expect(await here().local.mails(email)).toHaveLength(2);
  });
});
