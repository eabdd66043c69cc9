import { describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
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
  signIn,
} from './world.ts';

// Who may change what: whatever writes to a record asks for the right to write to that record, on
// both sides of what it does.

const theCase = (id: string) => here().as.admin.get<CaseAnswer>(`/v1/cases/${id}`);
const trash = (id: string, by = here().as.admin) =>
  by.send('DELETE', `/v1/cases/${id}`, { headers: { 'if-match': '*' } });
const preview = (body: object, by: Client) => act(by, '/v1/templates/case-raised-group/preview', body);

describe('[CA-8] a second record', () => {
  test('[CA-8] [CA-15] is not linked, unlinked or merged into by somebody who may only read it', async () => {
    const { manager, enquiry } = here().as;
    const read = await aCase();
    const worked = await aCase({ type: await aCaseType({ groups: { managers: ['faculty'] } }) }, enquiry);
    const links = (id: string) => `/v1/cases/${id}/links`;
    expectRefused(await act(enquiry, links(worked.id), { kind: 'blocks', caseId: read.id }), 403, 'not-allowed');
    expectRefused(await act(enquiry, `/v1/cases/${worked.id}/merge`, { into: read.id }), 403, 'not-allowed');
    expect((await theCase(read.id)).version).toBe(1);
    const { admin } = here().as;
    expect((await act(admin, links(worked.id), { kind: 'blocked-by', caseId: read.id })).status).toBe(201);
    expectRefused(await enquiry.send('DELETE', `${links(worked.id)}/blocked-by/${read.id}`), 403, 'not-allowed');
    expect((await theCase(read.id)).links).toEqual([{ kind: 'blocks', caseId: worked.id }]);
    expect((await act(manager, `/v1/cases/${read.id}/close`, { reason: 'solved' })).status).toBe(200);
    const hidden = await aCase({ type: 'hazard-report', fields: { kind: 'other' } }, admin);
    for (const [path, body] of [
      [links(worked.id), { kind: 'related', caseId: hidden.id }],
      [`/v1/cases/${worked.id}/merge`, { into: hidden.id }],
    ] as const)
      expectRefused(await act(enquiry, path, body), 422, 'unknown-reference');
  });

  test('[AL-5] [CA-8] takes an alert, and lets go of it, by somebody who works on both', async () => {
    const { enquiry, admin } = here().as;
    const { id: contactId } = await aContact();
    const type = await anAlertType({ groups: { raisers: [], reviewers: ['faculty'] } });
    const [alert, record] = [await anAlert({ type, contactId }, enquiry), await aCase({ contactId })];
    const escalate = (by: Client) => act<AlertAnswer>(by, `/v1/alerts/${alert.id}/escalate`, { caseId: record.id });
    expectRefused(await escalate(enquiry), 403, 'not-allowed');
    expect((await escalate(admin)).status).toBe(200);
    expectRefused(await act(enquiry, `/v1/alerts/${alert.id}/unlink`), 403, 'not-allowed');
    expect((await theCase(record.id)).alertIds).toEqual([alert.id]);
    expect((await act(admin, `/v1/alerts/${alert.id}/unlink`)).status).toBe(200);
    const raisedOnly = await anAlert({ contactId }, enquiry);
    const own = await aCaseType({ groups: { managers: ['faculty'] } });
    const raise = (id: string) => act(enquiry, '/v1/cases', { type: own, subject: 'X', contactId, alertIds: [id] });
    expectRefused(await raise(raisedOnly.id), 403, 'not-allowed');
    expect((await raise(alert.id)).status).toBe(201);
  });
});

