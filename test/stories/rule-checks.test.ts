import { afterEach, describe, expect, test } from 'vitest';
import { aRule, is, note, removeRules } from './rule-making.ts';
import { aCase, aCaseType, aContact, anAlert, anAlertType, expectRefused, here } from './world.ts';

interface Checked {
  errors: { code: string; pointer?: string }[];
  warnings: { code: string; detail: string; example?: Record<string, unknown> }[];
  matchesNow: number;
  atLeast?: true;
}

const draft = (more: object = {}) => ({
  title: 'A draft',
  for: 'case',
  trigger: { event: 'case-created' },
  actions: [note('x')],
  ...more,
});
const checked = (rule: object, ruleId?: string): Promise<Checked> =>
  here().as.admin.post<Checked>('/v1/rules/check', { rule, ...(ruleId && { ruleId }) });
const both = { all: [is('case.priority', 'high'), is('case.priority', 'low')] };

describe('[AU-15] a rule is checked before it is saved', () => {
  afterEach(removeRules);

  test('[AU-15] all that a PUT would refuse comes at once, as a PUT would say it, below /rule', async () => {
    const wrong = draft({
      trigger: { event: 'never' },
      condition: is('case.colour', 'red'),
      actions: [
        { do: 'update-priority', priority: 'no-such' },
        { do: 'create-case', case: { type: 'no-type' } },
      ],
      extra: true,
    });
    const { errors, warnings, matchesNow } = await checked(wrong);
    const refused = await here().as.admin.send<{ errors: { pointer: string }[] }>('POST', '/v1/rules', { body: wrong });
    expect(refused.status).toBe(400);
    expect(errors).toEqual(refused.body.errors.map((one) => ({ ...one, pointer: `/rule${one.pointer}` })));
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/rule/actions/0/priority',
      '/rule/actions/1/case/type',
      '/rule/condition/field',
      '/rule/extra',
      '/rule/trigger/event',
    ]);
    expect([warnings, matchesNow]).toEqual([[], 0]);
    expectRefused(await here().as.admin.send('POST', '/v1/rules/check', { body: {} }), 400, undefined, ['/rule']);
    expectRefused(await here().as.manager.send('POST', '/v1/rules/check', { body: { rule: draft() } }), 403);
  });

  test.each([
    ['contradiction', both],
    ['cannot-match', is('alert.priority', 'high')],
  ])('[AU-15] what no record can meet is an error, %s, and is not saved', async (code, condition) => {
    expect((await checked(draft({ condition }))).errors).toMatchObject([{ code, pointer: '/rule/condition' }]);
    const create = await here().as.admin.send('POST', '/v1/rules', { body: draft({ condition }) });
    expectRefused(create, 400, undefined, ['/condition']);
    const rule = await aRule(draft());
    const change = { body: draft({ condition, enabled: 'no' }), headers: { 'if-match': '"1"' } };
    const put = await here().as.admin.send('PUT', `/v1/rules/${rule.id}`, change);
    expectRefused(put, 400, undefined, ['/condition', '/enabled']);
  });

  test('[AU-15] the clock and what a contact has may be asked of every record', async () => {
    const condition = {
      all: [
        { field: 'now.hour', op: 'lt', value: 12 },
        { some: 'alerts', where: is('alert.priority', 'high') },
      ],
    };
    expect((await checked(draft({ condition }))).errors).toEqual([]);
  });

  test('[AU-15] one that sets the same thing otherwise is found, with a record on which both run, and saving says so', async () => {
    const type = await aCaseType();
    const other = await aRule(
      draft({ condition: is('case.type', type), actions: [{ do: 'update-priority', priority: 'high' }] }),
    );
    const mine = draft({ condition: is('case.private', true), actions: [{ do: 'update-priority', priority: 'low' }] });
    const { warnings } = await checked(mine);
    const undoing = warnings.find(({ detail }) => detail.includes(other.id));
    expect(undoing).toMatchObject({ code: 'undoes', example: { 'case.type': type, 'case.private': true } });
    const saved = await aRule(mine);
    expect(saved.warnings).toContainEqual(undoing);
    const alone = draft({ actions: [{ do: 'update-priority', priority: 'high' }], condition: is('case.type', type) });
    expect((await checked(alone, other.id)).warnings.filter(({ detail }) => detail.includes(other.id))).toEqual([]);
    expect(await here().as.admin.get(`/v1/rules/${saved.id}`)).not.toHaveProperty('warnings');
  });

  test('[AU-15] it counts the open records that match now: cases, and alerts by their contact and case', async () => {
    const type = await aCaseType();
    for (const priority of ['high', 'high', 'low']) await aCase({ type, priority });
    const closed = await aCase({ type, priority: 'high' });
    await here().as.admin.post(`/v1/cases/${closed.id}/close`, { reason: 'solved' });
    const high = { all: [is('case.type', type), is('case.priority', 'high')] };
    expect(await checked(draft({ condition: high }))).toMatchObject({ errors: [], matchesNow: 2 });
    const open = await checked(draft({ condition: { any: [high, is('case.type', type)] } }));
    expect(open.matchesNow).toBe(3);

    const kind = await anAlertType();
    const alert = await anAlert({ type: kind });
    await anAlert({ type: kind });
    await here().as.admin.post(`/v1/alerts/${alert.id}/escalate`, { case: { type, subject: 'Seen' } });
    const about = (condition: object) =>
      checked(draft({ for: 'alert', trigger: { event: 'alert-created' }, condition }));
    const joined = { all: [is('alert.type', kind), is('case.type', type)] };
    expect(await about(joined)).toMatchObject({ matchesNow: 1 });

    await aContact({ labels: [kind] });
    const labelled = { field: 'contact.labels', op: 'contains', value: kind };
    const contacts = draft({ for: 'contact', trigger: { event: 'contact-updated' }, condition: labelled });
    const added = { ...contacts, actions: [{ do: 'add-label', label: 'seen' }] };
    expect(await checked(added)).toMatchObject({ errors: [], matchesNow: 1 });
  });
});
