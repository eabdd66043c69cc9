import { describe, expect, it } from 'vitest';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import { findingsOf } from '#shared/automation/rules/check-rule.ts';
import { triggersOfAction } from '#shared/automation/rules/effects.ts';
import { triggersOf } from '#shared/automation/rules/triggers.ts';
import { buildRegistry } from '#shared/core/conditions/registry.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { processorTime } from '../processor-time.ts';
import { aCase, rule, ruleForCases, run } from './sample-rules.ts';

const registry = buildRegistry({
  choices: { 'case.priority': ['high', 'low'] },
  caseFields: [{ key: 'room', name: 'Room', type: 'text' }],
});
const check = (one: Configured<'rules'>, ...others: Configured<'rules'>[]) =>
  findingsOf(one, {
    registry,
    at: Date.parse('2026-11-02T09:00:00Z'),
    others,
    fieldsOfTypes: {
      case: new Map([
        ['hazard', new Set(['room'])],
        ['concern', new Set()],
      ]),
      alert: new Map(),
    },
  });
const is = (field: string, value: unknown) => ({ field, op: 'is', value });
const on = (event: string, key: string, members: object) => ({
  ...ruleForCases({ trigger: { event }, ...members }),
  key,
});
const priority = (value: string) => [{ do: 'update-priority', priority: value }];