describe('[CA-18] a case in the trash', () => {
  test('[CA-18] is there for no other request that names it, and its runs for nobody but its managers', async () => {
    const { manager, admin, enquiry } = here().as;
    const { id: contactId } = await aContact();
    const [gone, other] = [await aCase({ contactId }), await aCase({ contactId })];
    await act(manager, `/v1/cases/${other.id}/links`, { kind: 'related', caseId: gone.id });
    const alert = await anAlert({ contactId });
    const path = `/v1/cases/${other.id}`;
    expect((await preview({ caseId: gone.id }, enquiry)).status).toBe(200);
    expect((await trash(gone.id)).status).toBe(204);
    const before = (await theCase(gone.id)).version;
    for (const by of [manager, admin]) {
      expectRefused(await act(by, `${path}/links`, { kind: 'blocks', caseId: gone.id }), 422, 'unknown-reference');
      expectRefused(await act(by, `${path}/merge`, { into: gone.id }), 422, 'unknown-reference');
      expectRefused(await act(by, `/v1/alerts/${alert.id}/escalate`, { caseId: gone.id }), 422, 'unknown-reference');
      expectRefused(await preview({ caseId: gone.id }, by), 422, 'unknown-reference');
      expectRefused(await by.send('DELETE', `${path}/links/related/${gone.id}`), 404, 'not-found');
      expect((await by.get<{ items: object[] }>(`${path}/links`)).items).toEqual([]);
    }
    expect((await theCase(gone.id)).version).toBe(before);
    const runs = (by: Client) => by.send('GET', `/v1/rule-runs?recordId=${gone.id}`);
    expect((await runs(manager)).status).toBe(200);
    expectRefused(await runs(enquiry), 404, 'not-found');
  });

  test('[CA-18] takes nothing, of its managers neither, but to be kept out of, put on hold and restored', async () => {
    const { manager, admin } = here().as;
    const type = await aCaseType({ roles: [{ key: 'mentor', name: 'Mentor' }] });
    const [gone, other] = [await aCase({ type }), await aCase({ type })];
    const at = `/v1/cases/${gone.id}`;
    const file = await manager.post<{ id: string }>(`${at}/files`, {
      name: 'a.txt',
      size: 1,
      contentType: 'text/plain',
    });
    await manager.send('PUT', `${at}/roles/mentor/ben`);
    await trash(gone.id);
    const refused: [method: string, below: string, body?: object][] = [
      ['PATCH', '', { subject: 'Y' }],
      ['DELETE', ''],
      ['POST', '/convert', { type: 'academic-concern', targets: 'keep' }],
      ['POST', '/merge', { into: other.id }],
      ['POST', '/close', { reason: 'solved' }],
      ['POST', '/notes', { text: 'Y' }],
      ['PUT', '/roles/mentor/dev'],
      ['DELETE', '/roles/mentor/ben'],
      ['PUT', '/clients/S101'],
      ['DELETE', `/files/${file.id}`],
    ];
    const before = (await theCase(gone.id)).version;
    for (const by of [manager, admin])
      for (const [method, below, body] of refused) {
        const answer = await by.send(method, `${at}${below}`, { headers: { 'if-match': '*' }, ...(body && { body }) });
        expectRefused(answer, 409, 'in-trash');
      }
    expect((await theCase(gone.id)).version).toBe(before);
    for (const [method, below] of [
      ['PUT', '/locks/dev'],
      ['DELETE', '/locks/dev'],
      ['PUT', '/hold'],
      ['DELETE', '/hold'],
      ['POST', '/restore'],
    ] as const) {
      const body = below === '/hold' && method === 'PUT' ? { body: { reason: 'In court' } } : {};
      expect((await manager.send(method, `${at}${below}`, body)).status, `${method} ${below}`).toBe(200);
    }
  });

  test('[AL-5] [CA-18] keeps its alert: nobody unlinks it there', async () => {
    const { manager } = here().as;
    const { id: contactId } = await aContact();
    const [alert, record] = [await anAlert({ contactId }), await aCase({ contactId })];
    await act(manager, `/v1/alerts/${alert.id}/escalate`, { caseId: record.id });
    await trash(record.id);
    expectRefused(await act(manager, `/v1/alerts/${alert.id}/unlink`), 403, 'not-allowed');
    expect((await act(manager, `/v1/cases/${record.id}/restore`)).status).toBe(200);
    expect((await act(manager, `/v1/alerts/${alert.id}/unlink`)).status).toBe(200);
  });
});

