import { describe, expect, test } from 'vitest';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  advisers,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  likeness,
  mailsAbout,
  notificationOf,
  put,
  signIn,
  unique,
} from './world.ts';

const on = (id: string, verb: string, body?: object, by = here().as.manager) =>
  act(by, `/v1/cases/${id}/${verb}`, body);
const to = (notification: string, ...people: string[]) => people.map((address) => `${notification} → ${address}`);
/** The mails about a record since it was looked at last. */
const watching = (record: { id: string; reference: string }) => {
  let seen: string[] = [];
  return async (): Promise<string[]> => {
    const now = await mailsAbout(record);
    const fresh = [...now];
    for (const mail of seen) fresh.splice(fresh.indexOf(mail), 1);
    seen = now;
    return fresh;
  };
};

describe('[NT-2] who is told what', () => {
  test('[NT-1] [NT-2] each event reaches whom it concerns, and nobody about their own doing', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id });
    const fresh = watching(record);
    const others = advisers.filter((address) => address !== addresses.amara);
    expect(await fresh()).toEqual([
      ...to('case-raised-group', ...others),
      ...to('case-raised-requester', contact.email),
    ]);
    await on(record.id, 'assign', { group: 'tutors' });
    expect(await fresh()).toEqual(to('case-assigned-group', addresses.dev, addresses.elin));
    await on(record.id, 'assign', { user: 'ben' });
    expect(await fresh()).toEqual(to('case-assigned-person', addresses.ben));
    await on(record.id, 'status', { status: 'open' });
    expect(await fresh()).toEqual([]);
    await on(record.id, 'escalate', { reason: 'no-answer' });
    expect(await fresh()).toEqual(to('case-escalated', addresses.ben, addresses.farah));
    await on(record.id, 'close', { reason: 'solved' });
    expect(await fresh()).toEqual(to('case-closed-requester', contact.email));
    await on(record.id, 'reopen', { note: 'Back again.' });
    expect(await fresh()).toEqual(to('case-reopened', addresses.ben));
    await on(record.id, 'reopen', { note: 'Twice.' });
    await on(record.id, 'assign', { user: 'amara' });
    expect(await fresh()).toEqual([]);
  });

  test('[NT-2] [CA-1] a case raised by its requester by login is confirmed to them, and told to every manager', async () => {
    const contact = await aContact();
    const requester = await signIn(contact.id, 'students');
    const record = await aCase({}, requester);
    expect(await mailsAbout(record)).toEqual([
      ...to('case-raised-group', ...advisers),
      ...to('case-raised-requester', contact.email),
    ]);
  });

  test('[CA-12] [NT-2] a requester who is locked out is mailed nothing more, and nothing can be written to them', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id });
    const fresh = watching(record);
    await fresh();
    const { admin } = here().as;
    expect((await admin.send('PUT', `/v1/cases/${record.id}/locks/${contact.id}`)).status).toBe(200);
    await on(record.id, 'notes', { text: 'For all.', public: true });
    await on(record.id, 'questions', { text: 'Where are you?' });
    const meeting = { title: 'A talk', startsAt: '2031-11-20T09:00:00.000Z', endsAt: '2031-11-20T10:00:00.000Z' };
    const { body } = await act<{ id: string }>(here().as.manager, `/v1/cases/${record.id}/appointments`, meeting);
    await on(record.id, `appointments/${body.id}/cancel`);
    const written = await on(record.id, 'messages', { subject: 'Hello', text: 'There' });
    expectRefused(written, 403, 'not-allowed');
    await on(record.id, 'close', { reason: 'solved' });
    expect((await fresh()).filter((mail) => mail.endsWith(contact.email))).toEqual([]);
  });

  test('[NO-1] [NT-3] a link in a note of the requester leads nowhere in the mail to staff, one of staff does', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id, assignee: { user: 'ben' } });
    const text = 'See [https://bank.example](https://evil.example).';
    const own = await signIn(contact.id, 'students');
    expect((await own.send('POST', `/v1/me/cases/${record.id}/notes`, { body: { text } })).status).toBe(201);
    await on(record.id, 'notes', { text, public: true });
    await here().local.idle();
    const mails = (await here().local.mails(addresses.ben)).filter((mail) => mail.text.includes(record.id));
    const html = (notification: string) => mails.find((mail) => notificationOf(mail) === notification)?.html;
    expect(html('note-by-requester')).toContain('[https://bank.example](https://evil.example)');
    expect(html('note-by-staff')).toContain('<a href="https://evil.example">https://bank.example</a>');
  });

  test('[NT-2] a private case is told to nobody who may not see it', async () => {
    const record = await aCase({ private: true, assignee: { user: 'ben' } });
    await on(record.id, 'escalate', { reason: 'no-answer' });
    expect(await mailsAbout(record)).toEqual([
      ...to('case-assigned-person', addresses.ben),
      ...to('case-escalated', addresses.ben),
    ]);
  });

  test('[NT-2] a case without a requester is told to staff only', async () => {
    const record = await aCase({}, here().as.admin);
    await on(record.id, 'close', { reason: 'solved' });
    expect(await mailsAbout(record)).toEqual(to('case-raised-group', ...advisers));
  });
});

