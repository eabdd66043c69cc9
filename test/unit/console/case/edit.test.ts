import { describe, expect, test } from 'vitest';
import type { CaseRecord } from '#console/case/case-queries.ts';
import { changesOf, differencesOf, membersOf, mergedVersion } from '#console/case/edit/edit.ts';
import { shownPaths } from '#console/case/edit/shown-paths.ts';

const record = {
  subject: 'Misses class',
  priority: 'high',
  tags: ['first-year'],
  private: false,
  fields: { course: 'MATH-101', seen: true },
  details: { housing: { rooms: 2 } },
} as unknown as CaseRecord;
const base = membersOf(record);

describe('[UI-1] editing a case', () => {
  test('sends what was typed anew and nothing else', () => {
    const after = { ...base, subject: 'Left', 'fields.course': 'BIO-1', 'details.housing.rooms': 3 };
    expect(changesOf({ before: base, after })).toEqual({
      subject: 'Left',
      fields: { course: 'BIO-1' },
      details: { housing: { rooms: 3 } },
    });
    expect(changesOf({ before: base, after: { ...base } })).toEqual({});
  });

  test('clears what may be absent and leaves alone what may not', () => {
    const after = { ...base, subject: '', priority: undefined, 'fields.course': undefined, tags: [], stage: '' };
    expect(changesOf({ before: { ...base, stage: 'stage-1' }, after })).toEqual({
      fields: { course: null },
      tags: [],
      stage: null,
    });
  });

  test('leaves fields alone that are not shown', () => {
    const after = { ...base, 'fields.course': 'BIO-1', subject: 'Left' };
    expect(changesOf({ before: base, after }, (path) => path !== 'fields.course')).toEqual({ subject: 'Left' });
  });
});

describe('[UI-1] fields that are shown by others', () => {
  const shownWhen = { field: 'case.fields.seen', op: 'is', value: true } as const;
  const field = (key: string) => ({ key, name: key, type: 'text' as const, ...nothingMore });
  const nothingMore = { required: false, visibleToRequester: false, searchable: false };
  const type = {
    fields: [field('seen'), { ...field('course'), shownWhen }],
    sections: [{ key: 'housing', fields: [{ ...field('rooms'), shownWhen }] }],
  };
  test('are sent while they are shown, and say nothing once they are hidden', () => {
    const paths = ['subject', 'fields.course', 'details.housing.rooms'];
    expect(paths.map(shownPaths(type, base))).toEqual([true, true, true]);
    expect(paths.map(shownPaths(type, { ...base, 'fields.seen': false }))).toEqual([true, false, false]);
    expect(paths.map(shownPaths(undefined, base))).toEqual([true, true, true]);
  });
});

describe('[UI-1] a conflict', () => {
  const mine = { ...base, subject: 'Mine', description: 'Typed here' };
  const theirs = { ...base, subject: 'Theirs', priority: 'low' };
  const versions = { base, mine, theirs };

  test('shows both versions of what both changed, then what only others did', () => {
    expect(differencesOf(versions)).toEqual([
      { path: 'subject', mine: 'Mine', theirs: 'Theirs', isBoth: true },
      { path: 'priority', mine: 'high', theirs: 'low', isBoth: false },
    ]);
  });

  test('loses nothing: mine where both changed by choice, and what nobody else touched always', () => {
    expect(mergedVersion(versions, () => 'mine')).toMatchObject({
      subject: 'Mine',
      description: 'Typed here',
      priority: 'low',
    });
    expect(mergedVersion(versions, () => 'theirs')).toMatchObject({
      subject: 'Theirs',
      description: 'Typed here',
      priority: 'low',
    });
  });

  test('is none where both came to the same', () => {
    expect(differencesOf({ base, mine, theirs: { ...base, subject: 'Mine' } })).toEqual([]);
  });
});
