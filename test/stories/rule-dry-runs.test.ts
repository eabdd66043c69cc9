import { afterEach, describe, expect, test } from 'vitest';
import type { DryRunResult, DryRunSummary } from '#shared/automation/rules/dry-run.routes.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { aRule, changeRule, is, note, removeRules } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { aMappingOfGrades } from './signal-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  historyOf,
  put,
  runsOn,
  signIn,
  unique,
} from './world.ts';

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

  test('[AU-8] over a period takes the pool, the people and the turn that a run of then kept, and says what it had to take as of today', async () => {
    const team = unique('team-');
    const member = (id: string) => ({ id, name: id, email: `${id}@staff.example.edu` });
    await put(`/v1/groups/${team}`, { name: 'Team', members: [member('amara'), member('ben')] });
    const type = await anAlertType();
    const about = { for: 'alert', trigger: { event: 'alert-created' }, condition: is('alert.type', type) };
    const deal = (more: object) => ({ do: 'update-reviewer', assign: { behaviour: 'rotational', ...more } });
    const rule = await aRule({ ...about, actions: [deal({ pool: [{ group: team }] })] });
    const eventsFrom = await now();
    const ids = [(await anAlert({ type })).id];
    await here().local.idle();
    ids.push((await anAlert({ type })).id);
    await here().local.idle();
    const over = { eventsFrom, eventsTo: await now() };
    await put(`/v1/groups/${team}`, { name: 'Team', members: [member('dev')] });
    const tried = async (more: object) => {
      const { results, summary } = await dryRun({ rule: draft({ ...about, ...more }), over });
      return { given: ids.map((id) => results.find(({ recordId }) => recordId === id)), summary };
    };
    const same = await tried({ actions: [note('first'), deal({ pool: [{ group: team }] })] });
    const reviewers = same.given.map((one) => one?.actions.at(-1)?.changed?.reviewer);
    expect(reviewers).toEqual([{ user: 'amara' }, { user: 'ben' }]);
    expect([same.summary.inputs, same.summary.today]).toEqual(['recorded', undefined]);
    const other = await tried({ actions: [deal({ pool: [{ network: 'adviser' }, { group: team }] })] });
    expect(other.given[0]).toMatchObject({
      inputs: 'today',
      today: ['pools'],
      actions: [{ changed: { reviewer: { user: 'dev' } } }],
    });
    expect(other.summary).toMatchObject({ inputs: 'today', today: ['pools'] });
    const { results } = await dryRun({ ruleId: rule.id, over }, '?replay=recorded');
    expect(ids.map((id) => results.find(({ recordId }) => recordId === id)?.actions[0]?.changed)).toMatchObject([
      { reviewer: { user: 'amara' } },
      { reviewer: { user: 'ben' } },
    ]);
  });

  test('[AU-8] over a period asks of a contact what it had and where it was then', async () => {
    const segment = await aSegment({ field: 'contact.labels', op: 'contains', value: 'athlete' });
    const type = await anAlertType();
    const contact = await aContact({ labels: ['athlete'] });
    await here().local.idle();
    const condition = {
      all: [is('alert.type', type), { field: 'contact.segments', op: 'contains', value: segment }, { none: 'cases' }],
    };
    const about = { for: 'alert', trigger: { event: 'alert-created' }, condition };
    await aRule({ ...about, actions: [note('Alone')] });
    const eventsFrom = await now();
    const { id } = await anAlert({ type, contactId: contact.id });
    await here().local.idle();
    const over = { eventsFrom, eventsTo: await now() };
    await aCase({ contactId: contact.id });
    await put(`/v1/contacts/${contact.id}`, { name: contact.name, email: contact.email, labels: [] });
    await here().local.idle();
    const own = async (rule: object) =>
      (await dryRun({ rule: draft({ ...about, ...rule }), over })).results.find(({ recordId }) => recordId === id);
    expect(await own({})).toMatchObject({ matched: true, inputs: 'recorded' });
    const counting = { all: [condition, { count: 'notes', within: 'P1D', op: 'lt', value: 9 }] };
    expect(await own({ condition: counting })).toMatchObject({ matched: false, inputs: 'today', today: ['related'] });
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

  test('[AU-8] over a period finds the signals and crossings among many other events, with their contact as it was', async () => {
    const segment = await aSegment({ some: 'alerts' });
    const mapping = await aMappingOfGrades();
    const eventsFrom = await now();
    const contact = await aContact({ attributes: { year: 1 } });
    for (let made = 0; made < 30; made++) await aContact();
    await here().local.putEvents([
      { Source: 'sis', DetailType: mapping, Detail: { contactId: contact.id, value: 40 } },
    ]);
    await anAlert({ contactId: contact.id });
    await here().local.idle();
    await put(`/v1/contacts/${contact.id}`, { name: 'Later', email: contact.email, attributes: { year: 2 } });
    await here().local.idle();
    const over = { eventsFrom, eventsTo: await now() };
    const condition = is('contact.attributes.year', 1);
    const actions = [{ do: 'add-label', label: 'tried' }];
    for (const trigger of [
      { event: 'segment-joined', segment },
      { event: 'signal', mapping },
    ]) {
      const found = await dryRun({ rule: draft({ for: 'contact', trigger, condition, actions }), over });
      expect(found.results, trigger.event).toMatchObject([{ recordId: contact.id, matched: true }]);
      expect(found.nextCursor).toBeUndefined();
    }
  });

  test('[AU-8] [AU-10] over a period asks a rule that waits once more, on the record as it was by then, and says which wait still', async () => {
    const type = await aCaseType();
    const open = { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] };
    const condition = { all: [is('case.type', type), open] };
    const rule = draft({ after: 'P7D', condition, actions: [note('A week on'), { do: 'close', reason: 'solved' }] });
    const eventsFrom = await now();
    const [kept, closed] = [await aCase({ type }), await aCase({ type })];
    await here().local.idle();
    const over = { eventsFrom, eventsTo: await now() };
    const own = async (more: object = {}) => {
      const by = await signIn('ada', 'admins');
      const { results } = await by.post<DryRun>('/v1/rules/dry-run', { rule: { ...rule, ...more }, over });
      const ofPeriod = [kept, closed].map(({ id }) => results.find(({ recordId }) => recordId === id));
      // Over the record itself it is asked at the same instants.
      const each = [kept, closed].map(({ id }) => ({ rule: { ...rule, ...more }, over: { recordId: id } }));
      const ofRecords = await Promise.all(each.map((body) => by.post<DryRun>('/v1/rules/dry-run', body)));
      // What an action would make has an id of its own each time.
      const said = (all: readonly (DryRunResult | undefined)[]) =>
        all.map((one) => ({ ...one, actions: one?.actions.map(({ do: name, done }) => [name, done]) }));
      expect(said(ofRecords.flatMap((one) => one.results))).toEqual(said(ofPeriod));
      return ofPeriod;
    };
    // A token lasts a day.
    const closeNow = async (id: string) =>
      expect((await act(await signIn('amara', 'advisers'), `/v1/cases/${id}/close`, { reason: 'solved' })).status).toBe(
        200,
      );
    const dueAt = (days: number) => new Date(Date.parse(kept.createdAt) + days * 86_400_000).toISOString();
    expect(await own()).toMatchObject([
      { matched: true, dueAt: dueAt(7), waits: true },
      { matched: true, waits: true },
    ]);
    await here().local.advance('P3D');
    await closeNow(closed.id);
    await here().local.advance('P5D');
    // What has happened since the week was over is nothing to it.
    await closeNow(kept.id);
    const later = await own();
    expect(later).toMatchObject([
      { matched: true, dueAt: dueAt(7), actions: [{ done: true }, { do: 'close', done: true }] },
      { matched: false, explanation: { all: [{ held: true }, { value: 'resolved', held: false }] }, actions: [] },
    ]);
    for (const one of later) expect(one).not.toHaveProperty('waits');
    expect(await own({ after: 'P1D' })).toMatchObject([
      { matched: true },
      { matched: true, dueAt: expect.any(String) },
    ]);
    // What does not hold at the event does not wait.
    const [never] = await own({ condition: { all: [is('case.type', type), is('case.category', 'resolved')] } });
    expect(never).toMatchObject({ matched: false });
    expect(never).not.toHaveProperty('dueAt');
  });

  test('[AU-8] [AU-10] over a record that no event has set it off on, a rule with a delay waits from now on', async () => {
    const type = await aCaseType();
    const { id } = await aCase({ type });
    const rule = draft({ trigger: { event: 'case-escalated' }, after: 'P1D', actions: [note('A day on')] });
    const over = { recordId: id };
    const day = 86_400_000;
    const from = Date.parse(await now());
    const [result] = (await dryRun({ rule, over })).results;
    expect(result).toMatchObject({ matched: true, waits: true });
    // Each request takes a moment.
    expect(Math.round((Date.parse(String(result?.dueAt)) - from) / 1000) * 1000).toBe(day);
    const never = await dryRun({ rule: { ...rule, condition: is('case.priority', 'critical') }, over });
    expect(never.results).toMatchObject([{ matched: false, actions: [] }]);
    expect(never.results[0]).not.toHaveProperty('waits');
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

  test('[AU-8] a replay finds what time set off, and what waited, and is equal to what was recorded', async () => {
    const [type, label] = [await aCaseType({ targets: [] }), unique('daily-')];
    const quiet = { event: 'no-activity', for: 'PT3H' };
    const daily = {
      event: 'schedule',
      at: '12:00',
      timeZone: 'UTC',
      over: { field: 'contact.labels', op: 'contains' },
    };
    const condition = is('case.type', type);
    const assign = { do: 'update-assignee', assign: { behaviour: 'rotational', pool: [{ group: 'advisers' }] } };
    const rules = [
      await aRule(draft({ trigger: quiet, condition, actions: [note('Quiet'), assign] })),
      await aRule(draft({ trigger: { event: 'case-created' }, after: 'PT30M', condition, actions: [note('Later')] })),
      await aRule({
        title: 'Daily',
        for: 'contact',
        trigger: { ...daily, over: { ...daily.over, value: label } },
        actions: [{ do: 'create-case', join: 'open-case', case: { type, subject: 'Daily' } }],
      }),
      await aRule(draft({ trigger: quiet, condition: { all: [condition, is('case.priority', 'high')] } })),
    ];
    const contacts = [await aContact({ labels: [label] }), await aContact({ labels: [label] })];
    const eventsFrom = await now();
    for (const { id } of contacts) await aCase({ type, contactId: id });
    await here().local.advance('P1D');
    const eventsTo = await now();
    await here().local.advance('PT2H');
    const by = await signIn('ada', 'admins');
    for (const rule of rules) {
      await changeRule(rule, { title: 'Changed', actions: [rule.actions].flat().slice(0, 1), condition: undefined });
      const runs = await everyPage<RuleRun>(by, `/v1/rules/${rule.id}/runs`);
      const over = { eventsFrom, eventsTo };
      const found: DryRun['results'] = [];
      for (let cursor = ''; ; ) {
        const page = await by.post<DryRun>(`/v1/rules/dry-run?replay=recorded&limit=1${cursor}`, {
          ruleId: rule.id,
          over,
        });
        found.push(...page.results);
        if (page.nextCursor === undefined) break;
        cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
      }
      const then = runs.filter(({ at }) => at <= eventsTo);
      expect(then.length, String(rule.title)).toBeGreaterThanOrEqual(2);
      // Those of events come in the order of the events, which need not be that of the runs.
      const byEvent = (one: { eventId?: string }, other: { eventId?: string }) =>
        String(one.eventId).localeCompare(String(other.eventId));
      expect(found.toSorted(byEvent)).toEqual(
        then.toSorted(byEvent).map(({ id: _id, ruleId: _rule, at: _at, ...run }) => ({ ...run, inputs: 'recorded' })),
      );
    }
    // Of one that waited, its event or its run may lie in the period.
    const [, waiting] = rules;
    const halfAnHour = new Date(Date.parse(eventsFrom) + 25 * 60_000).toISOString();
    const found = async (over: object) =>
      (await by.post<DryRun>('/v1/rules/dry-run?replay=recorded', { ruleId: waiting?.id, over })).results.length;
    expect(await found({ eventsFrom: halfAnHour, eventsTo })).toBe(2);
    expect(await found({ eventsFrom, eventsTo: halfAnHour })).toBe(2);
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
    expectRefused(await send({ rule: draft(), over: { recordId: 'none' } }), 422, undefined, ['/over/recordId']);
    const ofDays = { eventsFrom: '2026-11-01', eventsTo: '2026-11-02' };
    expectRefused(await send({ rule: draft(), over: ofDays }), 400, undefined, ['/over/eventsFrom', '/over/eventsTo']);
    const backwards = { eventsFrom: '2026-11-02T00:00:00.000Z', eventsTo: '2026-11-01T00:00:00.000Z' };
    expectRefused(await send({ rule: draft(), over: backwards }), 400, undefined, ['/over/eventsTo']);
    const ofTime = draft({ trigger: { event: 'no-activity', for: 'P1D' } });
    const aDay = { eventsFrom: '2026-11-01T00:00:00.000Z', eventsTo: '2026-11-02T00:00:00.000Z' };
    expectRefused(await send({ rule: ofTime, over: aDay }), 400, undefined, ['/over']);
    expectRefused(await send({ rule: draft(), over }, here().as.manager), 403);
  });
});