describe('[NT-1] switches and templates', () => {
  test('[NT-1] a type switches each mail off and on', async () => {
    const contact = await aContact();
    const type = await aCaseType({
      notifications: {
        'case-raised-requester': { enabled: false },
        'case-raised-group': { enabled: false },
        'status-changed': { enabled: true },
      },
    });
    const record = await aCase({ type, contactId: contact.id });
    expect(await mailsAbout(record)).toEqual([]);
    await on(record.id, 'status', { status: 'open' });
    expect(await mailsAbout(record)).toEqual(to('status-changed', contact.email));
  });

  test('[NT-1] a type names a template of its own', async () => {
    const template = unique('welcome-');
    await put(`/v1/templates/${template}`, {
      name: 'Welcome',
      subject: 'We have it: {{ case.reference }}',
      text: 'Dear {{ contact.name }}, about “{{ case.subject }}”.',
    });
    const type = await aCaseType({ notifications: { 'case-raised-requester': { enabled: true, template } } });
    const contact = await aContact({ name: 'Zoë <b>O’Neill</b>' });
    const record = await aCase({ type, contactId: contact.id, subject: 'A & B' });
    await here().local.idle();
    const mails = (await here().local.mails(contact.email)) as { subject: string; text: string; html?: string }[];
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe(`We have it: ${record.reference}`);
    expect(mails[0]?.text.trim()).toBe('Dear Zoë <b>O’Neill</b>, about “A & B”.');
    expect(mails[0]?.html).toContain('Zoë &lt;b&gt;O’Neill&lt;/b&gt;');
    expect(mails[0]?.html).toContain('A &amp; B');
  });

  test('[NT-1] the shipped templates are there to be read and replaced; an unknown token is refused when it is saved', async () => {
    const { as } = here();
    const keys = (await as.admin.get<{ items: { key: string }[] }>('/v1/templates?limit=200')).items.map(
      ({ key }) => key,
    );
    for (const key of [
      'case-raised-requester',
      'case-raised-group',
      'target-reminder',
      'case-closed-requester',
      'status-changed',
    ])
      expect(keys).toContain(key);
    const odd = { name: 'Odd', subject: '{{ case.nonsense }}', text: '{{ nobody.name }}' };
    const answer = await as.admin.send('PUT', '/v1/templates/odd', { body: odd });
    expectRefused(answer, 400, 'invalid-request', ['/subject', '/text']);
  });

  test('[NT-1] [UI-4] a shipped template is replaced over the ETag that it answered with, once, and comes back', async () => {
    const { admin } = here().as;
    const path = '/v1/templates/case-reopened';
    const shipped = await admin.send<{ name: string; subject: string; text: string }>('GET', path);
    const { name, subject, text } = shipped.body;
    const put = (etag: string | null) =>
      admin.send('PUT', path, { body: { name, subject: 'Ours', text }, headers: { 'if-match': String(etag) } });
    expect(await admin.get(`${path}/versions`)).toEqual({ items: [] });
    const ours = await put(shipped.headers.get('etag'));
    expect(ours).toMatchObject({ status: 201, body: { subject: 'Ours', version: 1 } });
    expectRefused(await put(shipped.headers.get('etag')), 412, 'stale');
    await admin.send('DELETE', path, { headers: { 'if-match': String(ours.headers.get('etag')) } });
    expect(await admin.get(path)).toMatchObject({ subject, version: 0 });
    expect(await put(shipped.headers.get('etag'))).toMatchObject({ status: 201, body: { version: 3 } });
  });

  test('[NT-1] group mail of new and reassigned cases is switched off for all types at once, and on again', async () => {
    const path = '/v1/notification-settings/global';
    try {
      await put(path, await likeness(path, { groupMail: false }));
      const contact = await aContact();
      const record = await aCase({ contactId: contact.id });
      await on(record.id, 'assign', { group: 'tutors' });
      expect(await mailsAbout(record)).toEqual(to('case-raised-requester', contact.email));
      await on(record.id, 'assign', { user: 'ben' });
      expect(await mailsAbout(record)).toContain(`case-assigned-person → ${addresses.ben}`);
    } finally {
      await put(path, await likeness(path, { groupMail: true }));
    }
    const record = await aCase();
    expect(await mailsAbout(record)).toHaveLength(2);
  });
});

