import { afterEach, describe, expect, test } from 'vitest';
import { aRule, is, note, removeRules } from './rule-making.ts';
import { aCase, aCaseType, aContact, anAlert, anAlertType, expectRefused, here, likeness, unique } from './world.ts';

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

describe('[AU-9] [AU-15] routines and files are checked as rules are', () => {
  afterEach(removeRules);
  const routine = (more: object) => ({ trigger: { event: 'case-created' }, actions: [note('x')], ...more });
  const priority = (value: string) => [{ do: 'update-priority', priority: value }];
  const saving = async (type: string, routines: object[]) => {
    const path = `/v1/case-types/${type}`;
    const body = await likeness(path, { routines });
    return here().as.admin.send<Checked & { errors: object[] }>('PUT', path, { body, headers: { 'if-match': '*' } });
  };

  test('[AU-9] [AU-15] a routine that no case of its type can meet is not saved with the type', async () => {
    const [type, other] = [
      await aCaseType(),
      await aCaseType({ fields: [{ key: 'room', name: 'Room', type: 'text' }] }),
    ];
    const { status, body } = await saving(type, [
      routine({ condition: both }),
      routine({ condition: is('case.type', type) }),
      routine({ condition: is('case.type', other) }),
      routine({ condition: is('case.fields.room', 'X') }),
    ]);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      { pointer: '/routines/0/condition', code: 'contradiction' },
      { pointer: '/routines/2/condition', code: 'cannot-match' },
      { pointer: '/routines/3/condition', code: 'cannot-match' },
    ]);
  });

  test('[AU-9] [AU-15] one that another undoes, or that goes round, is saved with a warning at its place', async () => {
    const [type, apart] = [await aCaseType(), await aCaseType()];
    const rule = await aRule(draft({ condition: is('case.private', true), actions: priority('low') }));
    const { status, body } = await saving(type, [
      routine({ key: 'up', condition: is('case.overdue', false), actions: priority('high') }),
      routine({ trigger: { event: 'case-priority-changed' }, actions: priority('low') }),
    ]);
    expect(status).toBe(200);
    const found = body.warnings.map((one) => [(one as { pointer?: string }).pointer, one.code, one.detail]);
    expect(found).toContainEqual(['/routines/0', 'undoes', expect.stringContaining(`rule ${rule.id}`)]);
    expect(found).toContainEqual(['/routines/1', 'circular', expect.stringContaining('this rule sets off this rule')]);
    const undoing = body.warnings.find(({ detail }) => detail.includes(rule.id));
    expect(undoing?.example).toEqual({ 'case.overdue': false, 'case.private': true });
    // A rule finds the routine, too; of another type it has no case in common with it.
    const mine = await checked(draft({ condition: is('case.type', type), actions: priority('low') }));
    expect(mine.warnings.map(({ detail }) => detail).join()).toContain(`rule ${type}/up`);
    const others = await checked(draft({ condition: is('case.type', apart), actions: priority('low') }));
    expect(others.warnings.map(({ detail }) => detail).join()).not.toContain(`rule ${type}/up`);
  });

  test('[AU-15] [CA-3] an import is refused for what no record can meet, and says what is odd in it', async () => {
    const [up, down] = [unique('up-'), unique('down-')];
    const importing = (rules: object) =>
      here().as.admin.send<{ items: { key: string; warnings?: Checked['warnings'] }[] }>(
        'POST',
        '/v1/configuration/import?dryRun=true',
        { body: { rules } },
      );
    const wrong = await importing({
      [up]: draft({ condition: both }),
      [down]: draft({ condition: is('alert.priority', 'high') }),
    });
    expectRefused(wrong, 400, undefined, [`/rules/${down}/condition`, `/rules/${up}/condition`]);
    const odd = await here().as.admin.post<{ items: { key: string; warnings?: Checked['warnings'] }[] }>(
      '/v1/configuration/import',
      {
        rules: {
          [up]: draft({ condition: is('case.private', true), actions: priority('high') }),
          [down]: draft({ actions: priority('low'), condition: is('case.overdue', true) }),
        },
      },
    );
    for (const [key, other] of [
      [up, down],
      [down, up],
    ]) {
      const { warnings = [] } = odd.items.find((one) => one.key === key) ?? {};
      expect(warnings.map(({ code, detail }) => [code, detail])).toContainEqual([
        'undoes',
        expect.stringContaining(`rule ${other}`),
      ]);
    }
  });
});
