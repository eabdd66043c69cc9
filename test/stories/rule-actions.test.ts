import { afterEach, describe, expect, test } from 'vitest';
import { aRule, aTemplate, is, mailsFrom, note, removeRules } from './rule-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  anAlert,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  put,
  runsOn,
} from './world.ts';

interface Listed {
  id: string;
  type: string;
  alertIds?: string[];
  contactId?: string;
}

const about = (contactId: string, kind: 'alerts' | 'cases'): Promise<Listed[]> =>
  everyPage<Listed>(here().as.admin, `/v1/contacts/${contactId}/${kind}`);

describe('what a rule makes', () => {
  afterEach(removeRules);

  test('[AU-4] a case and an alert, after any trigger, about the contact of the record', async () => {
    const [caseType, alertType, made] = [await aCaseType(), await anAlertType(), await aCaseType()];
    await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', caseType),
      actions: [
        { do: 'create-case', case: { type: made, assignee: { managers: true } } },
        { do: 'create-alert', alert: { type: alertType, priority: 'high', reviewer: { group: 'advisers' } } },
      ],
    });
    const contact = await aContact();
    const record = await aCase({ type: caseType, contactId: contact.id });
    await here().local.idle();
    expect((await about(contact.id, 'cases')).find(({ type }) => type === made)).toMatchObject({
      assignee: { group: 'advisers' },
      createdBy: { kind: 'rule' },
    });
    const [alert] = await about(contact.id, 'alerts');
    expect(alert).toMatchObject({ type: alertType, priority: 'high', reviewer: { group: 'advisers' } });
    const [run] = await runsOn(record.id);
    expect(run?.actions).toMatchObject([
      { do: 'create-case', done: true, changed: { caseId: expect.any(String) } },
      { do: 'create-alert', done: true, changed: { alertId: alert?.id } },
    ]);
  });

  test('[AU-4] [AU-7] says why a workflow takes nobody in, and does what comes after', async () => {
    const type = await aCaseType();
    await put('/v1/workflows/no-workflow', {
      title: 'A draft',
      trigger: { event: 'by-hand' },
      steps: [{ do: 'add-label', label: 'in' }],
    });
    await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', type),
      actions: [{ do: 'enroll', workflow: 'no-workflow' }, note('and on')],
    });
    const contact = await aContact();
    const record = await aCase({ type, contactId: contact.id });
    await here().local.idle();
    const [run] = await runsOn(record.id);
    expect(run?.actions).toMatchObject([
      { do: 'enroll', done: false, reason: 'not-published' },
      { do: 'add-note', done: true },
    ]);
  });

  test('[AU-1] is checked when the rule is saved, each action with its pointer', async () => {
    const send = (actions: object[], kind = 'alert') =>
      act(here().as.admin, '/v1/rules', {
        title: 'R',
        for: kind,
        trigger: { event: `${kind}-created` },
        actions,
      });
    expectRefused(await send([{ do: 'create-alert', alert: { type: 'nope' } }]), 422, undefined, [
      '/actions/0/alert/type',
    ]);
    expectRefused(await send([{ do: 'send-mail', template: 'nope', to: [{ contact: true }] }]), 422, undefined, [
      '/actions/0/template',
    ]);
    expectRefused(await send([{ do: 'enroll', workflow: 'nope' }]), 422, undefined, ['/actions/0/workflow']);
    const nowhere = { do: 'send-mail', template: 'digest', to: [{ managers: true }, { group: 'nope' }] };
    expectRefused(await send([nowhere]), 422, undefined, ['/actions/0/to/1/group']);
    expectRefused(await send([{ do: 'escalate', reason: 'no-answer' }]), 400, undefined, ['/actions/0/reason']);
    expectRefused(await send([{ do: 'escalate', join: 'new', case: { type: 'x' } }], 'case'), 400, undefined, [
      '/actions/0/case',
      '/actions/0/join',
    ]);
    expectRefused(await send([{ do: 'unlink' }], 'case'), 400, undefined, ['/actions/0/do']);
    expectRefused(await send([{ do: 'update-reviewer', raiser: true, user: 'u1' }]), 400, undefined, ['/actions/0']);
  });
});

