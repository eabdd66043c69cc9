import { describe, expect, it } from 'vitest';
import { causeOf } from '#shared/rules/decide-run.ts';
import { behind, inOrder, placeOf } from '#shared/rules/order.ts';
import { runSchema } from '#shared/rules/run.ts';
import { aCase, anAlert, rule, ruleId, run } from './sample-rules.ts';

const isCritical = { field: 'alert.priority', op: 'is', value: 'critical' };
const hasContact = { field: 'alert.contactId', op: 'is', value: 'S1' };
const otherRule = '01KAG0000000000000000000R2';

describe('a run of a rule', () => {
  it('[AU-1] does its actions where its condition holds', () => {
    const { run: told, decisions } = run(rule({ condition: hasContact }));
    expect(told.matched).toBe(true);
    expect(decisions.map(({ after }) => after)).toMatchObject([{ priority: 'critical', version: 5 }]);
  });

  it('[AU-1] does nothing where its condition does not hold', () => {
    const { run: told, decisions } = run(rule({ condition: isCritical }));
    expect(told).toMatchObject({ matched: false, actions: [] });
    expect(decisions).toEqual([]);
  });

  it('[AU-1] does its actions always where it has no condition', () => {
    expect(run(rule()).run).toMatchObject({ matched: true, explanation: { all: [], held: true } });
  });

  it('[AU-7] explains each condition with what was wanted and found, also where the rule did not match', () => {
    const { run: told } = run(rule({ condition: { all: [hasContact, { not: isCritical }, isCritical] } }));
    expect(told.explanation).toEqual({
      held: false,
      all: [
        { field: 'alert.contactId', op: 'is', wanted: 'S1', value: 'S1', held: true },
        {
          held: true,
          not: { field: 'alert.priority', op: 'is', wanted: 'critical', value: 'medium', held: false },
        },
        { field: 'alert.priority', op: 'is', wanted: 'critical', value: 'medium', held: false },
      ],
    });
  });

  it('[AU-7] says which rule at which version did what about which event, when', () => {
    const { run: told } = run(rule());
    expect(runSchema.parse(told)).toEqual(told);
    expect(told).toMatchObject({
      ruleId,
      ruleVersion: 2,
      eventId: '01KAG0000000000000000000E1',
      recordId: '01KAG0000000000000000000A1',
      at: '2026-11-23T12:01:00.000Z',
      actions: [{ do: 'update-priority', done: true, changed: { priority: 'critical' } }],
    });
  });

  it('[AU-3] asks about the record as it is now, whatever it was when the event happened', () => {
    const critical = anAlert({ priority: 'critical' });
    expect(run(rule({ condition: isCritical }), { target: critical }).run.matched).toBe(true);
  });
});

describe('the guard of a rule', () => {
  it('[AU-6] never lets it fire on what it caused, however far back', () => {
    const cause = { depth: 3, ruleId: otherRule, rules: [ruleId, otherRule] };
    const { run: told, decisions } = run(rule(), { cause });
    expect(told).toMatchObject({ matched: false, skipped: 'own-effect', actions: [] });
    expect(told.explanation).toMatchObject({ held: true });
    expect(decisions).toEqual([]);
  });

  it('[AU-6] lets it fire on what another rule caused', () => {
    expect(run(rule(), { cause: { depth: 1, ruleId: otherRule, rules: [otherRule] } }).run.matched).toBe(true);
  });

  it.each([
    [7, undefined],
    [8, 'depth'],
    [9, 'depth'],
  ])('[AU-6] ends a chain at eight: an event at depth %i', (depth, skipped) => {
    const { run: told } = run(rule(), { cause: { depth, rules: [otherRule] } });
    expect(told.skipped).toBe(skipped);
    expect(told.matched).toBe(skipped === undefined);
  });

  it('[AU-6] is fed by the effects of a run, which name every rule on the way', () => {
    const event = { eventId: 'E1', cause: { depth: 1, rules: [otherRule] } };
    expect(causeOf(rule(), event)).toEqual({ eventId: 'E1', ruleId, depth: 2, rules: [otherRule, ruleId] });
  });
});

describe('the order of rules', () => {
  const saved = (key: string, order: number, createdAt: string) => {
    const one = rule({ order }, key);
    return { ...one, record: { ...one.record, createdAt } };
  };
  const first = '2026-11-01T09:00:00.000Z';
  const then = '2026-11-02T09:00:00.000Z';
  const rules = () =>
    inOrder([
      saved('01KAG', 10, then),
      saved('late', -1, then),
      saved('b-of-the-sample', 10, first),
      saved('a-of-the-sample', 10, first),
    ]);

  it('[AU-6] is by their order, then by age, whatever they are called: one that is added runs last among its equals', () => {
    expect(rules().map(({ key }) => key)).toEqual(['late', 'a-of-the-sample', 'b-of-the-sample', '01KAG']);
  });

  it('[FN-1] goes on behind a place in it, also where the rule that stood there has gone', () => {
    const keysBehind = (one: ReturnType<typeof saved>) => behind(rules(), placeOf(one)).map(({ key }) => key);
    expect(keysBehind(saved('late', -1, then))).toEqual(['a-of-the-sample', 'b-of-the-sample', '01KAG']);
    expect(keysBehind(saved('gone', 10, '2026-11-01T12:00:00.000Z'))).toEqual(['01KAG']);
    expect(keysBehind(saved('01KAG', 10, then))).toEqual([]);
  });
});

describe('a rule for cases', () => {
  it('[AU-1] works on the case, and tells of it', () => {
    const told = run(
      rule({
        for: 'case',
        trigger: { event: 'case-created' },
        condition: { field: 'case.priority', op: 'is', value: 'medium' },
      }),
      { target: aCase() },
    );
    expect(told.run).toMatchObject({ matched: true, recordId: aCase().record.id });
    expect(told.decisions).toMatchObject([{ kind: 'case', after: { priority: 'critical' } }]);
  });
});
