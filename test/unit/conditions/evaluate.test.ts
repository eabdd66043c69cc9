import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCondition } from '#shared/core/conditions/check.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { evaluate, holds } from '#shared/core/conditions/evaluate.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { fieldsIn, requiredEquals } from '#shared/core/conditions/plan.ts';
import { kinds, NOW, registry, subjectOf, treeOver } from './samples.ts';

const critical: Condition = {
  all: [
    { field: 'alert.priority', op: 'is', value: 'critical' },
    { not: { field: 'alert.hasCase', op: 'is', value: true } },
    { field: 'contact.labels', op: 'contains', value: 'first-year' },
  ],
};
const subject: Subject = { alert: { priority: 'critical', caseId: 'c1' }, contact: { labels: ['first-year'] } };

describe('[AU-3] evaluating a condition', () => {
  test('every part is explained with its value, also behind one that settles the whole', () => {
    expect(checkCondition(critical, registry)).toEqual([]);
    expect(evaluate(critical, subject, NOW)).toEqual({
      held: false,
      until: undefined,
      explanation: {
        all: [
          { field: 'alert.priority', op: 'is', wanted: 'critical', value: 'critical', held: true },
          { not: { field: 'alert.hasCase', op: 'is', wanted: true, value: true, held: true }, held: false },
          { field: 'contact.labels', op: 'contains', wanted: 'first-year', value: ['first-year'], held: true },
        ],
        held: false,
      },
    });
    expect(evaluate(critical, { ...subject, alert: { priority: 'critical' } }, NOW).held).toBe(true);
  });

  test('what is missing is explained as null, what is long or deep is cut', () => {
    const explained = (x: unknown) =>
      evaluate({ field: 'event.detail.x', op: 'exists' }, { event: { detail: { x } } }, NOW).explanation;
    expect(explained(undefined)).toEqual({
      field: 'event.detail.x',
      op: 'exists',
      wanted: null,
      value: null,
      held: false,
    });
    expect(explained('x'.repeat(20_000))).toMatchObject({ value: `${'x'.repeat(200)}…` });
    expect(explained({ a: { b: { c: { d: 1 } } } })).toMatchObject({ value: { a: { b: '…' } } });
    expect(JSON.stringify(explained(Array(5000).fill('long'))).length).toBeLessThan(500);
  });

  test('fields are found where records have them', () => {
    const record: Subject = {
      case: {
        status: { key: 'open', category: 'in-progress' },
        assignee: { group: 'tutors' },
        createdBy: { kind: 'user', id: 'u1' },
        dueAt: '2026-03-10T12:00:00.000Z',
        alertIds: ['a1', 'a2'],
        noteCount: 0,
        type: 'academic-concern',
        fields: { course: 'MATH-101' },
      },
      alert: { category: 'open', dueAt: '2026-03-10T12:00:00.001Z', course: { code: 'MATH-101' } },
      contact: {
        courses: [{ code: 'MATH-101' }, { code: 'ART-1' }],
        network: { adviser: { user: 'u9' } },
        attributes: { gpa: '2.1' },
      },
      event: { source: 'lms', detailType: 'Class Missed', detail: { count: 3, items: [{ name: 'Monday' }] } },
    };
    const holds = (field: string, op: string, value?: unknown) =>
      evaluate({ field, op, value } as Condition, record, NOW).held;
    expect(holds('case.status', 'is', 'open')).toBe(true);
    expect(holds('case.category', 'is', 'in-progress')).toBe(true);
    expect(holds('case.group', 'is', 'tutors')).toBe(true);
    expect(holds('case.createdBy', 'is', 'u1')).toBe(true);
    expect(holds('case.overdue', 'is', true)).toBe(true);
    expect(holds('alert.overdue', 'is', true)).toBe(false);
    expect(holds('case.alertCount', 'is', 2)).toBe(true);
    expect(holds('case.hasAlerts', 'is', true)).toBe(true);
    expect(holds('case.hasNotes', 'is', true)).toBe(false);
    expect(holds('alert.caseType', 'is', 'academic-concern')).toBe(true);
    expect(holds('alert.course', 'is', 'MATH-101')).toBe(true);
    expect(holds('contact.courses', 'contains', 'ART-1')).toBe(true);
    expect(holds('contact.network.adviser', 'is', 'u9')).toBe(true);
    expect(holds('contact.attributes.gpa', 'lt', 2.5)).toBe(true);
    expect(holds('case.fields.course', 'is', 'MATH-101')).toBe(true);
    expect(holds('event.detail.count', 'gte', 3)).toBe(true);
    expect(holds('event.detail.items.0.name', 'is', 'Monday')).toBe(true);
    expect(holds('event.detailType', 'starts-with', 'class')).toBe(true);
    expect(holds('event.detail.constructor', 'exists')).toBe(false);
  });

  test('all of nothing holds, any of nothing does not', () => {
    expect(evaluate({ all: [] }, {}, NOW).held).toBe(true);
    expect(evaluate({ any: [] }, {}, NOW).held).toBe(false);
  });

  const checked = treeOver(kinds).filter((tree) => checkCondition(tree, registry).length === 0);

  test('a tree without a fault evaluates, not is its complement, all and any are and and or', () => {
    fc.assert(
      fc.property(checked, checked, subjectOf, (a, b, about) => {
        const held = (tree: Condition) => evaluate(tree, about, NOW).held;
        expect(held({ not: a })).toBe(!held(a));
        expect(held({ all: [a, b] })).toBe(held(a) && held(b));
        expect(held({ any: [a, b] })).toBe(held(a) || held(b));
        expect(held({ not: { all: [a, b] } })).toBe(held({ any: [{ not: a }, { not: b }] }));
        expect(evaluate(a, about, NOW).explanation.held).toBe(held(a));
      }),
      { numRuns: 1000 },
    );
  });

  test('a tree without a fault evaluates whatever the records are', () => {
    const part = fc.option(
      fc.dictionary(
        fc.constantFrom('assignee', 'status', 'dueAt', 'alertIds', 'fields', 'attributes'),
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom('key', 'text', 'money', 'x', 'at', 'place'), fc.jsonValue()),
        ),
      ),
      { nil: undefined },
    );
    fc.assert(
      fc.property(checked, fc.record({ alert: part, case: part, contact: part }), (tree, about) => {
        expect(typeof evaluate(tree, about, NOW).held).toBe('boolean');
      }),
      { numRuns: 200 },
    );
  });
});

