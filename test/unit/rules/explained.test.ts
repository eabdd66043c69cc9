import { describe, expect, it } from 'vitest';
import { judge } from '#shared/automation/rules/decide-run.ts';
import { decidedBy, PassedRules } from '#shared/automation/rules/explained.ts';
import { compileRule } from '#shared/automation/rules/rule-index.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { ruleForCases } from './sample-rules.ts';

const is = (field: string, value: unknown) => ({ field, op: 'is' as const, value });
const at = Date.parse('2026-11-02T09:00:00Z');
const subject = { case: { priority: 'high', stage: 'one' } };

describe('[AU-7] what rules said that nothing came of', () => {
  it.each([
    [{ all: [is('case.priority', 'high'), is('case.stage', 'two')] }, '/condition/all/1', 'one'],
    [{ any: [is('case.priority', 'low'), is('case.stage', 'two')] }, '/condition/any/0', 'high'],
    [{ not: { any: [is('case.priority', 'low'), is('case.stage', 'one')] } }, '/condition/not/any/1', 'one'],
    [is('case.subtype', 'x'), '/condition', null],
  ])('names the first condition that decided: %j', (condition, pointer, value) => {
    const { held, explanation } = evaluate(condition, subject, at);
    expect(held).toBe(false);
    expect(decidedBy(explanation)).toMatchObject({ pointer, value });
  });

  it('keeps as many as fit into eight KB, counts the others, and does not explain those', () => {
    const passed = new PassedRules();
    passed.askAbout({ at, version: 1 });
    const rule = compileRule({ ...ruleForCases({ condition: is('case.stage', 'two') }), version: 1 }, 0);
    const event = { eventId: 'E', cause: { depth: 0 } };
    let asked = 0;
    for (let number = 0; number < 1000; number++)
      passed.add({ ...rule, key: `rule-${number}` }, () => {
        asked += 1;
        return judge(rule, { event, subject, at });
      });
    expect(passed.rules.length + passed.cut).toBe(1000);
    expect(passed.rules.length).toBeGreaterThan(40);
    expect(asked).toBe(passed.rules.length + 1);
    expect(Buffer.byteLength(JSON.stringify(passed.rules))).toBeLessThan(8_000);
  });
});
