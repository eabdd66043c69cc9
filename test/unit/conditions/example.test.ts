import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison, Condition } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { exampleOf } from '#shared/core/conditions/example.ts';
import { buildRegistry } from '#shared/core/conditions/registry.ts';

const at = Date.parse('2026-11-02T09:00:00Z');
const registry = buildRegistry({
  choices: { 'case.priority': ['high', 'low'] },
  caseFields: [
    { key: 'paid', name: 'Paid', type: 'money' },
    { key: 'since', name: 'Since', type: 'date' },
  ],
});
const example = (tree: Condition) => exampleOf(tree, { registry, at });
const is = (field: string, value: unknown): Comparison => ({ field, op: 'is', value });

/** A subject that has the values of an example. */
const subjectOf = (values: ReadonlyMap<string, unknown>) => {
  const subject: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of values) {
    const path = name === 'case.status' ? 'case.status.key' : name;
    const steps = path.split('.');
    let place: Record<string, unknown> = subject;
    for (const step of steps.slice(0, -1)) {
      place[step] ??= {};
      place = place[step] as Record<string, unknown>;
    }
    place[steps.at(-1) as string] = value;
  }
  return subject;
};

describe('[AU-15] an example of a condition', () => {
  it.each<[string, Condition]>([
    ['two values of one field', { all: [is('case.priority', 'high'), is('case.priority', 'low')] }],
    ['a value and none', { all: [is('case.subject', 'x'), { field: 'case.subject', op: 'not-exists' }] }],
    [
      'none of all choices',
      {
        all: [
          { field: 'case.priority', op: 'exists' },
          { field: 'case.priority', op: 'not-in', value: ['high', 'low'] },
        ],
      },
    ],
    [
      'numbers that cross',
      {
        all: [
          { field: 'case.openTasks', op: 'gt', value: 5 },
          { field: 'case.openTasks', op: 'lt', value: 3 },
        ],
      },
    ],
    [
      'an amount that is more and no more',
      {
        all: [
          { field: 'case.fields.paid', op: 'gt', value: 5 },
          { field: 'case.fields.paid', op: 'lte', value: 5 },
        ],
      },
    ],
    [
      'a beginning that is not contained',
      {
        all: [
          { field: 'case.subject', op: 'starts-with', value: 'abc' },
          { field: 'case.subject', op: 'not-contains', value: 'B' },
        ],
      },
    ],
    [
      'two beginnings',
      {
        all: [
          { field: 'case.subject', op: 'starts-with', value: 'abc' },
          { field: 'case.subject', op: 'starts-with', value: 'abd' },
        ],
      },
    ],
    [
      'before and after',
      {
        all: [
          { field: 'case.dueAt', op: 'before', value: '2026-11-02T00:00:00.000Z' },
          { field: 'case.dueAt', op: 'after', value: '2026-11-03T00:00:00.000Z' },
        ],
      },
    ],
    [
      'younger than a week and older than a month',
      {
        all: [
          { field: 'case.createdAt', op: 'within', value: { ago: 'P7D' } },
          { field: 'case.createdAt', op: 'before', value: { ago: 'P31D' } },
        ],
      },
    ],
    [
      'long gone and within a month',
      {
        all: [
          { field: 'case.createdAt', op: 'before', value: '2020-01-01T00:00:00.000Z' },
          { field: 'case.createdAt', op: 'within', value: { ago: 'P30D' } },
        ],
      },
    ],
    ['two people', { all: [is('case.assignee', 'u1'), is('case.assignee', { user: 'u2' })] }],
    [
      'a part of an any that is out',
      {
        all: [
          { any: [is('case.private', true), is('case.priority', 'low')] },
          is('case.private', false),
          is('case.priority', 'high'),
        ],
      },
    ],
    ['an hour that no clock shows', { field: 'now.hour', op: 'gt', value: 23 }],
    [
      'the evening and the morning of one zone',
      {
        all: [
          { field: 'now.hour', op: 'gte', value: 18, timeZone: 'Europe/London' },
          { field: 'now.hour', op: 'lt', value: 9, timeZone: 'Europe/London' },
        ],
      },
    ],
    ['no day of the week', { field: 'now.dayOfWeek', op: 'not-exists' }],
    ['fewer than none', { count: 'signals', within: 'P30D', op: 'lt', value: 0 }],
    ['one and a half', { count: 'signals', within: 'P30D', op: 'is', value: 1.5 }],
    [
      'three and fewer than two of the same',
      {
        all: [
          { count: 'alerts', where: is('alert.priority', 'low'), within: 'P30D', op: 'gte', value: 3 },
          { count: 'alerts', where: is('alert.priority', 'low'), within: 'P30D', op: 'lt', value: 2 },
        ],
      },
    ],
  ])('has none for %s', (_, tree) => {
    expect(example(tree)).toBe('none');
  });

  it.each<[string, Condition]>([
    ['a person and their team', { all: [is('case.assignee', { user: 'u2' }), is('case.assignee', { group: 'g' })] }],
    [
      'tags beside each other',
      {
        all: [
          { field: 'case.tags', op: 'contains', value: 'a' },
          { field: 'case.tags', op: 'contains', value: 'b' },
          { field: 'case.tags', op: 'not-contains', value: 'c' },
        ],
      },
    ],
    [
      'a beginning, a piece and an ending',
      {
        all: [
          { field: 'case.subject', op: 'starts-with', value: 'Re' },
          { field: 'case.subject', op: 'contains', value: 'exam' },
          { field: 'case.subject', op: 'ends-with', value: '?' },
          { field: 'case.subject', op: 'not-contains', value: ' ' },
        ],
      },
    ],
    [
      'a fixed time that a moving one will reach',
      {
        all: [
          { field: 'case.createdAt', op: 'after', value: '2030-01-01T00:00:00.000Z' },
          { field: 'case.createdAt', op: 'within', value: { ago: 'P30D' } },
        ],
      },
    ],
    ['a date of a whole day', { all: [is('case.fields.since', '2026-03-01')] }],
    [
      'amounts',
      { all: [{ field: 'case.fields.paid', op: 'between', value: [5, 6] }, { not: is('case.fields.paid', 5) }] },
    ],
    ['a key of somebody else', is('contact.attributes.constructor', 'constructor')],
    [
      'the evening here and the morning elsewhere',
      {
        all: [
          { field: 'now.hour', op: 'gte', value: 18, timeZone: 'Europe/London' },
          { field: 'now.hour', op: 'lt', value: 9, timeZone: 'Asia/Tokyo' },
        ],
      },
    ],
    [
      'many in a month and few in a week',
      {
        all: [
          { count: 'alerts', within: 'P30D', op: 'gte', value: 3 },
          { count: 'alerts', within: 'P7D', op: 'lt', value: 2 },
          { count: 'alerts', within: 'P7D', op: 'gt', value: 0.5 },
        ],
      },
    ],
    ['nothing at all', { not: { any: [is('case.priority', 'high'), is('case.priority', 'low')] } }],
  ])('has one for %s', (_, tree) => {
    expect(example(tree)).toBeInstanceOf(Map);
  });

  it('is one: the condition holds for it', () => {
    const leaf = fc.oneof(
      fc.constantFrom('high', 'low').map((value) => is('case.priority', value)),
      fc.record({
        field: fc.constant('case.openTasks'),
        op: fc.constantFrom('is' as const, 'lt' as const, 'lte' as const, 'gt' as const, 'gte' as const),
        value: fc.integer({ min: 0, max: 4 }),
      }),
      fc.record({
        field: fc.constant('case.subject'),
        op: fc.constantFrom('is' as const, 'contains' as const, 'starts-with' as const, 'ends-with' as const),
        value: fc.constantFrom('a', 'ab', 'b', 'ba'),
      }),
      fc.record({
        field: fc.constant('case.tags'),
        op: fc.constantFrom('contains' as const, 'not-contains' as const),
        value: fc.constantFrom('a', 'b'),
      }),
    );
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf as fc.Arbitrary<Condition>,
        fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ all })),
        fc.array(tie('tree'), { maxLength: 3 }).map((any) => ({ any })),
        tie('tree').map((not) => ({ not })),
      ),
    }));
    const record = fc.record({
      priority: fc.constantFrom('high', 'low', undefined),
      openTasks: fc.integer({ min: -1, max: 5 }),
      subject: fc.constantFrom(undefined, 'a', 'ab', 'b', 'ba', 'aba', 'bab', 'abba', 'c', 'cab'),
      tags: fc.subarray(['a', 'b', 'c']),
    });
    fc.assert(
      fc.property(tree, record, (condition, values) => {
        const found = example(condition);
        if (found instanceof Map) expect(evaluate(condition, subjectOf(found), at).held).toBe(true);
        // Complete: where it finds none, no record has it.
        if (found === 'none') expect(evaluate(condition, { case: values }, at).held).toBe(false);
        expect(found).not.toBe('undecided');
      }),
      { numRuns: 3000 },
    );
  });
});