describe('[FN-1] what a condition requires', () => {
  const is = (field: string, value: unknown): Condition => ({ field, op: 'is', value });
  const cases: readonly (readonly [string, Condition, Record<string, unknown[]>])[] = [
    ['is', is('case.type', 'a'), { 'case.type': ['a'] }],
    ['in', { field: 'case.type', op: 'in', value: ['a', 'b'] }, { 'case.type': ['a', 'b'] }],
    [
      'all gathers fields, each with its shortest list',
      { all: [{ field: 'case.type', op: 'in', value: ['a', 'b'] }, is('case.type', 'b'), is('case.stage', 's')] },
      { 'case.type': ['b'], 'case.stage': ['s'] },
    ],
    [
      'any keeps the fields that each part requires',
      { any: [{ all: [is('case.type', 'a'), is('case.stage', 's')] }, is('case.type', 'b')] },
      { 'case.type': ['a', 'b'] },
    ],
    [
      'any with a part that requires nothing',
      { any: [is('case.type', 'a'), { field: 'case.dueAt', op: 'exists' }] },
      {},
    ],
    ['not requires nothing', { not: is('case.type', 'a') }, {}],
    [
      'any tells a value once, however often it comes',
      { any: [is('case.assignee', { user: 'u' }), is('case.assignee', { user: 'u' })] },
      { 'case.assignee': [{ user: 'u' }] },
    ],
  ];
  test.each(cases)('%s', (_, tree, expected) => {
    expect(Object.fromEntries(requiredEquals(tree))).toEqual(expected);
  });

  test('whatever holds equals one of the required values, whatever the tree', () => {
    let held = 0;
    fc.assert(
      fc.property(treeOver(['keyword', 'keywords', 'boolean', 'person']), subjectOf, (tree, about) => {
        const required = requiredEquals(tree);
        if (required.size === 0 || !evaluate(tree, about, NOW).held) return;
        held += 1;
        for (const [field, values] of required)
          expect(evaluate({ field, op: 'in', value: values }, about, NOW).held).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect(held).toBeGreaterThan(50);
  });

  test('the fields of a tree are told without evaluating it', () => {
    expect([...fieldsIn(critical)]).toEqual(['alert.priority', 'alert.hasCase', 'contact.labels']);
  });
});

describe('whether a condition holds', () => {
  test('[AU-3] is the same with and without the reasons, for every tree', () => {
    const leaf = fc.record({
      field: fc.constantFrom('case.priority', 'case.dueAt', 'case.overdue', 'now.hour', 'contact.segments'),
      op: fc.constantFrom('is', 'is-not', 'exists', 'before', 'contains', 'in'),
      value: fc.constantFrom('high', 'low', NOW, '2026-11-01T00:00:00Z', ['high'], true),
    });
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
        fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
        tie('node').map((not) => ({ not })),
      ),
    }));
    const record = { case: { priority: 'high', dueAt: '2026-11-02T00:00:00.000Z', status: { category: 'to-do' } } };
    const asked = { ...record, inSegment: (segment: string) => ({ held: segment === 'high' }) };
    fc.assert(
      fc.property(
        node,
        (tree) => holds(tree as Condition, asked, NOW) === evaluate(tree as Condition, asked, NOW).held,
      ),
    );
  });
});
