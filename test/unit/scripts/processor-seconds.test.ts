import { describe, expect, test } from 'vitest';
import { summaryIn, summaryOf } from '../../../scripts/processor-seconds.ts';

const logOf = (...spent: [file: string, seconds: number][]): string =>
  spent.map(([file, seconds]) => `${JSON.stringify({ file, seconds })}\n`).join('');

describe('what a run of tests took of the processor', () => {
  test('is added up by ring, with the ten files that took most', () => {
    const many = Array.from({ length: 12 }, (_, n): [string, number] => [`test/unit/${n}.test.ts`, n]);
    const lines = summaryOf(logOf(...many, ['test/stories/lives.test.ts', 8.25]));
    expect(lines.filter((line) => /^ +\d/.test(line)).map((line) => line.trim())).toEqual([
      '66.0 s unit',
      '8.3 s stories',
      '11.0 s test/unit/11.test.ts',
      '10.0 s test/unit/10.test.ts',
      '9.0 s test/unit/9.test.ts',
      '8.3 s test/stories/lives.test.ts',
      ...[8, 7, 6, 5, 4, 3].map((n) => `${n}.0 s test/unit/${n}.test.ts`),
    ]);
    expect(lines.at(-1)).toBe('In all 74 s of at most 500.');
  });

  test('is said where it is more than two processors have in five minutes', () => {
    expect(summaryOf(logOf(['test/unit/a.test.ts', 501])).at(-1)).toMatch(/^In all 501 s: over the 500 s/);
  });

  test('is nothing where no file of tests ran', () => {
    expect(summaryIn('/nowhere/at/all')).toEqual([]);
  });
});
