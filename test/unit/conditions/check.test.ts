import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { conditionSchema, MAX_DEPTH, MAX_NODES, operators } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { buildRegistry } from '#shared/core/conditions/registry.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';
import { registry } from './samples.ts';

const is = { field: 'case.priority', op: 'is', value: 'critical' };
const faults = (tree: unknown) => checkCondition(tree, registry).map(({ pointer, code }) => ({ pointer, code }));
const nested = (levels: number): unknown => (levels === 0 ? is : { not: nested(levels - 1) });

describe('[AU-3] an instant in a condition', () => {
  const kept = (op: string, value: unknown) =>
    conditionSchema.parse({ all: [{ not: { field: 'case.dueAt', op, value } }] });
  const asKept = (op: string, value: unknown) => ({ all: [{ not: { field: 'case.dueAt', op, value } }] });

  test('is taken with any offset and kept in UTC, wherever a value may be one', () => {
    const [given, utc] = ['2027-03-01T09:00:00+01:00', '2027-03-01T08:00:00.000Z'];
    expect(kept('before', given)).toEqual(asKept('before', utc));
    expect(kept('between', [given, '2027-03-02'])).toEqual(asKept('between', [utc, '2027-03-02']));
    expect(kept('contains', given)).toEqual(asKept('contains', given));
    expect(faults({ field: 'case.dueAt', op: 'before', value: given })).toEqual([]);
  });

  test.each(['0000-01-01', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00'])(
    'is not %s, which lies in no year that there is',
    (value) => {
      expect(faults({ field: 'case.dueAt', op: 'before', value })).toEqual([
        { pointer: '/condition/value', code: 'wrong-value' },
      ]);
    },
  );
});

describe('[CA-6] custom fields that hold a member of staff, an address, a number or a file', () => {
  const types = ['user', 'email', 'phone', 'file'] as const;
  const custom = buildRegistry({ caseFields: types.map((type) => ({ key: type, name: type, type })) });
  const held = (key: string, op: string, wanted: unknown) => {
    const tree = { field: `case.fields.${key}`, op, value: wanted };
    expect(checkCondition(tree, custom)).toEqual([]);
    const fields = { user: 'amara', email: 'ned@town.example', phone: '+44 20', file: 'F1' };
    return evaluate(conditionSchema.parse(tree), { case: { fields } }, 0).held;
  };

  test('are asked as their kinds are', () => {
    expect(types.map((type) => custom.fieldNamed(`case.fields.${type}`)?.kind)).toEqual([
      ...['person', 'text', 'text', 'keyword'],
    ]);
    expect([held('user', 'is', 'amara'), held('user', 'is', { user: 'amara' })]).toEqual([true, true]);
    expect([held('user', 'is', 'ben'), held('user', 'is', { user: 'ben' })]).toEqual([false, false]);
    expect(held('user', 'is', { group: 'amara' })).toBe(false);
    expect(held('user', 'in', ['ben', { user: 'amara' }])).toBe(true);
    expect(held('user', 'is-not', { user: 'ben' })).toBe(true);
    expect(held('email', 'ends-with', '@town.example')).toBe(true);
    expect(held('phone', 'starts-with', '+44')).toBe(true);
    expect(held('file', 'exists', undefined)).toBe(true);
  });
});

describe('[AU-3] what a condition is refused for', () => {
  const refused: readonly (readonly [string, unknown, string, string])[] = [
    [
      'a field that does not exist',
      { field: 'case.priorty', op: 'is', value: 'x' },
      '/condition/field',
      'unknown-field',
    ],
    ['an open path without a step', { field: 'event.detail.', op: 'exists' }, '/condition/field', 'unknown-field'],
    [
      'an open path with an empty step',
      { field: 'event.detail.a..b', op: 'exists' },
      '/condition/field',
      'unknown-field',
    ],
    [
      'a custom field that no type defines',
      { field: 'case.fields.colour', op: 'exists' },
      '/condition/field',
      'unknown-field',
    ],
    ['a name that objects inherit', { field: 'constructor', op: 'exists' }, '/condition/field', 'unknown-field'],
    [
      'an operator that does not exist',
      { field: 'case.priority', op: 'equals', value: 'x' },
      '/condition/op',
      'not-one-of',
    ],
    [
      'an operator that the kind does not have',
      { field: 'case.priority', op: 'lt', value: 'x' },
      '/condition/op',
      'wrong-operator',
    ],
    [
      'a location compared',
      { field: 'case.location', op: 'is', value: { lat: 1, lon: 1 } },
      '/condition/op',
      'wrong-operator',
    ],
    ['a text for a boolean', { field: 'alert.hasCase', op: 'is', value: 'true' }, '/condition/value', 'wrong-value'],
    ['a text for a number', { field: 'case.openTasks', op: 'gt', value: '3' }, '/condition/value', 'wrong-value'],
    ['no value', { field: 'case.subject', op: 'contains' }, '/condition/value', 'wrong-value'],
    ['a value for exists', { field: 'case.subject', op: 'exists', value: false }, '/condition/value', 'wrong-value'],
    ['an empty text', { field: 'case.subject', op: 'is', value: '' }, '/condition/value', 'wrong-value'],
    ['NUL in a text', { field: 'case.subject', op: 'is', value: 'a\u0000' }, '/condition/value', 'wrong-value'],
    [
      'a choice that does not exist',
      { field: 'case.fields.choice', op: 'is', value: 'physics' },
      '/condition/value',
      'unknown-choice',
    ],
    [
      'a choice that does not exist, in a list',
      { field: 'alert.status', op: 'in', value: ['triage', 'new'] },
      '/condition/value/1',
      'unknown-choice',
    ],
    [
      'a priority that is not configured',
      { field: 'case.priority', op: 'is-not', value: 'urgent' },
      '/condition/value',
      'unknown-choice',
    ],
    [
      'a wrong element of a list',
      { field: 'case.openTasks', op: 'in', value: [1, 'two'] },
      '/condition/value/1',
      'wrong-value',
    ],
    ['an empty list', { field: 'case.type', op: 'in', value: [] }, '/condition/value', 'too-small'],
    ['one value for a list', { field: 'case.type', op: 'in', value: 'complaint' }, '/condition/value', 'wrong-kind'],
    [
      'a date that does not exist',
      { field: 'case.dueAt', op: 'before', value: '2026-02-29' },
      '/condition/value',
      'wrong-value',
    ],
    [
      'an instant without a zone',
      { field: 'case.dueAt', op: 'before', value: '2026-02-28T09:00:00' },
      '/condition/value',
      'wrong-value',
    ],
    [
      'a duration that is none',
      { field: 'case.dueAt', op: 'within', value: { ago: '30 days' } },
      '/condition/value',
      'wrong-value',
    ],
    [
      'a negative duration',
      { field: 'case.dueAt', op: 'within', value: { ago: '-P30D' } },
      '/condition/value',
      'wrong-value',
    ],
    [
      'both ago and ahead',
      { field: 'case.dueAt', op: 'after', value: { ago: 'P1D', ahead: 'P1D' } },
      '/condition/value',
      'wrong-value',
    ],
    [
      'more years than can be counted',
      { field: 'case.dueAt', op: 'after', value: { ago: `P${'9'.repeat(30)}Y` } },
      '/condition/value',
      'wrong-value',
    ],
    [
      'fractions below a nanosecond',
      { field: 'case.dueAt', op: 'after', value: { ago: 'PT0.0000000001S' } },
      '/condition/value',
      'wrong-value',
    ],
    [
      'more than a hundred years',
      { field: 'case.dueAt', op: 'after', value: { ago: 'P101Y' } },
      '/condition/value',
      'wrong-value',
    ],
    [
      'within something fixed',
      { field: 'case.dueAt', op: 'within', value: '2026-02-28' },
      '/condition/value',
      'wrong-value',
    ],
    [
      'between one value',
      { field: 'case.dueAt', op: 'between', value: ['2026-02-28'] },
      '/condition/value',
      'too-small',
    ],
    [
      'between in the wrong order',
      { field: 'case.openTasks', op: 'between', value: [3, 1] },
      '/condition/value',
      'wrong-value',
    ],
    [
      'between dates in the wrong order',
      { field: 'case.dueAt', op: 'between', value: [{ ahead: 'P1D' }, { ago: 'P1D' }] },
      '/condition/value',
      'wrong-value',
    ],
    [
      'between a number and a date',
      { field: 'event.detail.x', op: 'between', value: [3, '2026-02-28'] },
      '/condition/value',
      'wrong-value',
    ],
    [
      'a latitude that is none',
      { field: 'case.location', op: 'near', value: { lat: 91, lon: 0, meters: 5 } },
      '/condition/value',
      'wrong-value',
    ],
    [
      'a person and a group at once',
      { field: 'case.assignee', op: 'is', value: { user: 'u', group: 'g' } },
      '/condition/value',
      'wrong-value',
    ],
    ['a text for a tree', 'case.priority is critical', '/condition', 'wrong-kind'],
    ['a list for a tree', [is], '/condition', 'wrong-kind'],
    ['nothing at all', null, '/condition', 'wrong-kind'],
    ['an object that is no node', {}, '/condition/field', 'required'],
    ['all of something that is no list', { all: is }, '/condition/all', 'wrong-kind'],
    ['two forms in one node', { all: [], any: [] }, '/condition/any', 'unknown-field'],
    ['a member that a comparison does not have', { ...is, negate: true }, '/condition/negate', 'unknown-field'],
    ['too many levels', nested(MAX_DEPTH), `/condition${'/not'.repeat(MAX_DEPTH)}`, 'too-deep'],
    ['too many nodes', { all: Array(MAX_NODES).fill(is) }, '/condition', 'too-many-nodes'],
    ['levels without end', nested(5000), `/condition${'/not'.repeat(MAX_DEPTH)}`, 'too-deep'],
  ];
  test.each(refused)('%s', (_, tree, pointer, code) => {
    expect(faults(tree)[0]).toEqual({ pointer, code });
  });

  test('all its faults come at once, each with its own pointer below the one given', () => {
    const tree = {
      all: [
        { field: 'case.nothing', op: 'is', value: 1 },
        { not: { field: 'case.private', op: 'is', value: 1 } },
        { any: [is, { field: 'x' }, 7] },
      ],
    };
    expect(checkCondition(tree, registry, '/rule/condition').map(({ pointer }) => pointer)).toEqual([
      '/rule/condition/all/0/field',
      '/rule/condition/all/1/not/value',
      '/rule/condition/all/2/any/1/op',
      '/rule/condition/all/2/any/2',
    ]);
  });

  test('an unknown field is told with the known one that is nearest, and without one that has nothing in common', () => {
    const detail = (field: string) => checkCondition({ field, op: 'exists' }, registry)[0]?.detail;
    expect(detail('case.priorty')).toContain('the nearest is "case.priority"');
    expect(detail('case.fields.chioce')).toContain('the nearest is "case.fields.choice"');
    expect(detail('zzzzzzzzzzzz')).not.toContain('nearest');
  });

  test('an operator that the kind does not have is told with those it has', () => {
    expect(checkCondition({ field: 'case.private', op: 'contains', value: true }, registry)[0]?.detail).toBe(
      'case.private is of kind boolean, which has is, is-not, exists, not-exists',
    );
  });

  test('a tree at the limits is taken', () => {
    expect(faults({ field: 'case.dueAt', op: 'after', value: { ago: 'P100Y' } })).toEqual([]);
    expect(faults(nested(MAX_DEPTH - 1))).toEqual([]);
    expect(faults({ all: Array(MAX_NODES - 1).fill(is) })).toEqual([]);
  });

  test('the schema of bodies and records tells the same faults of form, and gives a right tree back unchanged', () => {
    const body = z.strictObject({ condition: conditionSchema });
    const wrong = {
      all: [
        { ...is, negate: true },
        { field: 'case.priority', op: 'equals' },
      ],
    };
    const { error } = body.safeParse({ condition: wrong });
    expect(error && faultsFrom(error, { condition: wrong })).toEqual(checkCondition(wrong, registry));
    const right = { all: [is, { any: [{ not: is }, { field: 'anything', op: 'within', value: { ago: 'P1D' } }] }] };
    expect(body.parse({ condition: right })).toEqual({ condition: right });
    expect(JSON.stringify(z.toJSONSchema(body, { io: 'input' }))).toContain('"$ref":"#/$defs/Condition"');
  });

  test('two types may share the key of a custom field: of one kind with the choices of both, of two kinds as an open field', () => {
    const shared = buildRegistry({
      caseFields: [
        { key: 'level', name: 'Level', type: 'choice', options: [{ key: 'a' }] },
        { key: 'level', name: 'Level', type: 'choice', options: [{ key: 'b' }] },
        { key: 'size', name: 'Size', type: 'integer' },
        { key: 'size', name: 'Size', type: 'choice', options: [{ key: 'large' }] },
      ],
    });
    expect(shared.fieldNamed('case.fields.level')).toMatchObject({ kind: 'keyword', choices: ['a', 'b'] });
    expect(shared.fieldNamed('case.fields.size')).toMatchObject({ kind: 'open', choices: undefined });
  });

  test('whatever JSON comes, it is checked without an exception', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string().map((ago) => ({ ago })),
      fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant({ ahead: 'P' }))),
    );
    const node = fc.oneof(
      fc.jsonValue(),
      fc.record({
        field: fc.oneof(fc.string(), fc.constantFrom('case.dueAt', 'case.priority', 'event.detail.x')),
        op: fc.constantFrom(...operators),
        value,
      }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          node,
          fc.array(node).map((all) => ({ all })),
          node.map((not) => ({ any: [{ not }] })),
        ),
        (tree) => {
          for (const { pointer, code, detail } of checkCondition(tree, registry)) {
            expect(pointer.startsWith('/condition')).toBe(true);
            expect(code).toMatch(/^[a-z-]+$/);
            expect(detail).not.toBe('');
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