describe('[CA-11] who follows a case', () => {
  test('[CA-11] [NT-2] subscribers hear that it was closed, by what they asked for', async () => {
    const contact = await aContact();
    const neighbour = await aContact({ name: 'Neighbour' });
    const record = await aCase({ contactId: contact.id, assignee: { user: 'ben' } }, here().as.admin);
    const subscribe = (id: string, body?: object) =>
      here().as.admin.send('PUT', `/v1/cases/${record.id}/subscribers/${id}`, { ...(body && { body }) });
    await subscribe('farah');
    await subscribe('chloe', { events: ['note-by-staff'] });
    await subscribe(neighbour.id, { events: ['case-closed'] });
    const fresh = watching(record);
    await fresh();
    await on(record.id, 'notes', { text: 'For all of us.', public: true });
    expect(await fresh()).toEqual(
      to('note-by-staff', addresses.ben, addresses.chloe, addresses.farah, contact.email).sort(),
    );
    await on(record.id, 'close', { reason: 'solved', details: 'Only for whom it is about.' });
    expect(await fresh()).toEqual([
      ...to('case-closed-requester', contact.email),
      ...to('case-closed-subscribers', addresses.farah, neighbour.email),
    ]);
    const [mail] = await here().local.mails(neighbour.email);
    expect(`${mail?.text}${mail?.html}`).not.toMatch(new RegExp(`Only for whom|${contact.name}|/cases/`));
  });

  test('[NT-1] changed contact details are told to whoever looks after an open case of theirs', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id, assignee: { user: 'ben' } }, here().as.admin);
    const closed = await aCase({ contactId: contact.id, assignee: { user: 'ben' } }, here().as.admin);
    await on(closed.id, 'close', { reason: 'solved' }, here().as.admin);
    const fresh = watching(record);
    const freshOfClosed = watching(closed);
    await fresh();
    await freshOfClosed();
    const path = `/v1/contacts/${contact.id}`;
    const edit = (body: object) => here().as.admin.send('PATCH', path, { body, headers: { 'if-match': '*' } });
    await edit({ labels: ['moved'] });
    expect(await fresh()).toEqual([]);
    await edit({ phone: '+44 20 7946 0000' });
    expect(await fresh()).toEqual(to('contact-updated', addresses.ben));
    expect(await freshOfClosed()).toEqual([]);
  });

  test('[NT-1] [PO-1] are told to the person too, at the address of before as well, whoever changed them', async () => {
    const contact = await aContact();
    const own = await signIn(contact.id, 'students');
    const moved = `moved-${contact.email}`;
    expect((await own.send('PATCH', '/v1/me/contact', { body: { email: moved } })).status).toBe(200);
    const upserted = { id: contact.id, name: 'Renamed by the SIS', email: moved };
    await here().local.putEvents([{ Source: 'sis', DetailType: 'Contact Upserted', Detail: upserted }]);
    const told = async (address: string) => {
      await here().local.idle();
      return (await here().local.mails(address)).filter((mail) => notificationOf(mail) === 'contact-updated');
    };
    expect(await told(contact.email)).toHaveLength(1);
    const mails = await told(moved);
    expect(mails).toHaveLength(2);
    expect(JSON.stringify([mails, await told(contact.email)])).not.toContain('Renamed by the SIS');
  });

  test('[AL-10] whoever raised an alert is told what became of it', async () => {
    const faculty = await signIn('grace', 'faculty');
    const alert = await anAlert({ type: await anAlertType(), description: 'Said by Grace.' }, faculty);
    await act(here().as.manager, `/v1/alerts/${alert.id}/resolve`, { note: 'A private finding.' });
    await here().local.idle();
    const mails = (await here().local.mails(addresses.grace)).filter(({ text }) => text.includes(alert.id));
    expect(mails.map(notificationOf)).toEqual(['alert-outcome']);
    expect(`${mails[0]?.text}${mails[0]?.html}`).not.toContain('private finding');
  });
});

