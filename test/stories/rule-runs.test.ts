import { afterEach, describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  anAlert,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  historyOf,
  put,
  runsOn,
  unique,
} from './world.ts';

describe('[AU-6] order, stopping and guards', () => {
  afterEach(removeRules);

  test('[AU-6] rules run in their order, each on what those before it left', async () => {
    const type = await aCaseType();
    const rule = (order: number, priority: string, text: string) =>
      aRule({
        for: 'case',
        trigger: { event: 'case-created' },
        order,
        condition: { all: [is('case.type', type), is('case.priority', priority)] },
        actions: [note(text), { do: 'update-priority', priority: 'critical' }],
      });
    await rule(30, 'medium', 'third');
    await rule(20, 'critical', 'second');
    await rule(10, 'medium', 'first');
    const { id } = await aCase({ type });
    expect(await notesOn('cases', id)).toEqual(['first', 'second']);
  });

  test('[AU-6] one that matches and says so is the last; one that does not match stops nobody', async () => {
    const type = await aCaseType();
    const rule = (order: number, text: string, more: object = {}) =>
      aRule({
        for: 'case',
        trigger: { event: 'case-created' },
        order,
        condition: is('case.type', type),
        actions: [note(text)],
        ...more,
      });
    await rule(1, 'never', { condition: is('case.subject', 'something else'), stopOnMatch: true });
    await rule(2, 'off', { enabled: false, stopOnMatch: true });
    await rule(3, 'one');
    await rule(4, 'two', { stopOnMatch: true });
    await rule(5, 'three');
    expect(await notesOn('cases', (await aCase({ type })).id)).toEqual(['one', 'two']);
  });

  test('[AU-6] a rule never fires on what it caused; two that set each other off come to rest', async () => {
    const type = await aCaseType();
    const flip = (from: string, to: string) =>
      aRule({
        for: 'case',
        trigger: { event: 'case-priority-changed' },
        condition: { all: [is('case.type', type), is('event.detail.after.priority', from)] },
        actions: [{ do: 'update-priority', priority: to }],
      });
    const up = await flip('low', 'high');
    const down = await flip('high', 'low');
    const { id } = await aCase({ type });
    await here().as.manager.send('PATCH', `/v1/cases/${id}`, {
      body: { priority: 'low' },
      headers: { 'if-match': '"1"' },
    });
    await here().local.idle();
    const changes = (await historyOf('cases', id)).filter(({ type: what }) => what === 'Case Updated');
    expect(changes.map(({ actor, cause }) => [actor.id, cause.depth])).toEqual([
      ['amara', 0],
      [up.id, 1],
      [down.id, 2],
    ]);
    const skipped = (await runsOn(id)).filter((run) => run.skipped !== undefined);
    expect(skipped.map(({ ruleId, skipped: why }) => [ruleId, why])).toContainEqual([up.id, 'own-effect']);
  });

  test('[AU-6] a chain of rules ends at a depth of eight', async () => {
    const steps = Array.from({ length: 11 }, (_, index) => index);
    const levels = steps.map(() => unique('level-'));
    for (const [index, level] of levels.entries())
      await put(`/v1/priorities/${level}`, { name: level, order: 100 + index });
    const type = await aCaseType({ priorities: ['medium', ...levels], targets: [] });
    for (const index of steps.slice(1))
      await aRule({
        for: 'case',
        trigger: { event: 'case-priority-changed' },
        condition: { all: [is('case.type', type), is('event.detail.after.priority', levels[index - 1])] },
        actions: [{ do: 'update-priority', priority: levels[index] }],
      });
    const { id } = await aCase({ type });
    await here().as.manager.send('PATCH', `/v1/cases/${id}`, {
      body: { priority: levels[0] },
      headers: { 'if-match': '"1"' },
    });
    await here().local.idle();
    expect((await here().as.admin.get<CaseAnswer>(`/v1/cases/${id}`)).priority).toBe(levels[8]);
    const changes = (await historyOf('cases', id)).filter(({ type: what }) => what === 'Case Updated');
    expect(changes.map(({ cause }) => cause.depth)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await runsOn(id)).filter(({ skipped }) => skipped === 'depth').length).toBeGreaterThan(0);
  });
});

