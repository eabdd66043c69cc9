import { describe, expect, test } from 'vitest';
import { linesOf, summaryOf } from '#console/admin/form/summary.ts';
import type { Json } from '#console/admin/schema/json.ts';
import { inWords } from '#console/admin/schema/words.ts';

const words = { label: inWords, word: inWords };

describe('[UI-4] what is in a folded part of a form', () => {
  test('is said by names as people typed them, and by the words for those of the API', () => {
    expect(summaryOf([{ name: 'IT Services' }, { do: 'send-mail' }, { event: 'case-created' }], words)).toBe(
      'IT Services, Send mail, Case created',
    );
  });

  test('stands in the order of the form, whatever order the API kept it in', () => {
    const week = { tuesday: [['09:00', '12:00']], monday: [['09:00', '12:00']], sunday: [] };
    expect(summaryOf(week, { ...words, known: ['monday', 'tuesday', 'sunday'] })).toBe('Monday, Tuesday');
  });

  test('says hours from when to when, and how many there are beyond a few', () => {
    expect(
      summaryOf(
        [
          ['09:00', '12:00'],
          ['13:00', '17:00'],
        ],
        words,
      ),
    ).toBe('09:00–12:00, 13:00–17:00');
    expect(summaryOf(['a1', 'b2', 'c3', 'd4', 'e5'], words)).toBe('A1, B2, C3, D4 … (5)');
    expect(summaryOf([], words)).toBeUndefined();
  });
});

describe('[UI-4] what is new in a list of changes', () => {
  test('is read line by line by its labels, and not as JSON', () => {
    const step: Json = {
      do: 'send-mail',
      template: 'late-notice',
      to: [{ user: 'amara' }, { role: 'owner' }],
      isPrivate: true,
    };
    expect(linesOf(step, words)).toEqual([
      'Do: Send mail',
      'Template: late-notice',
      'To:',
      '  1. User: amara',
      '  2. Role: owner',
      'Is private: ✓',
    ]);
    expect(linesOf({ for: { amount: 2, unit: 'days' } }, words)).toEqual(['For:', '  Amount: 2', '  Unit: Days']);
    expect([
      linesOf('Late notice', words),
      linesOf(3, words),
      linesOf(['a', 'b'], words),
      linesOf(null, words),
    ]).toEqual([['Late notice'], ['3'], ['a, b'], ['–']]);
  });
});