describe('[NT-4] previews', () => {
  const preview = (key: string, body: object, by = here().as.manager) =>
    by.send<{ subject: string; text: string; html: string }>('POST', `/v1/templates/${key}/preview`, { body });

  test('[NT-4] show what a template would say of a real case, to whom it is for, and send nothing', async () => {
    const contact = await aContact({ name: 'Zoë <b>O’Neill</b>' });
    const record = await aCase({ contactId: contact.id });
    const before = (await mailsAbout(record)).length;
    const { status, body } = await preview('case-raised-requester', { caseId: record.id });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['html', 'subject', 'text']);
    expect(body.subject).toContain(record.reference);
    expect(body.text).toContain('Zoë <b>O’Neill</b>');
    expect(body.html).toContain('Zoë &lt;b&gt;O’Neill&lt;/b&gt;');
    expect(body.text).toContain(`${here().url}/portal/cases/`);
    const asStaff = await preview('case-raised-group', { caseId: record.reference });
    expect(asStaff.body.text).toContain(`${here().url}/staff/cases/`);
    expect((await mailsAbout(record)).length).toBe(before);
  });

  test('[NT-4] of an alert; and refuse what is not there, or not for the caller to see', async () => {
    const alert = await anAlert({ type: await anAlertType() });
    expect((await preview('alert-assigned', { alertId: alert.id })).body.text).toContain(alert.id);
    const hidden = await aCase({ private: true, assignee: { user: 'ben' } }, here().as.admin);
    const outsider = await signIn('grace', 'faculty');
    expectRefused(await preview('case-raised-group', { caseId: hidden.id }, outsider), 422, 'unknown-reference', [
      '/caseId',
    ]);
    expectRefused(await preview('nothing-by-this-name', { alertId: alert.id }), 404, 'not-found');
    expectRefused(await preview('alert-assigned', {}), 400, 'invalid-request');
  });

  test('[NT-4] [UI-4] show administrators a text that is still being written, with what is wrong with it', async () => {
    const record = await aCase();
    const template = { name: 'Draft', subject: 'About {{ case.reference }}', text: 'Dear {{ contact.name }}' };
    const { status, body } = await preview('not-saved-yet', { caseId: record.id, template }, here().as.admin);
    expect(status).toBe(200);
    expect(body.subject).toBe(`About ${record.reference}`);
    expect((await here().as.admin.send('GET', '/v1/templates/not-saved-yet')).status).toBe(404);
    const wrong = { ...template, text: '{{ case.nothing }}' };
    const refused = await preview('not-saved-yet', { caseId: record.id, template: wrong }, here().as.admin);
    expectRefused(refused, 400, 'invalid-request', ['/template/text']);
    expectRefused(await preview('not-saved-yet', { caseId: record.id, template }), 403, 'not-allowed');
  });

  test('[NT-1] a translation is chosen by the language of whoever reads it', async () => {
    await put('/v1/templates/case-raised-requester-es', {
      name: 'Caso abierto',
      language: 'es',
      subject: 'Hemos recibido {{ case.reference }}',
      text: 'Recibido el {{ case.createdAt | local_date }}.',
    });
    const contact = await aContact({ language: 'es-MX' });
    const record = await aCase({ contactId: contact.id });
    await here().local.idle();
    const [mail] = await here().local.mails(contact.email);
    expect(mail?.subject).toBe(`Hemos recibido ${record.reference}`);
    expect(mail?.text).toMatch(/de \d{4}/);
    const { body } = await preview('case-raised-requester', { caseId: record.id });
    expect(body.subject).not.toContain('Hemos');
    expect((await preview('case-raised-requester', { caseId: record.id, language: 'es' })).body.subject).toContain(
      'Hemos',
    );
  });
});