describe('[AU-7] runs', () => {
  afterEach(removeRules);

  test('[AU-7] tell which conditions held with which values, and what each action did', async () => {
    const type = await anAlertType();
    const rule = await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: {
        all: [
          is('alert.type', type),
          { not: is('alert.hasCase', true) },
          { any: [{ field: 'contact.labels', op: 'contains', value: 'athlete' }] },
        ],
      },
      actions: [
        {
          do: 'update-reviewer',
          assign: { behaviour: 'selected', pool: [{ network: 'adviser' }, { group: 'tutors' }] },
        },
        { do: 'update-priority', priority: 'medium' },
        { do: 'create-case', case: { type: 'academic-concern' } },
        { do: 'create-case', case: { type: 'academic-concern' } },
      ],
    });
    const contact = await aContact({ labels: ['athlete'], network: { adviser: { user: 'ben' } } });
    const { id } = await anAlert({ type, contactId: contact.id });
    await here().local.idle();
    const alert = await here().as.admin.get<AlertAnswer>(`/v1/alerts/${id}`);
    expect(alert).toMatchObject({ reviewer: { user: 'ben' }, status: 'escalated' });
    const [created] = await historyOf('alerts', id);
    const [run, ...others] = (await runsOn(id)).filter(({ matched }) => matched);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      ruleId: rule.id,
      ruleVersion: 1,
      eventId: created?.eventId,
      recordId: id,
      matched: true,
      explanation: {
        held: true,
        all: [
          { field: 'alert.type', op: 'is', wanted: type, value: type, held: true },
          { not: { field: 'alert.hasCase', value: false, held: false }, held: true },
          { any: [{ field: 'contact.labels', wanted: 'athlete', value: ['athlete'], held: true }], held: true },
        ],
      },
      actions: [
        { do: 'update-reviewer', done: true, changed: { reviewer: { user: 'ben' } } },
        { do: 'update-priority', done: false, reason: 'unchanged' },
        { do: 'create-case', done: true, changed: { caseId: alert.caseId } },
        { do: 'create-case', done: false, reason: 'has-case' },
      ],
    });
  });

  test('[AU-7] [CA-1] the case that a rule creates is about the contact, says it was a rule, and carries the cause', async () => {
    const type = await anAlertType();
    const action = {
      do: 'create-case',
      case: { type: 'academic-concern', subject: 'By a rule', assignee: { group: 'tutors' } },
    };
    const rule = await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: is('alert.type', type),
      actions: [action],
    });
    const contact = await aContact();
    const { id } = await anAlert({ type, contactId: contact.id, priority: 'high' });
    await here().local.idle();
    const { caseId } = await here().as.admin.get<AlertAnswer>(`/v1/alerts/${id}`);
    expect(await here().as.admin.get<CaseAnswer>(`/v1/cases/${caseId}`)).toMatchObject({
      subject: 'By a rule',
      contactId: contact.id,
      priority: 'high',
      assignee: { group: 'tutors' },
      alertIds: [id],
      createdBy: { kind: 'rule', id: rule.id },
    });
    const [made] = await historyOf('alerts', id);
    const [raised] = await historyOf('cases', String(caseId));
    expect(raised?.cause).toMatchObject({ eventId: made?.eventId, ruleId: rule.id, depth: 1 });
  });

  test('[AU-7] are kept where nothing matched, and found by rule and by record, newest first', async () => {
    const type = await aCaseType();
    const rule = await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: { all: [is('case.type', type), is('case.priority', 'critical')] },
      actions: [note('x')],
    });
    const quiet = await aCase({ type });
    await here().local.idle(); // or either might be looked at first
    const loud = await aCase({ type, priority: 'critical' });
    await here().local.idle();
    const runs = await everyPage<{ recordId: string; matched: boolean }>(
      here().as.admin,
      `/v1/rules/${rule.id}/runs`,
      1,
    );
    const own = runs.filter(({ recordId }) => [quiet.id, loud.id].includes(recordId));
    expect(own.map(({ recordId, matched }) => [recordId, matched])).toEqual([
      [loud.id, true],
      [quiet.id, false],
    ]);
    const seen = await here().as.manager.get<{ items: { ruleId: string }[] }>(`/v1/rule-runs?recordId=${quiet.id}`);
    expect(seen.items.map(({ ruleId }) => ruleId)).toContain(rule.id);
    expectRefused(await here().as['other staff'].send('GET', `/v1/rule-runs?recordId=${quiet.id}`), 404);
    expectRefused(await here().as.manager.send('GET', `/v1/rules/${rule.id}/runs`), 403);
    expectRefused(await here().as.admin.send('GET', '/v1/rule-runs'), 400, undefined, ['/query/recordId']);
  });
});