describe('[AU-11] joining the open case', () => {
  afterEach(removeRules);

  const joining = async (action: object) => {
    const [alertType, caseType] = [await anAlertType(), await aCaseType()];
    await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: is('alert.type', alertType),
      actions: [{ ...action, case: { type: caseType } }],
    });
    return { alertType, caseType };
  };

  test.each([
    { do: 'escalate', join: 'open-case' },
    { do: 'create-case', join: 'open-case' },
  ])('[AU-11] ten alerts of one contact at once make one case that has them all: %j', async (action) => {
    const { alertType, caseType } = await joining(action);
    const contact = await aContact();
    const alerts = await Promise.all(
      Array.from({ length: 10 }, () => anAlert({ type: alertType, contactId: contact.id })),
    );
    await here().local.idle();
    const cases = (await about(contact.id, 'cases')).filter(({ type }) => type === caseType);
    expect(cases).toHaveLength(1);
    expect([...(cases[0]?.alertIds ?? [])].sort()).toEqual(alerts.map(({ id }) => id).sort());
  });

  test('[AU-11] ten alerts make one case also where each event comes twice, late and out of order, and processes die', async () => {
    const { local } = here();
    const { alertType, caseType } = await joining({ do: 'escalate', join: 'open-case' });
    const contact = await aContact();
    const fail = ['automation', 'publish', 'clocks'].map((name) => ({ function: name, rate: 0.3 }));
    await local.faults({ duplicate: 1, reorder: true, delayMs: 300, seed: 9, fail });
    const alerts = await Promise.all(
      Array.from({ length: 10 }, () => anAlert({ type: alertType, contactId: contact.id })),
    );
    await local.idle();
    await local.faults({});
    await local.idle();
    const cases = (await about(contact.id, 'cases')).filter(({ type }) => type === caseType);
    expect(cases).toHaveLength(1);
    expect([...(cases[0]?.alertIds ?? [])].sort()).toEqual(alerts.map(({ id }) => id).sort());
  });

  test('[AU-11] joins the newest that is open; a closed one, one of another type and one of another contact are none', async () => {
    const { alertType, caseType } = await joining({ do: 'escalate', join: 'open-case' });
    const [contact, other] = [await aContact(), await aContact()];
    await aCase({ type: caseType, contactId: other.id });
    await aCase({ contactId: contact.id });
    const closed = await aCase({ type: caseType, contactId: contact.id });
    await act(here().as.manager, `/v1/cases/${closed.id}/close`, { reason: 'solved' });
    const first = await anAlert({ type: alertType, contactId: contact.id });
    await here().local.idle();
    const made = (await about(contact.id, 'cases')).filter(({ alertIds }) => alertIds?.includes(first.id));
    expect(made.map(({ id }) => id)).not.toContain(closed.id);
    const newest = await aCase({ type: caseType, contactId: contact.id });
    const second = await anAlert({ type: alertType, contactId: contact.id });
    await here().local.idle();
    expect((await here().as.admin.get<Listed>(`/v1/cases/${newest.id}`)).alertIds).toEqual([second.id]);
  });

  test('[AU-11] `new` makes one each time, and an alert is unlinked again', async () => {
    const { alertType, caseType } = await joining({ do: 'escalate', join: 'new' });
    await aRule({
      for: 'alert',
      trigger: { event: 'alert-escalated' },
      condition: { all: [is('alert.type', alertType), is('alert.description', 'by mistake')] },
      actions: [{ do: 'unlink' }],
    });
    const contact = await aContact();
    await anAlert({ type: alertType, contactId: contact.id });
    const mistaken = await anAlert({ type: alertType, contactId: contact.id, description: 'by mistake' });
    await here().local.idle();
    const cases = (await about(contact.id, 'cases')).filter(({ type }) => type === caseType);
    expect(cases.map(({ alertIds }) => alertIds?.length).sort()).toEqual([0, 1]);
    expect(await here().as.admin.get(`/v1/alerts/${mistaken.id}`)).toMatchObject({ status: 'triage' });
  });
});

describe('[AU-12] people by their role in the story', () => {
  afterEach(removeRules);

  test('[AU-12] [NT-1] a mail goes to each whom the roles yield, once, in the words that each may read', async () => {
    const type = await aCaseType();
    const template = await aTemplate('{{ case.subject }}|{{ case.escalated }}|{{ contact.attributes.year }}');
    await aRule({
      for: 'case',
      trigger: { event: 'case-escalated' },
      condition: is('case.type', type),
      actions: [
        {
          do: 'send-mail',
          template,
          to: [{ contact: true }, { assignee: true }, { escalation: true }, { user: 'ben' }, { network: 'adviser' }],
        },
      ],
    });
    const contact = await aContact({ attributes: { year: 3 }, network: { adviser: { user: 'chloe' } } });
    const record = await aCase({ type, contactId: contact.id, subject: 'Maths' });
    await act(here().as.manager, `/v1/cases/${record.id}/assign`, { user: 'ben' });
    await act(here().as.manager, `/v1/cases/${record.id}/escalate`, { reason: 'no-answer' });
    for (const address of [addresses.ben, addresses.farah, addresses.chloe])
      expect([address, await mailsFrom(template, address)]).toEqual([address, ['Maths|1|3']]);
    // What is for staff is empty to the requester.
    expect(await mailsFrom(template, contact.email)).toEqual(['Maths||']);
    expect(await mailsFrom(template, addresses.amara)).toEqual([]);
  });

  test('[AU-12] a private case is told to nobody who may not see it', async () => {
    const type = await aCaseType();
    const template = await aTemplate('{{ case.subject }}');
    await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', type),
      actions: [{ do: 'send-mail', template, to: [{ group: 'tutors' }, { raiser: true }, { user: 'elin' }] }],
    });
    await aCase({ type, private: true });
    expect(await mailsFrom(template, addresses.amara)).toHaveLength(1);
    expect(await mailsFrom(template, addresses.dev)).toEqual([]);
    expect(await mailsFrom(template, addresses.elin)).toEqual([]);
  });

  test('[AU-12] an alert goes back to who raised it, and its contact is mailed nothing of it', async () => {
    const type = await anAlertType();
    const template = await aTemplate('{{ contact.name }}|{{ alert.description }}');
    await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: is('alert.type', type),
      actions: [
        { do: 'update-reviewer', raiser: true },
        { do: 'send-mail', template, to: { contact: true } },
      ],
    });
    const contact = await aContact();
    const alert = await anAlert({ type, contactId: contact.id, description: 'for staff' });
    expect(await mailsFrom(template, contact.email)).toEqual([`${contact.name}|`]);
    expect(await here().as.admin.get(`/v1/alerts/${alert.id}`)).toMatchObject({ reviewer: { user: 'amara' } });
    const run = (await runsOn(alert.id)).find(({ matched }) => matched);
    expect(run?.actions[1]).toMatchObject({ done: true, changed: { template, to: [{ contact: contact.id }] } });
  });
});
