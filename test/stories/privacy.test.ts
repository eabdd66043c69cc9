import { afterEach, describe, expect, test } from 'vitest';
import type { Client, ClientResponse } from '#local/demo/client.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aRule, is, removeRules } from './rule-making.ts';
import {
  aCase,
  aContact,
  act,
  addresses,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  mailsAbout,
  put,
  signIn,
} from './world.ts';

// What somebody may not see is not there for them: no answer, list, pointer, history or mail tells
// of it.

const nowhere = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const secret = 'Nobody but her own people may read this';

/** All that leaves of a refusal, but for what is each request's own. */
const shapeOf = ({ status, headers, body }: ClientResponse<unknown>) => ({
  status,
  type: headers.get('content-type'),
  etag: headers.get('etag'),
  body: { ...(body as object), requestId: '' },
});

describe('[CA-12] a private case', () => {
  afterEach(removeRules);

  test('[CA-12] answers whoever may not see it as one that is not there, whatever they ask', async () => {
    const { as } = here();
    const ben = await signIn('ben', 'advisers');
    const { id, reference } = await aCase({ private: true, subject: secret });
    const asked: [string, string, object?][] = [
      ['GET', ''],
      ['GET', '?asOf=2026-01-01T00:00:00Z'],
      ['GET', '/history'],
      ['GET', '/notes'],
      ['GET', '/clocks'],
      ['GET', '/links'],
      ['POST', '/notes', { text: 'x' }],
      ['POST', '/claim'],
      ['POST', '/release'],
      ['POST', '/assign', { user: 'ben' }],
      ['POST', '/status', { status: 'open' }],
      ['POST', '/escalate', { reason: 'no-answer' }],
      ['POST', '/de-escalate'],
      ['POST', '/close', { reason: 'solved' }],
      ['POST', '/reopen', { note: 'x' }],
      ['POST', '/restore'],
      ['POST', '/merge', { into: nowhere }],
      ['POST', '/unmerge'],
      ['POST', '/convert', { type: 'hazard-report', targets: 'keep' }],
      ['POST', '/links', { kind: 'related', caseId: nowhere }],
      ['POST', '/clocks/completion/extend', { by: { amount: 1, unit: 'days', time: 'calendar' } }],
      ['PUT', '/roles/mentor/ben'],
      ['PUT', '/clients/S101'],
      ['PUT', '/subscribers/ben'],
      ['PUT', '/locks/dev'],
      ['DELETE', ''],
      ['DELETE', '?permanent=true'],
      ['PATCH', '', { subject: 'x' }],
    ];
    for (const [method, path, body] of asked) {
      const send = (one: string, by: Client) =>
        by.send(method, `/v1/cases/${one}${path}`, {
          ...(body && { body }),
          ...(['PATCH', 'DELETE'].includes(method) && !path.includes('/') && { headers: { 'if-match': '"1"' } }),
        });
      const missing = shapeOf(await send(nowhere, ben));
      expect(missing.status, `${method} ${path}`).toBe(404);
      expect(shapeOf(await send(id, ben)), `${method} ${path}`).toEqual(missing);
      if (method === 'GET') expect(shapeOf(await send(reference, ben)), `${method} ${path}`).toEqual(missing);
    }
    expect((await as.manager.get<CaseAnswer>(`/v1/cases/${id}`)).version).toBe(1);
    for (const [path, body, pointer] of [
      ['/v1/cases', { type: 'academic-concern', subject: 'x', alertIds: [nowhere] }, '/alertIds/0'],
      [`/v1/cases/${(await aCase({}, ben)).id}/merge`, { into: id }, '/into'],
      [`/v1/cases/${(await aCase({}, ben)).id}/links`, { kind: 'related', caseId: id }, '/caseId'],
      [`/v1/alerts/${(await anAlert()).id}/escalate`, { caseId: id }, '/caseId'],
    ] as const)
      expectRefused(await act(ben, path, body), 422, 'unknown-reference', [pointer]);
  });

  test('[CA-12] [FN-4] stands in no list, map, pointer, history or run of theirs', async () => {
    const { manager } = here().as;
    const ben = await signIn('ben', 'advisers');
    const contact = await aContact();
    const place = { lat: 11.5, lon: 22.5 };
    const alert = await anAlert({ contactId: contact.id });
    const hidden = await aCase({ contactId: contact.id, private: true, subject: secret, location: place });
    await act(manager, `/v1/alerts/${alert.id}/escalate`, { caseId: hidden.id });
    await aRule({
      for: 'alert',
      trigger: { event: 'note-added' },
      condition: { all: [is('alert.contactId', contact.id), is('case.subject', secret)] },
      actions: [{ do: 'add-tag', tag: 'seen' }],
    });
    await act(manager, `/v1/alerts/${alert.id}/notes`, { text: 'Please look.' });
    const linked = await aCase({ contactId: contact.id });
    await act(manager, `/v1/cases/${linked.id}/links`, { kind: 'related', caseId: hidden.id });
    const merged = await aCase({ contactId: contact.id });
    await act(manager, `/v1/cases/${merged.id}/merge`, { into: hidden.id });
    await here().local.idle();
    const paths = [
      '/v1/cases?limit=200',
      '/v1/cases?type=academic-concern&limit=200&sort=-updatedAt',
      `/v1/cases?contactId=${contact.id}`,
      `/v1/contacts/${contact.id}/cases`,
      `/v1/contacts/${contact.id}/alerts`,
      `/v1/cases/near?lat=${place.lat}&lon=${place.lon}&meters=500`,
      '/v1/alerts?limit=200',
      `/v1/alerts/${alert.id}`,
      `/v1/alerts/${alert.id}/history`,
      `/v1/rule-runs?recordId=${alert.id}`,
      `/v1/cases/${linked.id}`,
      `/v1/cases/${linked.id}/links`,
      `/v1/cases/${linked.id}/history`,
      `/v1/cases/${merged.id}`,
      `/v1/cases/${merged.id}/history`,
    ];
    for (const path of paths) {
      const text = JSON.stringify(await ben.get(path));
      const seen = JSON.stringify(await manager.get(path));
      for (const told of [hidden.id, hidden.reference]) expect(text, path).not.toContain(told);
      // The condition of the rule holds the text itself; what the rule found must not be there
      // twice.
      if (!path.startsWith('/v1/rule-runs')) expect(text, path).not.toContain(secret);
      if (!path.includes('/near')) expect(seen.length, path).toBeGreaterThan(text.length);
    }
    const runs = await ben.get<{ items: { matched: boolean; explanation: object }[] }>(
      `/v1/rule-runs?recordId=${alert.id}`,
    );
    const found = runs.items.find(({ matched }) => matched);
    expect(found?.explanation).toMatchObject({ all: [{}, { field: 'case.subject', value: null, held: true }] });
    const dry = await ben.send('POST', `/v1/alerts/${alert.id}/notes?dryRun=true`, { body: { text: 'x' } });
    expect(JSON.stringify(dry.body)).not.toContain(hidden.id);
    const changed = await act(ben, `/v1/cases/${linked.id}/claim`);
    expect(changed.status).toBe(200);
    expect(changed.body.links).toEqual([]);
    expect((await manager.get<CaseAnswer>(`/v1/cases/${linked.id}`)).links).toEqual([
      { kind: 'related', caseId: hidden.id },
    ]);
  });

  test('[CA-12] [NT-2] mails tell nobody of it who is kept out', async () => {
    const open = await aCase({ assignee: { user: 'ben' } });
    await act(here().as.manager, `/v1/cases/${open.id}/notes`, { text: 'First.' });
    expect(await mailsAbout(open)).toContain(`note-by-staff → ${addresses.ben}`);
    const kept = await aCase({ assignee: { group: 'advisers' } });
    await mailsAbout(kept);
    expect((await here().as.manager.send('PUT', `/v1/cases/${kept.id}/locks/ben`)).status).toBe(200);
    const before = (await mailsAbout(kept)).filter((mail) => mail.endsWith(addresses.ben)).length;
    await act(here().as.manager, `/v1/cases/${kept.id}/notes`, { text: 'Second.' });
    const after = await mailsAbout(kept);
    expect(after).toContain(`note-by-staff → ${addresses.chloe}`);
    expect(after.filter((mail) => mail.endsWith(addresses.ben))).toHaveLength(before);
  });
});

