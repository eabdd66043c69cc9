import { afterEach, describe, expect, test } from 'vitest';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { aRule, is, note, removeRules } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { aMappingOfGrades } from './signal-making.ts';
import { aCase, aCaseType, aContact, anAlert, anAlertType, everyPage, here, put, runsOn } from './world.ts';

const patched = async (path: string, body: object) =>
  expect((await here().as.manager.send('PATCH', path, { body, headers: { 'if-match': '*' } })).status).toBe(200);

/** The value that the second condition of a run found. */
const secondValue = (run: RuleRun | undefined): unknown =>
  (run as { explanation: { all: { value: unknown }[] } } | undefined)?.explanation.all[1]?.value;

describe('[AU-7] what an event did not set off', () => {
  afterEach(removeRules);

  test('[AU-7] is explained in full when asked for, as it was found then, whatever has changed since', async () => {
    const type = await aCaseType();
    const contact = await aContact({ labels: ['athlete'] });
    const condition = {
      all: [
        is('case.type', type),
        { any: [is('case.priority', 'critical'), { field: 'contact.labels', op: 'contains', value: 'first-year' }] },
        { field: 'case.createdAt', op: 'within', value: { ago: 'P1D' } },
        is('event.detail.after.subject', 'Is falling behind'),
      ],
    };
    const base = { for: 'case', trigger: { event: 'case-created' } };
    const rule = await aRule({ ...base, order: 1, condition, actions: [note('x')] });
    const twin = await aRule({
      ...base,
      order: 2,
      condition: { all: [is('case.type', type), { not: condition }] },
      actions: [note('y')],
    });
    const { id } = await aCase({ type, contactId: contact.id });
    await here().local.idle();
    const whole = (await runsOn(id)).find(({ ruleId }) => ruleId === twin.id)?.explanation as {
      all: { not: unknown }[];
    };
    const asked = async () => (await runsOn(id)).find(({ ruleId }) => ruleId === rule.id) as RuleRun;
    const first = await asked();
    expect(first).toMatchObject({ matched: false, actions: [], ruleVersion: 1, recordId: id });
    expect(first.explanation).toEqual(whole.all[1]?.not);

    await patched(`/v1/cases/${id}`, { priority: 'critical', subject: 'Another' });
    await put(`/v1/contacts/${contact.id}`, { name: 'Renamed', email: contact.email, labels: ['first-year'] });
    const changed = { title: 'Changed', ...base, condition: is('case.type', 'hazard-report'), actions: [note('z')] };
    await here().as.admin.send('PUT', `/v1/rules/${rule.id}`, { body: changed, headers: { 'if-match': '"1"' } });
    await here().local.advance('PT30M');
    expect(await asked()).toEqual(first);
    const ofRule = await everyPage<RuleRun>(here().as.admin, `/v1/rules/${rule.id}/runs`);
    expect(ofRule.filter(({ recordId }) => recordId === id)).toEqual([first]);
  });

  test('[AU-7] is explained in full where a signal or a segment did not, for a contact that has changed since', async () => {
    const segment = await aSegment({ some: 'alerts' });
    const mapping = await aMappingOfGrades();
    const condition = {
      all: [
        { field: 'contact.attributes.year', op: 'lt', value: 9 },
        { field: 'contact.attributes.year', op: 'gt', value: 5 },
      ],
    };
    const actions = [{ do: 'add-label', label: 'x' }];
    const base = { for: 'contact', condition, actions };
    await aRule({ ...base, trigger: { event: 'signal', mapping } });
    await aRule({ ...base, trigger: { event: 'segment-joined', segment } });
    const contact = await aContact({ attributes: { year: 2 } });
    await here().local.putEvents([
      { Source: 'sis', DetailType: mapping, Detail: { contactId: contact.id, value: 40 } },
    ]);
    await anAlert({ contactId: contact.id });
    await here().local.idle();
    await put(`/v1/contacts/${contact.id}`, { name: 'Later', email: contact.email, attributes: { year: 7 } });
    await here().local.idle();
    const field = 'contact.attributes.year';
    const whole = {
      all: [
        { field, op: 'lt', wanted: 9, value: 2, held: true },
        { field, op: 'gt', wanted: 5, value: 2, held: false },
      ],
      held: false,
    };
    expect((await runsOn(contact.id)).map(({ explanation }) => explanation)).toEqual([whole, whole]);
  });

  test('[AU-7] is kept for ninety days, as is each run, in one item for an event and its record', async () => {
    const type = await aCaseType();
    const rule = (value: string) =>
      aRule({
        for: 'case',
        trigger: { event: 'case-created' },
        condition: is('case.type', value),
        actions: [note('x')],
      });
    for (const value of [type, 'hazard-report', 'academic-concern']) await rule(value);
    const { id, createdAt } = await aCase({ type });
    await here().local.idle();
    const kept = here()
      .everything()
      .filter(({ pk, sk, ...item }) => pk === `CASE#${id}` && (item.explained !== undefined || item.run !== undefined));
    expect(kept.map(({ explained }) => (explained as { rules: object[] } | undefined)?.rules.length)).toEqual([
      undefined,
      2,
    ]);
    for (const { expiresAt } of kept) {
      const days = (Number(expiresAt) * 1000 - Date.parse(createdAt)) / 86_400_000;
      expect(Math.round(days * 1000) / 1000).toBe(90);
    }
  });

  test('[AU-7] says what each rule found, also where one before changed the record, page by page', async () => {
    const type = await aCaseType();
    const rule = (order: number, priority: string, more: object = {}) =>
      aRule({
        for: 'case',
        trigger: { event: 'case-created' },
        order,
        condition: { all: [is('case.type', type), is('case.priority', priority)] },
        actions: [note('x')],
        ...more,
      });
    const before = await rule(1, 'low');
    const raises = await rule(2, 'medium', { actions: [{ do: 'update-priority', priority: 'high' }] });
    const after = await rule(3, 'low');
    const others: string[] = [];
    for (let made = 0; made < 5; made++) others.push((await rule(4 + made, 'critical')).id);
    const { id } = await aCase({ type });
    await here().local.idle();
    const paged = await everyPage<RuleRun>(here().as.admin, `/v1/rule-runs?recordId=${id}`, 2);
    const own = paged.filter(({ ruleId }) => [before.id, raises.id, after.id, ...others].includes(ruleId));
    expect(own).toHaveLength(8);
    expect(own).toEqual((await runsOn(id)).filter((run) => own.some((one) => one.id === run.id)));
    const found = (id: string) => secondValue(own.find((run) => run.ruleId === id));
    expect([before.id, raises.id, after.id].map(found)).toEqual(['medium', 'medium', 'high']);
  });

  test('[AU-7] hides what it says of a case from those who may not see that', async () => {
    const [alertType, caseType] = [await anAlertType(), await aCaseType({ groups: { managers: ['tutors'] } })];
    const rule = await aRule({
      for: 'alert',
      trigger: { event: 'alert-updated' },
      condition: { all: [is('alert.type', alertType), is('case.priority', 'critical')] },
      actions: [note('x')],
    });
    const { id } = await anAlert({ type: alertType });
    const subject = { subject: 'Seen', type: caseType };
    expect((await here().as.admin.send('POST', `/v1/alerts/${id}/escalate`, { body: { case: subject } })).status).toBe(
      200,
    );
    await patched(`/v1/alerts/${id}`, { priority: 'low' });
    await here().local.idle();
    const valueFor = async (who: 'admin' | 'manager') => {
      const { items } = await here().as[who].get<{ items: RuleRun[] }>(`/v1/rule-runs?recordId=${id}`);
      return secondValue(items.find(({ ruleId }) => ruleId === rule.id));
    };
    expect(await valueFor('admin')).not.toBeNull();
    expect(await valueFor('manager')).toBeNull();
  });
});
