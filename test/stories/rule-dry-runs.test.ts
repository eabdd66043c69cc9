import { afterEach, describe, expect, test } from 'vitest';
import type { DryRunResult, DryRunSummary } from '#shared/automation/rules/dry-run.routes.ts';
import { aRule, is, note, removeRules } from './rule-making.ts';
import { aCase, aCaseType, aContact, anAlert, anAlertType, expectRefused, here, historyOf, runsOn } from './world.ts';

interface DryRun {
  results: DryRunResult[];
  summary: DryRunSummary;
  nextCursor?: string;
}

const dryRun = (body: object, query = ''): Promise<DryRun> =>
  here().as.admin.post<DryRun>(`/v1/rules/dry-run${query}`, body);
const draft = (more: object = {}) => ({
  title: 'A draft',
  for: 'case',
  trigger: { event: 'case-created' },
  actions: [note('tried')],
  ...more,
});
const now = (): Promise<string> => here().local.now();

describe('[AU-8] a dry run of a rule', () => {
  afterEach(removeRules);

  test('[AU-8] over a record says what a draft would do with it, and nothing is changed', async () => {
    const type = await aCaseType();
    const { id, version } = await aCase({ type, priority: 'high' });
    await here().local.idle();
    const before = await historyOf('cases', id);
    const condition = { all: [is('case.type', type), is('event.detail.after.priority', 'high')] };
    const actions = [note('tried'), { do: 'update-priority', priority: 'high' }, { do: 'close', reason: 'solved' }];
    const { results, summary } = await dryRun({ rule: draft({ condition, actions }), over: { recordId: id } });
    expect(results).toMatchObject([
      {
        recordId: id,
        eventId: before[0]?.eventId,
        matched: true,
        explanation: { held: true, all: [{ value: type }, { value: 'high' }] },
        actions: [
          { do: 'add-note', done: true },
          { do: 'update-priority', done: false, reason: 'unchanged' },
          { do: 'close', done: true },
        ],
      },
    ]);
    expect(summary).toMatchObject({ events: 1, matched: 1, actions: { 'add-note': 1, close: 1 }, mails: 0 });
    await here().local.idle();
    expect(await historyOf('cases', id)).toEqual(before);
    expect(await here().as.admin.get(`/v1/cases/${id}`)).toMatchObject({ version, status: { key: 'new' } });
    const other = { ...draft(), trigger: { event: 'case-closed' } };
    const without = await dryRun({ rule: other, over: { recordId: id } });
    expect(without.results).toMatchObject([{ recordId: id, matched: true }]);
    expect(without.results[0]).not.toHaveProperty('eventId');
  });

  test('[AU-8] over a period takes each record as it was, says how many mails it would have sent, and what would stand against it', async () => {
    const type = await aCaseType();
    const eventsFrom = await now();
    const contacts = [await aContact({ labels: ['athlete'] }), await aContact()];
    const cases: { id: string }[] = [];
    for (const { id: contactId } of contacts) cases.push(await aCase({ type, contactId, priority: 'high' }));
    await here().local.idle();
    const eventsTo = await now();
    await here().local.advance('PT10M');
    // What has happened since is nothing to it.
    for (const { id } of cases)
      await here().as.admin.send('PATCH', `/v1/cases/${id}`, {
        body: { priority: 'low' },
        headers: { 'if-match': '*' },
      });
    const opposed = await aRule(
      draft({ condition: is('case.type', type), actions: [{ do: 'update-priority', priority: 'low' }] }),
    );
    const rule = draft({
      condition: {
        all: [
          is('case.type', type),
          is('case.priority', 'high'),
          { field: 'contact.labels', op: 'contains', value: 'athlete' },
        ],
      },
      actions: [
        { do: 'update-priority', priority: 'critical' },
        { do: 'send-mail', template: 'closed-solved', to: [{ user: 'amara' }, { user: 'ben' }] },
      ],
    });
    const { results, summary, nextCursor } = await dryRun({ rule, over: { eventsFrom, eventsTo } });
    // Of two records each may come first.
    const own = cases.flatMap(({ id }) => results.filter(({ recordId }) => recordId === id));
    expect(own.map(({ recordId, matched, conflicts }) => [recordId, matched, conflicts])).toEqual([
      [cases[0]?.id, true, [opposed.id]],
      [cases[1]?.id, false, undefined],
    ]);
    expect(summary).toMatchObject({
      matched: 1,
      actions: { 'update-priority': 1, 'send-mail': 1 },
      mails: 2,
      conflicts: [{ ruleId: opposed.id, events: 1 }],
      inputs: 'recorded',
    });
    expect(nextCursor).toBeUndefined();
    const later = { eventsFrom: new Date(Date.parse(eventsTo) + 1).toISOString(), eventsTo: await now() };
    expect((await dryRun({ rule, over: later })).results.filter(({ matched }) => matched)).toEqual([]);
  });

  test('[AU-8] deals by pools as they are today, says so, and moves no rotation', async () => {
    const type = await anAlertType();
    const assign = { behaviour: 'rotational', pool: [{ group: 'advisers' }] };
    const rule = await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: is('alert.type', type),
      enabled: false,
      actions: [{ do: 'update-reviewer', assign }],
    });
    const eventsFrom = await now();
    const { id } = await anAlert({ type });
    await here().local.idle();
    const over = { eventsFrom, eventsTo: await now() };
    const first = await dryRun({ ruleId: rule.id, over });
    const mine = ({ results }: DryRun) => results.filter(({ recordId }) => recordId === id);
    expect(mine(first)).toMatchObject([{ matched: true, ruleVersion: 1, inputs: 'today' }]);
    expect(mine(await dryRun({ ruleId: rule.id, over }))).toEqual(mine(first));
    expect(await here().as.admin.get(`/v1/alerts/${id}`)).not.toHaveProperty('reviewer');
    expect((await runsOn(id)).filter(({ ruleId }) => ruleId === rule.id)).toEqual([]);
  });

  test('[AU-8] goes through a period page by page', async () => {
    const type = await aCaseType();
    const eventsFrom = await now();
    const ids: string[] = [];
    for (let made = 0; made < 7; made++) ids.push((await aCase({ type })).id);
    await here().local.idle();
    const body = { rule: draft({ condition: is('case.type', type) }), over: { eventsFrom, eventsTo: await now() } };
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await dryRun(body, `?limit=3${cursor}`);
      seen.push(...page.results.map(({ recordId }) => recordId));
      cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    expect(seen.filter((id) => ids.includes(id)).sort()).toEqual([...ids].sort());
  });

  test('[AU-8] a replay gives what came of the rule then, by its version of then', async () => {
    const type = await aCaseType();
    const condition = { all: [is('case.type', type), is('case.priority', 'high')] };
    const rule = await aRule(draft({ condition }));
    const eventsFrom = await now();
    const loud = await aCase({ type, priority: 'high' });
    const quiet = await aCase({ type });
    await here().local.idle();
    const eventsTo = await now();
    const then = [...(await runsOn(loud.id)), ...(await runsOn(quiet.id))].filter(({ ruleId }) => ruleId === rule.id);
    const changed = { body: draft({ condition: is('case.type', 'hazard-report') }), headers: { 'if-match': '"1"' } };
    expect((await here().as.admin.send('PUT', `/v1/rules/${rule.id}`, changed)).status).toBe(200);
    const { results } = await dryRun({ ruleId: rule.id, over: { eventsFrom, eventsTo } }, '?replay=recorded');
    const own = [loud, quiet].flatMap(({ id }) => results.filter(({ recordId }) => recordId === id));
    expect(own.map(({ matched, ruleVersion, inputs }) => [matched, ruleVersion, inputs])).toEqual([
      [true, 1, 'recorded'],
      [false, 1, 'recorded'],
    ]);
    expect(own).toEqual(then.map(({ id: _id, ruleId: _rule, at: _at, ...run }) => ({ ...run, inputs: 'recorded' })));
  });

  test('[AU-8] refuses what it cannot try, with pointers', async () => {
    const { id } = await aCase();
    const over = { recordId: id };
    const send = (body: object, who = here().as.admin) => who.send('POST', '/v1/rules/dry-run', { body });
    expectRefused(await send({ over }), 400, undefined, ['/rule']);
    expectRefused(await send({ rule: draft({ condition: is('case.colour', 'x') }), over }), 400, undefined, [
      '/rule/condition/field',
    ]);
    expectRefused(await send({ ruleId: 'no-rule', over }), 422, undefined, ['/ruleId']);
    expectRefused(await send({ rule: draft(), over: { recordId: 'none' } }), 404);
    const backwards = { eventsFrom: '2026-11-02T00:00:00.000Z', eventsTo: '2026-11-01T00:00:00.000Z' };
    expectRefused(await send({ rule: draft(), over: backwards }), 400, undefined, ['/over/eventsTo']);
    expectRefused(await send({ rule: draft(), over }, here().as.manager), 403);
  });
});
