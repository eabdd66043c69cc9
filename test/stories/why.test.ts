import { afterEach, describe, expect, test } from 'vitest';
import { aRule, is, removeRules } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { aMappingOfGrades } from './signal-making.ts';
import { aWorkflow, enrol } from './workflow-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  historyOf,
  put,
  signIn,
  unique,
} from './world.ts';

interface Why {
  value: unknown;
  chain: { kind: string; id?: string; at: string; detail?: Record<string, unknown> }[];
}

const why = (kind: 'cases' | 'alerts', id: string, field: string, who = here().as.admin): Promise<Why> =>
  who.get<Why>(`/v1/${kind}/${id}/why?field=${field}`);
const idsOf = ({ chain }: Why) => chain.map(({ kind, id }) => [kind, id]);
const patch = async (id: string, body: object) => {
  const { version } = await here().as.admin.get<{ version: number }>(`/v1/cases/${id}`);
  const answer = await here().as.manager.send('PATCH', `/v1/cases/${id}`, {
    body,
    headers: { 'if-match': `"${version}"` },
  });
  expect(answer.status).toBe(200);
};

describe('[AU-14] why a field has its value', () => {
  afterEach(removeRules);

  test('[AU-14] from the assignee of a case through two rules and an alert to the signal that began it', async () => {
    const [alertType, caseType] = [await anAlertType(), await aCaseType()];
    const mapping = unique('mapping-');
    await put(`/v1/signal-mappings/${mapping}`, {
      name: 'Absences',
      match: is('event.detailType', mapping),
      contactId: '{{ event.detail.contactId }}',
      alert: { type: alertType, priority: 'high' },
    });
    const makes = await aRule({
      title: 'A case for each',
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: is('alert.type', alertType),
      actions: [{ do: 'create-case', case: { type: caseType, subject: 'Absent' } }],
    });
    const gives = await aRule({
      title: 'To Ben',
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', caseType),
      actions: [{ do: 'update-assignee', user: 'ben' }],
    });
    const contact = await aContact();
    await here().local.putEvents([{ Source: 'lms', DetailType: mapping, Detail: { contactId: contact.id } }]);
    await here().local.idle();
    const alerts = await here().as.admin.get<{ items: { id: string; caseId: string }[] }>(
      `/v1/alerts?type=${alertType}`,
    );
    const [alert] = alerts.items;
    const [raised] = await historyOf('alerts', String(alert?.id));
    const [created, assigned] = await historyOf('cases', String(alert?.caseId));
    const answer = await why('cases', String(alert?.caseId), 'assignee');
    expect(answer.value).toEqual({ user: 'ben' });
    expect(idsOf(answer)).toEqual([
      ['event', assigned?.eventId],
      ['rule', gives.id],
      ['event', created?.eventId],
      ['rule', makes.id],
      ['event', raised?.eventId],
      ['signal', mapping],
    ]);
    expect(answer.chain[0]?.detail).toMatchObject({ type: 'Case Assigned', after: { assignee: { user: 'ben' } } });
    expect(answer.chain[1]?.detail).toMatchObject({ title: 'To Ben', version: 1, runId: expect.any(String) });
    expect(answer.chain[4]?.detail).toMatchObject({ type: 'Alert Created', subject: { kind: 'alert', id: alert?.id } });
    const status = await why('alerts', String(alert?.id), 'status');
    expect(status.value).toBe('escalated');
    expect(status.chain.map(({ kind }) => kind)).toEqual(['event', 'rule', 'event', 'signal']);
    expect(idsOf(await why('alerts', String(alert?.id), 'priority'))).toEqual([
      ['event', raised?.eventId],
      ['signal', mapping],
    ]);
  });

  test('[AU-14] from a case through a rule, a crossing and another rule to the signal that began it', async () => {
    const segment = await aSegment({ some: 'alerts', where: is('alert.priority', 'low') });
    const mapping = await aMappingOfGrades();
    const alert = { type: await anAlertType(), priority: 'low' };
    const raises = await aRule({
      for: 'contact',
      trigger: { event: 'signal', mapping },
      actions: [{ do: 'create-alert', alert }],
    });
    const opens = await aRule({
      for: 'contact',
      trigger: { event: 'segment-joined', segment },
      actions: [{ do: 'create-case', case: { type: await aCaseType(), subject: 'Is in it' } }],
    });
    const contact = await aContact();
    await here().local.idle();
    await here().local.putEvents([
      { Source: 'sis', DetailType: mapping, Detail: { contactId: contact.id, value: 40 } },
    ]);
    await here().local.idle();
    const { items } = await here().as.admin.get<{ items: { id: string }[] }>(`/v1/contacts/${contact.id}/cases`);
    const { chain } = await why('cases', String(items[0]?.id), 'subject');
    expect(chain.map(({ kind, id, detail }) => (kind === 'event' ? detail?.type : `${kind} ${id}`))).toEqual([
      'Case Created',
      `rule ${opens.id}`,
      'Segment Joined',
      'Alert Created',
      `rule ${raises.id}`,
      'Signal Received',
      `signal ${mapping}`,
    ]);
  });

  test('[AU-14] from what a workflow made to the event or the person that enrolled somebody, and from what time did to the clock', async () => {
    const type = await aCaseType();
    const opened = (subject: string) => ({ do: 'create-case', case: { type, subject } });
    const byEvent = await aWorkflow({ trigger: { event: 'alert-created' }, steps: [opened('By event')] });
    const byHand = await aWorkflow({ steps: [opened('By hand')] });
    const byRule = await aWorkflow({ steps: [opened('By rule')] });
    const rule = await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      actions: [{ do: 'enroll', workflow: byRule.id }],
    });
    const quiet = await aRule({
      for: 'alert',
      trigger: { event: 'no-activity', for: 'P2D' },
      actions: [{ do: 'add-tag', tag: 'quiet' }],
    });
    const contact = await aContact();
    const alert = await anAlert({ contactId: contact.id });
    await enrol(byHand.id, contact.id);
    await here().local.idle();
    await here().local.advance('P2DT1M');
    const admin = await signIn('ada', 'admins');
    const { items } = await admin.get<{ items: { id: string; subject: string }[] }>(`/v1/contacts/${contact.id}/cases`);
    const behind = ({ chain }: Why) =>
      chain.slice(1).map(({ kind, id, detail }) => (kind === 'event' ? detail?.type : `${kind} ${id}`));
    const chainOf = async (subject: string) =>
      behind(await why('cases', String(items.find((one) => one.subject === subject)?.id), 'subject', admin));
    expect(await chainOf('By event')).toEqual([`workflow ${byEvent.id}`, 'Alert Created', 'user amara']);
    expect(await chainOf('By hand')).toEqual([`workflow ${byHand.id}`, 'user ada']);
    expect(await chainOf('By rule')).toEqual([
      `workflow ${byRule.id}`,
      `rule ${rule.id}`,
      'Alert Created',
      'user amara',
    ]);
    expect(behind(await why('alerts', alert.id, 'tags', admin))).toEqual([`rule ${quiet.id}`, 'clock rule']);
  });

  test('[AU-14] the last event that changed it, not one that changed another field or the same one before', async () => {
    const type = await aCaseType({
      fields: [
        { key: 'constructor', name: 'Room', type: 'text' },
        { key: 'floor', name: 'Floor', type: 'text' },
      ],
    });
    const { id } = await aCase({ type });
    await patch(id, { fields: { constructor: 'A1' } });
    await patch(id, { fields: { constructor: 'A2' } });
    await patch(id, { fields: { constructor: 'A1' } });
    const events = await historyOf('cases', id);
    await patch(id, { fields: { floor: '3' }, tags: ['new'] });
    const answer = await why('cases', id, 'fields.constructor');
    expect(answer.value).toBe('A1');
    expect(idsOf(answer)).toEqual([
      ['event', events.at(-1)?.eventId],
      ['user', 'amara'],
    ]);
    expect((await why('cases', id, 'tags')).chain[0]?.detail).toMatchObject({ after: { tags: ['new'] } });
    const unset = await why('cases', id, 'stage');
    expect(unset.value).toBeNull();
    expect(unset.chain[0]?.id).toBe(events[0]?.eventId);
    for (const field of ['fields', 'status', 'dueAt']) expect((await why('cases', id, field)).chain).toHaveLength(2);
    for (const field of ['fields.ceiling', 'fields.toString', 'toString', 'generation', 'status.x'])
      expectRefused(await here().as.admin.send('GET', `/v1/cases/${id}/why?field=${field}`), 400, undefined, [
        '/query/field',
      ]);
  });

  test('[AU-14] the event that caused an effect is found among a hundred of its record', async () => {
    const type = await aCaseType();
    const { id } = await aCase({ type });
    const other = await aCaseType();
    for (let turn = 0; turn < 60; turn++) await patch(id, { subject: `Turn ${turn}` });
    const rule = await aRule({
      for: 'case',
      trigger: { event: 'case-priority-changed' },
      condition: is('case.type', type),
      actions: [{ do: 'create-case', case: { type: other, subject: 'Made' } }],
    });
    await patch(id, { priority: 'critical' });
    await here().local.idle();
    const cause = (await historyOf('cases', id)).findLast(({ changed }) => changed.includes('priority'));
    for (let turn = 0; turn < 60; turn++) await patch(id, { subject: `Later ${turn}` });
    const made = await here().as.admin.get<{ items: { id: string }[] }>(`/v1/cases?type=${other}`);
    expect(idsOf(await why('cases', String(made.items[0]?.id), 'subject')).slice(1)).toEqual([
      ['rule', rule.id],
      ['event', cause?.eventId],
      ['user', 'amara'],
    ]);
  });

  test('[AU-14] what the caller may not see is a link without detail, and so is all behind it', async () => {
    const alertType = await anAlertType({ groups: { reviewers: ['advisers'], raisers: ['faculty'] } });
    const caseType = await aCaseType({ groups: { managers: ['tutors'] } });
    const rule = await aRule({
      title: 'Visible',
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: is('alert.type', alertType),
      actions: [{ do: 'create-case', case: { type: caseType, subject: 'Made' } }],
    });
    const alert = await anAlert({ type: alertType, description: 'Secret' });
    await here().local.idle();
    const { caseId } = await here().as.admin.get<{ caseId: string }>(`/v1/alerts/${alert.id}`);
    const tutor = await signIn('tom', 'tutors');
    const answer = await why('cases', caseId, 'subject', tutor);
    expect(answer.chain.map(({ at: _at, ...link }) => link)).toMatchObject([
      { kind: 'event' },
      { kind: 'rule', id: rule.id },
      { kind: 'event' },
      { kind: 'user' },
    ]);
    expect(answer.chain.slice(2).map((link) => Object.keys(link).sort())).toEqual([
      ['at', 'kind'],
      ['at', 'kind'],
    ]);
    expect(JSON.stringify(answer)).not.toContain(alert.id);
    expectRefused(await tutor.send('GET', `/v1/alerts/${alert.id}/why?field=status`), 404);
  });
});
