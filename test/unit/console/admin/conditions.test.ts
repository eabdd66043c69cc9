import { describe, expect, it } from 'vitest';
import {
  type ConditionField,
  childrenOf,
  denied,
  emptyNode,
  fieldNamed,
  isWhole,
  kindOfNode,
  nodeKinds,
  readDuration,
  valueTyped,
  withField,
  withOperator,
  withSibling,
  writeDuration,
} from '#console/admin/conditions/condition.ts';
import { isOfPerson, keysWithin, referredKind } from '#console/admin/schema/references.ts';
import { operatorsByKind } from '#shared/core/conditions/fields.ts';
import { buildRegistry, listFields } from '#shared/core/conditions/registry.ts';

const priority: ConditionField = { field: 'case.priority', kind: 'keyword', operators: ['is', 'in', 'exists'] };
const created: ConditionField = { field: 'case.createdAt', kind: 'instant', operators: ['before', 'within', 'exists'] };

describe('[UI-4] building a condition', () => {
  it('[UI-4] knows each kind of node that it can begin', () => {
    for (const kind of nodeKinds) expect(kindOfNode(emptyNode(kind))).toBe(kind);
    expect(kindOfNode({ nothing: 1 })).toBeUndefined();
  });

  it('[UI-4] a comparison that stood alone is put in a group with the next one', () => {
    const alone = { field: 'case.priority', op: 'is', value: 'high' };
    const both = withSibling(alone, emptyNode('field'));
    expect(both).toEqual({ all: [alone, { field: '', op: 'is' }] });
    expect(childrenOf(withSibling(both, emptyNode('any')))).toHaveLength(3);
    expect(withSibling(undefined, alone)).toEqual({ all: [alone] });
    expect(denied(denied(alone))).toEqual(alone);
  });

  it('[UI-4] another operator keeps the value where its form stays right', () => {
    const one = { field: 'case.priority', op: 'is', value: 'high' };
    expect(withOperator(one, 'is-not')).toEqual({ ...one, op: 'is-not' });
    expect(withOperator(one, 'in')).toEqual({ ...one, op: 'in', value: ['high'] });
    expect(withOperator(withOperator(one, 'in'), 'is')).toEqual(one);
    expect(withOperator(one, 'exists')).toEqual({ field: 'case.priority', op: 'exists' });
    expect(withOperator(one, 'within')).toEqual({ field: 'case.priority', op: 'within', value: { ago: 'P30D' } });
  });

  it('[UI-4] another field has an operator that it knows', () => {
    const one = { field: 'case.priority', op: 'is', value: 'high' };
    expect(withField(one, created)).toEqual({ field: 'case.createdAt', op: 'before', value: 'high' });
    expect(withField({ ...one, op: 'exists' }, created).op).toBe('exists');
    expect(fieldNamed([priority], 'case.priority')).toBe(priority);
  });

  it('[UI-4] below an open path a field has the operators of that path, or every one there is', () => {
    const fields = listFields(buildRegistry()).items.map((one) => ({ ...one, operators: [...one.operators] }));
    const adviser = fieldNamed(fields, 'contact.network.adviser');
    expect(adviser).toMatchObject({ field: 'contact.network.adviser', operators: operatorsByKind.person });
    // Also before the list has come, or an operator that was saved would seem not to be there.
    for (const known of [fields, []])
      expect(fieldNamed(known, 'event.detail.missed').operators).toEqual(operatorsByKind.open);
  });

  it('[UI-4] what is typed for a field that may hold anything is a number where it is written as one', () => {
    const open = { kind: 'open' };
    expect(['4', '4.5', '-1', '007', '1e3', ''].map((typed) => valueTyped(typed, open, 'gte'))).toEqual([
      ...[4, 4.5, -1],
      ...['007', '1e3', ''],
    ]);
    expect(valueTyped('4', open, 'starts-with')).toBe('4');
    expect(valueTyped('4', { kind: 'keyword' }, 'is')).toBe('4');
  });

  it('[UI-4] durations are read and written as an amount of one unit', () => {
    for (const text of ['P30D', 'P2W', 'P6M', 'P1Y', 'PT36H', 'PT15M']) {
      const read = readDuration(text);
      expect(read && writeDuration(read.amount, read.unit)).toBe(text);
    }
    expect(readDuration('P1DT2H')).toBeUndefined();
  });

  it('[UI-4] the API is asked once nothing in it is empty', () => {
    const one = { field: 'case.priority', op: 'is', value: 'high' };
    expect(isWhole({ all: [one, { not: one }] })).toBe(true);
    expect(isWhole({ all: [one, emptyNode('field')] })).toBe(false);
    expect(isWhole({ field: 'case.priority', op: 'in', value: [] })).toBe(false);
    expect(isWhole({ field: 'case.priority', op: 'exists' })).toBe(true);
    expect(isWhole({ some: 'cases', where: emptyNode('field') })).toBe(false);
    expect(isWhole(emptyNode('now'))).toBe(false);
    expect(isWhole(undefined)).toBe(false);
  });
});

describe('[UI-4] what a key is the key of', () => {
  it('[UI-4] follows from the name of the member and what is around it', () => {
    expect(referredKind(['targets', '0', 'calendar'])).toBe('calendars');
    expect(referredKind(['groups', 'managers'])).toBe('groups');
    expect(referredKind(['actions', '0', 'case', 'type'])).toBe('case-types');
    expect(referredKind(['alert', 'type'])).toBe('alert-types');
    expect(referredKind(['for', 'type'], 'alert')).toBe('alert-types');
    expect(referredKind(['fields', '0', 'type'])).toBeUndefined();
    expect(
      [
        ['actions', 0, 'to', 1, 'user'],
        ['taskTypes', 0, 'assign', 'users', 2],
        ['to', 'group'],
      ].map(isOfPerson),
    ).toEqual([true, true, false]);
  });

  it('[UI-4] statuses, stages and task types are those of the case type itself', () => {
    const type = { statuses: [{ key: 'new', name: 'New' }], taskTypes: [{ key: 'call', name: 'Call' }] };
    expect(keysWithin(['transitions', 'new'], type)).toEqual(type.statuses);
    expect(keysWithin(['closureReasons', '0', 'status'], type)).toEqual(type.statuses);
    expect(keysWithin(['taskTypes', '0', 'requires'], type)).toEqual(type.taskTypes);
    expect(keysWithin(['name'], type)).toEqual([]);
  });
});