describe('[CA-12] a private alert', () => {
  test('[AL-1] [FN-4] is there for its reviewer and whoever raised it alone', async () => {
    const { as } = here();
    const [ben, chloe] = [await signIn('ben', 'advisers'), await signIn('chloe', 'advisers')];
    const contact = await aContact();
    const said = { contactId: contact.id, private: true, description: secret, reviewer: { user: 'ben' } };
    const { id } = await anAlert(said);
    for (const by of [ben, as.manager, as.admin]) expect((await by.send('GET', `/v1/alerts/${id}`)).status).toBe(200);
    const missing = shapeOf(await chloe.send('GET', `/v1/alerts/${nowhere}`));
    for (const path of ['', '/history', '/notes'])
      expect(shapeOf(await chloe.send('GET', `/v1/alerts/${id}${path}`))).toEqual(missing);
    for (const verb of ['start', 'resolve', 'dismiss', 'cancel', 'reopen', 'unlink'])
      expect((await act(chloe, `/v1/alerts/${id}/${verb}`)).status, verb).toBe(404);
    for (const path of [
      '/v1/alerts?limit=200',
      `/v1/contacts/${contact.id}/alerts`,
      `/v1/alerts?contactId=${contact.id}`,
    ]) {
      expect(JSON.stringify(await chloe.get(path)), path).not.toMatch(new RegExp(`${id}|${secret}`));
      expect(JSON.stringify(await ben.get(path)), path).toContain(id);
    }
    expect(await mailsAbout({ id })).toEqual([`alert-assigned → ${addresses.ben}`]);
    const escalated = await act<AlertAnswer>(ben, `/v1/alerts/${id}/escalate`, {
      case: { type: 'academic-concern', subject: 'A private matter' },
    });
    expect(await ben.get(`/v1/cases/${escalated.body.caseId}`)).toMatchObject({ private: true });
    expect((await chloe.send('GET', `/v1/cases/${escalated.body.caseId}`)).status).toBe(404);
  });

  test('[AL-11] [CA-12] is repeated by nobody who may not see it, and no repeat tells more than they may know', async () => {
    const { as } = here();
    const type = await anAlertType({ repeatWindow: 'P7D', groups: { raisers: ['faculty'], reviewers: ['advisers'] } });
    const raise = (contactId: string, by: Client, more: object = {}) =>
      by.send<AlertAnswer>('POST', '/v1/alerts', { body: { type, contactId, ...more } });
    const hidden = await aContact();
    const first = await raise(hidden.id, as.manager, { private: true, description: secret });
    const second = await raise(hidden.id, as.enquiry, { description: 'Mine' });
    expect(second).toMatchObject({ status: 201, body: { description: 'Mine', repeats: 0 } });
    expect(second.body.id).not.toBe(first.body.id);
    const open = await aContact();
    const known = await raise(open.id, as.manager, {
      description: secret,
      reviewer: { user: 'ben' },
      tags: ['inside'],
    });
    const repeat = await raise(open.id, as.enquiry, { description: 'Mine' });
    expect(repeat).toMatchObject({ status: 200, body: { id: known.body.id, repeats: 1, tags: [] } });
    for (const member of ['description', 'reviewer', 'dueAt']) expect(repeat.body).not.toHaveProperty(member);
    expect((await raise(open.id, as.manager)).body).toMatchObject({ description: secret, repeats: 2 });
  });
});

