import { describe, expect, test } from 'vitest';
import type { CaseAnswer, CaseForRequester } from '#shared/cases/case.ts';
import { aCase, aCaseType, aContact, act, anAlert, expectRefused, here, put, signIn } from './world.ts';

// What an answer shows is decided by whom its route is for, and an answer of before is given to nobody who may not have it now.

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