describe('[AU-15] a rule is checked', () => {
  it('for a condition that excludes itself', () => {
    const one = ruleForCases({ condition: { all: [is('case.priority', 'high'), is('case.priority', 'low')] } });
    expect(check(one).errors).toEqual([expect.objectContaining({ code: 'contradiction', pointer: '/condition' })]);
  });

  it.each<[string, Configured<'rules'>]>([
    ['a task of an alert', rule({ condition: { field: 'task.type', op: 'exists' } })],
    [
      'a field that another type has',
      ruleForCases({ condition: { all: [is('case.type', 'concern'), is('case.fields.room', '1')] } }),
    ],
  ])('for a condition that asks for what there is not: %s', (_, one) => {
    expect(check(one).errors).toEqual([expect.objectContaining({ code: 'cannot-match' })]);
  });

  it('and takes what may hold', () => {
    const one = ruleForCases({ condition: { all: [is('case.type', 'hazard'), is('case.fields.room', '1')] } });
    expect(check(one)).toEqual({ errors: [], warnings: [] });
    expect(check(rule({ condition: { not: { field: 'task.type', op: 'exists' } } })).errors).toEqual([]);
  });

  it('[AU-3] and takes a plain field of what a contact may have several of, in a rule about a contact', () => {
    const contact = {
      for: 'contact',
      trigger: { event: 'contact-updated' },
      actions: [{ do: 'add-label', label: 'x' }],
    };
    for (const field of ['alert.priority', 'case.priority', 'task.type'])
      expect(check(rule({ ...contact, condition: is(field, 'high') })).errors).toEqual([]);
    // One has the one, and another one the other.
    const two = { all: [is('case.priority', 'high'), is('case.priority', 'low')] };
    expect(check(rule({ ...contact, condition: two })).errors).toEqual([]);
    const same = { some: 'cases', where: two };
    expect(check(rule({ ...contact, condition: { all: [same, is('contact.kind', 'none')] } })).errors).toMatchObject([
      { code: 'contradiction' },
    ]);
  });

  it('by the records of its schedule too, and against others of the very same instants', () => {
    const schedule = (at: string, over: object) => ({ event: 'schedule', at, timeZone: 'UTC', over });
    const of = (at: string, key: string, level: string, over: object = is('case.type', 'hazard')) => ({
      ...ruleForCases({ trigger: schedule(at, over), actions: priority(level) }),
      key,
    });
    const never = { all: [is('case.priority', 'high'), is('case.priority', 'low')] };
    expect(check(of('07:00', 'one', 'high', never)).errors).toEqual([
      expect.objectContaining({ code: 'contradiction', pointer: '/trigger/over' }),
    ]);
    const one = of('07:00', 'one', 'high');
    expect(check(one, of('07:00', 'two', 'low')).warnings.map(({ code }) => code)).toEqual(['undoes']);
    expect(check(one, of('08:00', 'two', 'low')).warnings).toEqual([]);
    expect(check(one, of('07:00', 'two', 'low', is('case.type', 'concern'))).warnings).toEqual([]);
    const quiet = ruleForCases({ trigger: { event: 'no-activity', for: 'P1D' }, actions: priority('low') });
    expect(check(on('case-created', 'up', { actions: priority('high') }), quiet).warnings).toEqual([]);
  });

  it.each([
    { field: 'now.hour', op: 'lt', value: 12 },
    { now: 'working', calendar: 'campus' },
    { some: 'alerts', where: is('alert.priority', 'high') },
    { count: 'alerts', within: 'P30D', op: 'gte', value: 3 },
  ])('and takes what every record may be asked: %j', (condition) => {
    for (const one of [rule({ condition }), ruleForCases({ condition })])
      expect(check(one)).toEqual({ errors: [], warnings: [] });
  });

  it('against another that sets the same thing otherwise on the same occasion, with a record where both do', () => {
    const up = on('case-created', 'up', { condition: is('case.private', true), actions: priority('high') });
    const down = on('case-created', 'down', {
      condition: { field: 'case.openTasks', op: 'gt', value: 2 },
      actions: priority('low'),
    });
    expect(check(up, down).warnings).toEqual([
      {
        code: 'undoes',
        detail: expect.stringContaining('rule down'),
        example: { 'case.private': true, 'case.openTasks': 3 },
      },
    ]);
  });

  it('against another only where both can meet one record, both are enabled, and they differ', () => {
    const up = on('case-created', 'up', { condition: is('case.private', true), actions: priority('high') });
    const others = [
      on('case-created', 'apart', { condition: is('case.private', false), actions: priority('low') }),
      on('case-created', 'same', { actions: priority('high') }),
      on('case-created', 'off', { enabled: false, actions: priority('low') }),
      on('case-closed', 'later', { actions: priority('low') }),
    ];
    expect(check(up, ...others).warnings).toEqual([]);
  });

  it('against another that it sets off, and that takes it back', () => {
    const adds = on('case-created', 'adds', { actions: [{ do: 'add-tag', tag: 'new' }] });
    const removes = on('case-updated', 'removes', { actions: [{ do: 'remove-tag', tag: 'new' }] });
    expect(check(adds, removes).warnings.map(({ code }) => code)).toEqual(['undoes']);
  });

  it('for circles over any number of rules, by what each leaves', () => {
    const step = (from: string, to: string) =>
      on('case-status-changed', `${from}-${to}`, {
        condition: is('case.status', from),
        actions: [{ do: 'update-status', status: to }],
      });
    const [ab, bc, ca, bd] = [step('a', 'b'), step('b', 'c'), step('c', 'a'), step('b', 'd')];
    expect(check(ab, bc, bd).warnings).toEqual([]);
    const { warnings, errors } = check(ab, bc, ca, bd);
    expect(errors).toEqual([]);
    expect(warnings.filter(({ code }) => code === 'circular')).toEqual([
      expect.objectContaining({
        detail: expect.stringMatching(/^this rule sets off rule b-c .* sets off rule c-a .* sets off this rule/),
      }),
    ]);
    expect(check(on('case-updated', 'own', { actions: priority('high') })).warnings.map(({ code }) => code)).toEqual([
      'circular',
    ]);
  });

  it('among a thousand others within a second', () => {
    const others = Array.from({ length: 1000 }, (_, index) =>
      on('case-updated', `r${index}`, {
        condition: is('case.subject', `s${index}`),
        actions: [{ do: 'add-tag', tag: `t${index}` }],
      }),
    );
    const start = processorTime();
    check(on('case-created', 'one', { actions: [{ do: 'add-tag', tag: 'x' }] }), ...others);
    expect(processorTime() - start).toBeLessThan(1000);
  });

  it('knowing what each action sets off', () => {
    const minute = { amount: 1, unit: 'minutes', time: 'calendar' };
    const onAlert = [
      { do: 'update-reviewer', user: 'u9' },
      { do: 'resolve' },
      { do: 'dismiss' },
      { do: 'create-case', case: { type: 'academic-concern' } },
      { do: 'escalate', join: 'new', case: { type: 'academic-concern' } },
    ];
    const onCase = [
      { do: 'update-assignee', user: 'u9' },
      { do: 'update-status', status: 'open' },
      { do: 'update-stage', stage: 'stage-1' },
      { do: 'create-task', task: { title: 'x' } },
      { do: 'add-subscriber', user: 'u9' },
      { do: 'set-private', private: true },
      { do: 'create-case', case: { type: 'academic-concern' } },
    ];
    const onBoth = [
      { do: 'update-priority', priority: 'critical' },
      { do: 'update-due', in: minute },
      { do: 'add-tag', tag: 'x' },
      { do: 'add-note', note: { text: 'x', public: false } },
      { do: 'create-alert', alert: { type: 'attendance', course: { code: 'M1' } } },
      { do: 'send-mail', template: 'x', to: { user: 'u9' } },
    ];
    const setOff = [
      ...[...onAlert, ...onBoth].map((action) => ({
        action,
        kind: 'alert' as const,
        made: run(rule({ actions: [action] })),
      })),
      ...[...onCase, ...onBoth].map((action) => ({
        action,
        kind: 'case' as const,
        made: run(ruleForCases({ actions: [action] }), { target: { ...aCase(), tasks: [] } as RuleTarget }),
      })),
    ];
    for (const { action, kind, made } of setOff) {
      const [said] = (kind === 'alert' ? rule({ actions: [action] }) : ruleForCases({ actions: [action] })).value
        .actions;
      const triggers = made.decisions.flatMap((decision) =>
        decision.events.flatMap((event) =>
          triggersOf({ ...event, subject: { kind: decision.kind, id: 'x' } } as never),
        ),
      );
      expect([action.do, made.run.actions[0]?.reason ?? made.run.actions[0]?.done]).toEqual([action.do, true]);
      expect([action.do, triggers.filter((name) => !triggersOfAction(said as never, kind).includes(name))]).toEqual([
        action.do,
        [],
      ]);
      expect([action.do, triggers.length > 0]).toEqual([action.do, triggersOfAction(said as never, kind).length > 0]);
    }
  });
});
