import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCondition } from '#shared/core/conditions/check.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { comparisonOver, DAY, HOUR, NOW, registry, subjectOf, treeOver } from './samples.ts';

const at = (iso: string): number => Date.parse(iso);
const due = (dueAt: string, category = 'to-do') => ({
  case: { dueAt, status: { key: 'new', category }, priority: 'low' },
});
const isOverdue: Condition = { field: 'case.overdue', op: 'is', value: true };
const isCritical: Condition = { field: 'case.priority', op: 'is', value: 'critical' };

describe('[SE-3] until when an answer holds', () => {
  const cases: readonly (readonly [string, Condition, { held: boolean; until?: number }])[] = [
    ['a case becomes overdue at the instant it is due', isOverdue, { held: false, until: NOW + HOUR }],
    [
      'in seven days or less: from a week before until now has passed it',
      { field: 'case.dueAt', op: 'within', value: { ahead: 'P7D' } },
      { held: true, until: NOW + HOUR + 1 },
    ],
    [
      'more than a day ago: a millisecond after a day has passed',
      { field: 'case.dueAt', op: 'before', value: { ago: 'P1D' } },
      { held: false, until: NOW + HOUR + DAY + 1 },
    ],
    ['fixed instants never change', { field: 'case.dueAt', op: 'after', value: '2026-01-01' }, { held: true }],
    [
      'later than a day ago: until exactly a day has passed',
      { field: 'case.dueAt', op: 'after', value: { ago: 'P1D' } },
      { held: true, until: NOW + HOUR + DAY },
    ],
    [
      'what time has settled stays settled',
      { field: 'case.dueAt', op: 'before', value: { ahead: 'P1D' } },
      { held: true },
    ],
    ['a false part that never changes settles an all', { all: [isOverdue, isCritical] }, { held: false }],
    [
      'an any waits for its first part to turn',
      { any: [isOverdue, { field: 'case.dueAt', op: 'before', value: { ago: 'P1D' } }] },
      { held: false, until: NOW + HOUR },
    ],
    [
      'an all of false parts waits for the last of them',
      { all: [isOverdue, { field: 'case.dueAt', op: 'before', value: { ago: 'P1D' } }] },
      { held: false, until: NOW + HOUR + DAY + 1 },
    ],
    ['not turns with what it denies', { not: isOverdue }, { held: true, until: NOW + HOUR }],
  ];
  test.each(cases)('%s', (_, condition, expected) => {
    const { held, until } = evaluate(condition, due(new Date(NOW + HOUR).toISOString()), NOW);
    expect({ held, until }).toEqual({ until: undefined, ...expected });
  });

  test('a closed case is not overdue, and time does not make it so', () => {
    expect(evaluate(isOverdue, due('2020-01-01T00:00:00.000Z', 'resolved'), NOW)).toMatchObject({
      held: false,
      until: undefined,
    });
  });

  test('months are those of the calendar, and a day that a month does not have is the end of that month', () => {
    const monthAgo: Condition = { field: 'case.dueAt', op: 'before', value: { ago: 'P1M' } };
    expect(evaluate(monthAgo, due('2026-02-10T11:59:59.999Z'), NOW).held).toBe(true);
    expect(evaluate(monthAgo, due('2026-02-10T12:00:00.000Z'), NOW)).toMatchObject({ held: false, until: NOW + 1 });
    expect(evaluate(monthAgo, due('2026-02-28T20:00:00.000Z'), at('2026-03-29T00:00:00.000Z')).held).toBe(true);
    expect(evaluate(monthAgo, due('2026-01-31T10:00:00.000Z'), at('2026-02-28T23:00:00.000Z'))).toMatchObject({
      held: false,
      until: at('2026-03-01T00:00:00.000Z'),
    });
  });

  const timeKinds = ['instant', 'date', 'open', 'number'] as const;
  const moment = fc.integer({ min: NOW - 500 * DAY, max: NOW + 500 * DAY });

  test('until then the answer is the same at every instant, whatever the tree', () => {
    let turning = 0;
    fc.assert(
      fc.property(
        treeOver(timeKinds),
        subjectOf,
        moment,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tree, subject, now, part) => {
          fc.pre(checkCondition(tree, registry).length === 0);
          const { held, until } = evaluate(tree, subject, now);
          if (until !== undefined) turning += 1;
          const end = until ?? now + 5000 * DAY;
          expect(end).toBeGreaterThan(now);
          for (const later of [now + Math.floor((end - 1 - now) * part), end - 1])
            expect(evaluate(tree, subject, later).held).toBe(held);
        },
      ),
      { numRuns: 3000 },
    );
    expect(turning).toBeGreaterThan(30);
  });

  test('a single comparison turns at that very instant', () => {
    let turning = 0;
    fc.assert(
      fc.property(
        comparisonOver(['instant', 'date'], ['before', 'after', 'lte', 'gte']),
        subjectOf,
        moment,
        (leaf, subject, now) => {
          const { held, until } = evaluate(leaf, subject, now);
          if (until === undefined) return;
          turning += 1;
          expect(evaluate(leaf, subject, until).held).toBe(!held);
        },
      ),
      { numRuns: 3000 },
    );
    expect(turning).toBeGreaterThan(30);
  });
});