describe('[CA-12] what lies below a private case', () => {
  test('[CA-12] [TA-1] is answered to whom no list shows the case: by broken glass, and to who gives their only task away', async () => {
    const { manager } = here().as;
    const [ben, elin] = [await signIn('ben', 'advisers'), await signIn('elin', 'estates')];
    const { id } = await aCase({ private: true, subject: secret });
    const made = await manager.post<{ id: string }>(`/v1/cases/${id}/tasks`, {
      title: 'Look',
      assignee: { user: 'elin' },
    });
    expect((await act(ben, `/v1/cases/${id}/break-glass`, { reason: 'She is in danger' })).status).toBe(204);
    for (const below of ['tasks', 'activities', 'appointments'])
      expect((await ben.send('GET', `/v1/cases/${id}/${below}`)).status, below).toBe(200);
    const path = `/v1/cases/${id}/tasks/${made.id}`;
    expect(await ben.get(path)).toMatchObject({ id: made.id, caseId: id });
    const given = await elin.send('PATCH', path, {
      body: { assignee: { user: 'dev' } },
      headers: { 'if-match': '"1"' },
    });
    expect(given, JSON.stringify(given.body)).toMatchObject({ status: 200, body: { caseId: id } });
    expect(await manager.get(path)).toMatchObject({ assignee: { user: 'dev' } });
  });
});

