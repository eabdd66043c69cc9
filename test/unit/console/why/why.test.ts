import { describe, expect, test } from 'vitest';
import { conditionTree, fieldParts } from '#console/why/condition-tree.ts';
import { chainSteps, type WhyLink } from '#console/why/why-chain.ts';

const at = '2027-03-01T09:00:00.000Z';

describe('[UI-1] the conditions of a rule as a tree', () => {
  test('has every part with whether it held and what was found', () => {
    const comparison = { field: 'case.priority', op: 'is', wanted: 'high', value: 'low', held: false };
    const tree = conditionTree({
      all: [
        comparison,
        { not: { now: 'working', calendar: 'campus', held: false }, held: true },
        { any: [{ some: 'tasks', records: 3, value: 1, record: 't1', where: comparison, held: true }], held: true },
        { count: 'alerts', within: 'P30D', op: 'gte', wanted: 2, value: 3, held: true },
        { some: 'cases', atLeast: 2, records: 3, value: 2, held: true },
        { none: 'notes', records: 0, value: 0, held: true },
      ],
      held: false,
    });
    expect(tree.held).toBe(false);
    expect(tree.parts.map(({ line }) => line.kind)).toEqual(['comparison', 'not', 'any', 'count', 'at-least', 'none']);
    expect(tree.parts[0]?.line).toEqual({
      kind: 'comparison',
      field: 'case.priority',
      op: 'is',
      wanted: 'high',
      value: 'low',
    });
    expect(tree.parts[1]?.parts[0]?.line).toEqual({ kind: 'working', calendar: 'campus' });
    expect(tree.parts[2]?.parts[0]).toMatchObject({ line: { kind: 'some', of: 'tasks' }, parts: [{ held: false }] });
  });

  test('names a field by its record and its member', () => {
    expect(fieldParts('case.fields.course')).toEqual({ of: 'case', member: 'fields.course' });
  });
});

describe('[UI-1] a chain from a value back to what began it', () => {
  const chain: WhyLink[] = [
    {
      kind: 'event',
      id: 'e2',
      at,
      detail: {
        type: 'Alert Priority Changed',
        subject: { kind: 'alert', id: 'a1' },
        before: { priority: 'low' },
        after: { priority: 'high' },
      },
    },
    { kind: 'rule', id: 'r1', at, detail: { title: 'Raise it', version: 2, runId: 'run1' } },
    { kind: 'event', id: 'e1', at, detail: { type: 'Alert Created', subject: { kind: 'alert', id: 'a1' } } },
    { kind: 'signal', id: 'lms-missed-classes', at, detail: {} },
  ];

  test('leads over the rule, with the run that holds its conditions, to the signal', () => {
    expect(chainSteps(chain)).toEqual([
      { kind: 'set', at, event: 'Alert Priority Changed', before: 'low', after: 'high' },
      { kind: 'rule', at, title: 'Raise it', run: { id: 'run1', recordId: 'a1' } },
      { kind: 'event', at, event: 'Alert Created', of: { kind: 'alert', id: 'a1' } },
      { kind: 'signal', at, id: 'lms-missed-classes' },
    ]);
  });

  test('keeps to itself what the reader may not see', () => {
    expect(
      chainSteps([
        { kind: 'rule', at },
        { kind: 'event', at },
      ]),
    ).toEqual([
      { kind: 'hidden', at },
      { kind: 'hidden', at },
    ]);
  });
});
