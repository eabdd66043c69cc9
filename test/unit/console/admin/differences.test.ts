import { describe, expect, it } from 'vitest';
import { differences, merged } from '#console/admin/schema/differences.ts';

describe('[UI-4] differences before saving', () => {
  it('[UI-4] names each field that differs, as far down as both have the same form', () => {
    const before = { name: 'Concern', targets: [{ key: 'completion', target: { amount: 5, unit: 'days' } }] };
    const after = { name: 'Concern', targets: [{ key: 'completion', target: { amount: 3, unit: 'days' } }], order: 1 };
    expect(differences(before, after)).toEqual([
      { path: ['targets', 'completion', 'target', 'amount'], before: 5, after: 3 },
      { path: ['order'], before: undefined, after: 1 },
    ]);
    expect(differences(before, structuredClone(before))).toEqual([]);
  });

  it('[UI-4] an item that was moved is one that was moved, not two that changed', () => {
    const low = { key: 'low', name: 'Low' };
    const high = { key: 'high', name: 'High' };
    expect(differences({ list: [low, high] }, { list: [high, low] })).toEqual([
      { path: ['list'], before: ['low', 'high'], after: ['high', 'low'] },
    ]);
    expect(differences({ list: [low, high] }, { list: [high] })).toEqual([
      { path: ['list', 'low'], before: low, after: undefined },
    ]);
  });

  it('[UI-4] lists of words are shown as wholes, others place by place', () => {
    expect(differences({ tags: ['a'] }, { tags: ['a', 'b'] })).toEqual([
      { path: ['tags'], before: ['a'], after: ['a', 'b'] },
    ]);
    expect(differences([{ do: 'x' }], [{ do: 'x' }, { do: 'y' }])).toEqual([
      { path: [1], before: undefined, after: { do: 'y' } },
    ]);
  });

  it('[UI-4] keeping mine keeps what somebody else changed where I changed nothing', () => {
    const base = { name: 'A', order: 1, colour: '#000000' };
    const mine = { name: 'B', order: 1, colour: '#000000' };
    const theirs = { name: 'C', order: 2, icon: 'flag' };
    expect(merged(base, mine, theirs)).toEqual({ name: 'B', order: 2, icon: 'flag' });
    // What I took away stays away, what I added stays.
    expect(merged({ name: 'A', icon: 'x' }, { name: 'A', order: 3 }, { name: 'A', icon: 'x' })).toEqual({
      name: 'A',
      order: 3,
    });
  });
});
