import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCase, aContact, act, anAlert, everyPage, expectRefused, here, historyOf } from './world.ts';

const escalate = (id: string, body: object, by = here().as.manager) =>
  act<AlertAnswer>(by, `/v1/alerts/${id}/escalate`, body);
const unlink = (id: string) => act<AlertAnswer>(here().as.manager, `/v1/alerts/${id}/unlink`);
const theCase = (id: string | undefined) => here().as.admin.get<CaseAnswer>(`/v1/cases/${id}`);
const theAlert = (id: string) => here().as.admin.get<AlertAnswer>(`/v1/alerts/${id}`);
const concern = { type: 'academic-concern', subject: 'Is falling behind' };

describe('[AL-5] escalating an alert', () => {
  test('[AL-5] links it to a case of the same contact, and both sides say so', async () => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const record = await aCase({ contactId });
    const answer = await escalate(alert.id, { caseId: record.id });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'escalated', category: 'open', caseId: record.id });
    expect(answer.headers.get('etag')).toBe(`"${answer.body.version}"`);
    expect((await theCase(record.id)).alertIds).toEqual([alert.id]);
    const second = await anAlert({ contactId });
    await escalate(second.id, { caseId: record.id });
    expect((await theCase(record.id)).alertIds.sort()).toEqual([alert.id, second.id].sort());
  });

  test('[AL-5] refuses a case of another contact with 409, and neither side changes', async () => {
    const alert = await anAlert({ contactId: (await aContact()).id });
    const record = await aCase({ contactId: (await aContact()).id });
    expectRefused(await escalate(alert.id, { caseId: record.id }), 409, 'other-contact');
    expect(await theAlert(alert.id)).toEqual(alert);
    expect((await theCase(record.id)).version).toBe(1);
  });

  test('[AL-5] makes a case of it, about the same contact, in one command', async () => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const { status, body } = await escalate(alert.id, { case: { ...concern, priority: 'high' } });
    expect(status).toBe(200);
    expect(await theCase(body.caseId)).toMatchObject({
      ...concern,
      priority: 'high',
      contactId,
      alertIds: [alert.id],
      createdBy: { kind: 'user', id: 'amara' },
    });
    const events = (await historyOf('alerts', alert.id)).at(-1);
    expect(events).toMatchObject({ type: 'Alert Escalated', after: { status: 'escalated', caseId: body.caseId } });
  });

  test('[AL-5] takes a contact for the new case as long as it is that of the alert', async () => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const other = await aContact();
    expectRefused(await escalate(alert.id, { case: { ...concern, contactId: other.id } }), 409, 'other-contact');
    const { body } = await escalate(alert.id, { case: { ...concern, contactId } });
    expect((await theCase(body.caseId)).contactId).toBe(contactId);
  });

  test('[AL-5] does all of it or nothing: a case that cannot be leaves the alert as it was', async () => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const hazard = { type: 'hazard-report', subject: 'Dark path', priority: 'urgent' };
    expectRefused(await escalate(alert.id, { case: hazard }), 400, 'invalid-request', [
      '/case/priority',
      '/case/fields/kind',
    ]);
    expectRefused(await escalate(alert.id, { case: { ...concern, type: 'nonsense' } }), 422, undefined, ['/case/type']);
    expectRefused(await escalate(alert.id, { caseId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }), 422, undefined, ['/caseId']);
    expectRefused(await escalate(alert.id, {}), 400);
    expect(await theAlert(alert.id)).toEqual(alert);
    expect(await everyPage(here().as.admin, `/v1/cases?contactId=${contactId}`)).toEqual([]);
  });

  test('[AL-5] gives an alert one case at most, also when two people escalate it at the same moment', async () => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const answers = await Promise.all(Array.from({ length: 5 }, () => escalate(alert.id, { case: concern })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    for (const refused of answers.filter(({ status }) => status === 409)) expectRefused(refused, 409, 'has-case');
    expect(await everyPage(here().as.admin, `/v1/cases?contactId=${contactId}`)).toHaveLength(1);
    const record = await aCase({ contactId });
    expectRefused(await escalate(alert.id, { caseId: record.id }), 409, 'has-case');
  });

  test('[AL-5] links no alert to a case that is closed', async () => {
    const { id: contactId } = await aContact();
    const record = await aCase({ contactId });
    await act(here().as.manager, `/v1/cases/${record.id}/close`, { reason: 'solved' });
    expectRefused(await escalate((await anAlert({ contactId })).id, { caseId: record.id }), 409, 'already-closed');
  });

  test('[AL-5] is undone by unlinking: the status is what it was before, triage too', async () => {
    const { id: contactId } = await aContact();
    const record = await aCase({ contactId });
    const untouched = await anAlert({ contactId });
    const started = await anAlert({ contactId });
    await act(here().as.manager, `/v1/alerts/${started.id}/start`);
    for (const [alert, before] of [
      [untouched, 'triage'],
      [started, 'in-progress'],
    ] as const) {
      await escalate(alert.id, { caseId: record.id });
      const { body } = await unlink(alert.id);
      expect(body).toMatchObject({ status: before, category: 'open' });
      for (const gone of ['caseId', 'escalatedAt']) expect(body).not.toHaveProperty(gone);
      expectRefused(await unlink(alert.id), 409, 'no-case');
    }
    expect((await theCase(record.id)).alertIds).toEqual([]);
    expect((await escalate(untouched.id, { caseId: record.id })).status).toBe(200);
  });
});

describe('[AL-5] [CA-1] raising a case from alerts', () => {
  test('[AL-5] [CA-1] takes them all up in the same moment', async () => {
    const { id: contactId } = await aContact();
    const alerts = [await anAlert({ contactId }), await anAlert({ contactId })];
    const record = await aCase({ contactId, alertIds: alerts.map(({ id }) => id) });
    expect(record.alertIds).toEqual(alerts.map(({ id }) => id));
    for (const { id } of alerts)
      expect(await theAlert(id)).toMatchObject({
        status: 'escalated',
        caseId: record.id,
        escalatedAt: record.createdAt,
      });
  });

  test('[AL-5] [CA-1] makes the case one about their contact where nobody is named', async () => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    expect(await aCase({ alertIds: [alert.id, alert.id] })).toMatchObject({ contactId, alertIds: [alert.id] });
  });

  test('[AL-5] [CA-1] is refused as a whole for an alert of somebody else, one that has a case, one that is not there', async () => {
    const { id: contactId } = await aContact();
    const free = await anAlert({ contactId });
    const taken = await anAlert({ contactId });
    await escalate(taken.id, { case: concern });
    const foreign = await anAlert({ contactId: (await aContact()).id });
    const raise = (ids: string[]) => act(here().as.manager, '/v1/cases', { ...concern, contactId, alertIds: ids });
    expectRefused(await raise([free.id, taken.id]), 409, 'has-case');
    expectRefused(await raise([free.id, foreign.id]), 409, 'other-contact');
    expectRefused(await raise([free.id, '01ARZ3NDEKTSV4RRFFQ69G5FAV']), 422, undefined, ['/alertIds/1']);
    expect(await theAlert(free.id)).toEqual(free);
  });
});