describe('[CA-9] the manager role', () => {
  test('[CA-9] lets its holder do on that case what a manager may, for as long as they hold it', async () => {
    const { manager, admin } = here().as;
    const roles = [
      { key: 'lead', name: 'Lead', manager: true },
      { key: 'mentor', name: 'Mentor' },
    ];
    const type = await aCaseType({ roles });
    const [led, mentored] = [await aCase({ type, private: true }), await aCase({ type })];
    await manager.send('PUT', `/v1/cases/${led.id}/roles/lead/jonas`);
    await manager.send('PUT', `/v1/cases/${mentored.id}/roles/mentor/jonas`);
    const jonas = await signIn('jonas', 'estates');
    const edit = (id: string) =>
      jonas.send<CaseAnswer>('PATCH', `/v1/cases/${id}`, { body: { subject: 'Y' }, headers: { 'if-match': '*' } });
    const commands: [verb: string, body?: object][] = [
      ['claim'],
      ['status', { status: 'open' }],
      ['assign', { user: 'amara' }],
      ['escalate', { reason: 'no-answer' }],
      ['notes', { text: 'Seen.' }],
      ['tasks', { title: 'Call' }],
      ['close', { reason: 'solved' }],
      ['reopen', { note: 'Not yet.' }],
    ];
    for (const [verb, body] of commands) {
      expect((await act(jonas, `/v1/cases/${led.id}/${verb}`, body)).status, verb).toBeLessThan(300);
      expectRefused(await act(jonas, `/v1/cases/${mentored.id}/${verb}`, body), 403, 'not-allowed');
    }
    expect((await edit(led.id)).body).toMatchObject({ subject: 'Y', assignee: { user: 'amara' } });
    expectRefused(await edit(mentored.id), 403, 'not-allowed');
    for (const path of ['roles/mentor/dev', 'locks/dev']) {
      expect((await jonas.send('PUT', `/v1/cases/${led.id}/${path}`)).status, path).toBe(200);
      expectRefused(await jonas.send('PUT', `/v1/cases/${mentored.id}/${path}`), 403, 'not-allowed');
    }
    expect((await trash(led.id, jonas)).status).toBe(204);
    expect((await act(jonas, `/v1/cases/${led.id}/restore`)).status).toBe(200);
    expect((await historyOf('cases', led.id)).at(-1)).toMatchObject({ type: 'Case Restored', actor: { id: 'jonas' } });
    expect((await admin.send('DELETE', `/v1/cases/${led.id}/roles/lead/jonas`)).status).toBe(200);
    expectRefused(await edit(led.id), 404, 'not-found');
  });
});

describe('[CA-12] who is kept out', () => {
  test('[CA-12] is given nothing, and finds the case nowhere; an administrator may undo it for themselves alone', async () => {
    const { manager, admin } = here().as;
    const type = await aCaseType({ roles: [{ key: 'mentor', name: 'Mentor' }] });
    const { id } = await aCase({ type });
    const path = `/v1/cases/${id}`;
    const { body: task } = await act<{ id: string }>(manager, `${path}/tasks`, {
      title: 'Ring',
      assignee: { user: 'dev' },
    });
    for (const person of ['dev', 'ada', 'ben'])
      expect((await manager.send('PUT', `${path}/locks/${person}`)).status).toBe(200);
    expect(await manager.get(`${path}/tasks/${task.id}`)).not.toHaveProperty('assignee');
    const given: [method: string, below: string, body: object | undefined, pointer: string][] = [
      ['POST', '/assign', { user: 'dev' }, '/user'],
      ['PUT', '/roles/mentor/dev', undefined, '/path/personId'],
      ['PUT', '/subscribers/dev', undefined, '/path/personId'],
      ['POST', '/tasks', { title: 'Ring', assignee: { user: 'dev' } }, '/assignee/user'],
      ['PATCH', `/tasks/${task.id}`, { assignee: { user: 'dev' } }, '/assignee/user'],
      ['POST', '/activities', { type: 'call', subject: 'Call', assignee: { user: 'dev' } }, '/assignee/user'],
    ];
    for (const [method, below, body, pointer] of given)
      expectRefused(await manager.send(method, `${path}${below}`, { ...(body && { body }) }), 409, 'locked-out', [
        pointer,
      ]);
    const ben = await signIn('ben', 'advisers');
    for (const by of [ben, admin]) expectRefused(await by.send('GET', path), 404, 'not-found');
    expectRefused(await ben.send('DELETE', `${path}/locks/ben`), 404, 'not-found');
    expectRefused(await admin.send('DELETE', `${path}/locks/ben`), 404, 'not-found');
    const dry = await admin.send<{ events: object[] }>('DELETE', `${path}/locks/ada?dryRun=true`);
    expect(dry.body.events).toMatchObject([{ type: 'Case Lock Changed' }]);
    expect((await admin.send('DELETE', `${path}/locks/ada`)).body).toMatchObject({ id, locks: ['dev', 'ben'] });
    expect((await historyOf('cases', id)).at(-1)).toMatchObject({
      type: 'Case Lock Changed',
      actor: { kind: 'user', id: 'ada' },
      after: { ownLock: true },
    });
    expectRefused(await admin.send('DELETE', `${path}/locks/ada`), 404, 'not-found');
  });
});
