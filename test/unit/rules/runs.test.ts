import { describe, expect, it } from 'vitest';
import { isLasting } from '#functions/failures.ts';
import { causeOf, endsHere, failedRun, undoneRun } from '#shared/automation/rules/decide-run.ts';
import { behind, inOrder, placeOf } from '#shared/automation/rules/order.ts';
import { runSchema } from '#shared/automation/rules/run.ts';
import { failureOf, Refusal } from '#shared/core/errors.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import { noon } from '../cases/sample-cases.ts';
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
    const subject = { kind: 'alert' as const, id: 'A1' };
    const event = { eventId: 'E1', subject, cause: { depth: 1, rules: [otherRule] } };
    expect(causeOf(rule(), event)).toEqual({ eventId: 'E1', subject, ruleId, depth: 2, rules: [otherRule, ruleId] });
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

describe('[AU-7] a rule that could not be carried out', () => {
  const failure = { code: 'change-too-large', reason: 'It needs 5000 KB of writes' } as const;
  const last = rule({ stopOnMatch: true });

  it('[AU-7] says that it held and why nothing of it was done, and is not the last', () => {
    const { run: told } = run(last);
    const undone = undoneRun(told, failure);
    expect(runSchema.parse(undone)).toEqual(undone);
    expect(undone).toMatchObject({ matched: true, failure, actions: [{ do: 'update-priority', done: false }] });
    expect(undone.explanation).toEqual(told.explanation);
    expect([endsHere(told, last), endsHere(undone, last), endsHere(told, rule())]).toEqual([true, false, false]);
  });

  it('[AU-7] leaves a run also where it came to no decision', () => {
    const event = { eventId: 'E1', subject: { kind: 'alert' as const, id: 'A1' } };
    const failed = failedRun(last, event, { at: noon, failure: failureOf(new Error('secret')) });
    expect(runSchema.parse(failed)).toEqual(failed);
    expect(failed).toMatchObject({
      ruleId,
      recordId: 'A1',
      matched: false,
      failure: { code: 'internal' },
      actions: [],
    });
    expect(JSON.stringify(failed)).not.toContain('secret');
    expect(endsHere(failed, last)).toBe(false);
  });

  it('[AU-7] fails for good by a refusal or a fault of ours, and not by what AWS or others were doing', () => {
    const ofAws = Object.assign(new Error('throttled'), { $metadata: {} });
    expect([new Refusal('change-too-large'), new Error('a fault of ours')].map(isLasting)).toEqual([true, true]);
    expect([new Refusal('write-conflict'), new CommitConflict('first'), ofAws].map(isLasting)).toEqual([
      false,
      false,
      false,
    ]);
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