describe('[CA-12] [CA-14] a private case that blocks another', () => {
  test('[CA-12] [CA-14] [IN-1] is named by no refusal and no dry run to whom may not see it', async () => {
    const { manager, admin } = here().as;
    const [blocked, into, open] = [await aCase(), await aCase(), await aCase()];
    const hidden = await aCase({ private: true, subject: secret }, admin);
    const links = `/v1/cases/${blocked.id}/links`;
    for (const { id } of [hidden, open])
      expect((await act(admin, links, { kind: 'blocked-by', caseId: id })).status).toBe(201);
    const close = (by: Client) => act<{ detail: string }>(by, `/v1/cases/${blocked.id}/close`, { reason: 'solved' });
    const refused = await close(manager);
    expectRefused(refused, 409, 'blocked-by-link');
    expect(refused.body.detail).toContain(open.reference);
    expect(refused.body.detail).not.toContain(hidden.reference);
    expect((await close(admin)).body.detail).toContain(hidden.reference);
    const merge = (by: Client) => act(by, `/v1/cases/${blocked.id}/merge?dryRun=true`, { into: into.id });
    const dry = await merge(manager);
    expect(dry.status, JSON.stringify(dry.body)).toBe(200);
    expect(JSON.stringify(dry.body)).toContain(open.id);
    expect(JSON.stringify(dry.body)).not.toContain(hidden.id);
    expect(JSON.stringify((await merge(admin)).body)).toContain(hidden.id);
  });
});

describe('[IN-1] a dry run', () => {
  test('[IN-1] [CA-1] shows a requester no more than the answer and the history of theirs would', async () => {
    const student = await signIn('S120', 'students');
    await put('/v1/contacts/S120', { name: 'Tess Student' });
    const body = { type: 'academic-concern', subject: 'Help', fields: {} };
    const dry = await student.send<{ events: object[]; record: object }>('POST', '/v1/cases?dryRun=true', { body });
    expect(dry.status, JSON.stringify(dry.body)).toBe(200);
    expect(dry.body.events).toMatchObject([{ type: 'Case Created', changed: [], before: {}, after: {} }]);
    const real = await student.send('POST', '/v1/cases', { body });
    expect(Object.keys(dry.body.record).sort()).toEqual(Object.keys(real.body).sort());
    for (const member of ['stage', 'clocks', 'assignee', 'escalated', 'tags', 'private'])
      expect(dry.body.record).not.toHaveProperty(member);
  });
});
