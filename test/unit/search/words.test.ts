import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReference, referenceFrom } from '#shared/casework/cases/reference.ts';
import { decodeNumbers, encodeNumbers, union } from '#shared/insight/search/numbers.ts';
import { hasWord, readQuery, wordsWanted } from '#shared/insight/search/query.ts';
import { termsOfField, termsOfText } from '#shared/insight/search/terms.ts';
import { fold, wordsOf } from '#shared/insight/search/words.ts';

const finds = (text: string, written: string): boolean =>
  wordsWanted(text, parseReference).some((word) => hasWord(word, termsOfText(written)));

describe('[FN-2] how words are folded', () => {
  test.each([
    ['Muñoz', 'munoz'],
    ['Łukasz', 'lukasz'],
    ['Siân', 'sian'],
    ['GROẞ', 'gross'],
    ['Ærø', 'aero'],
    ['ﬁle', 'file'],
  ])('%s is %s', (written, folded) => expect(fold(written)).toBe(folded));

  test('an umlaut is found as one letter and as two', () => {
    expect(wordsOf('Müller')).toEqual(['muller', 'mueller']);
    for (const [text, written] of [
      ['müller', 'Mueller'],
      ['mueller', 'Müller'],
      ['muller', 'Müller'],
      ['strasse', 'Straße'],
    ] as const)
      expect([text, finds(text, written)]).toEqual([text, true]);
  });

  test.each([
    ['+49 30 123456', '030/123456'],
    ['0049 (0)30 123456', '030 123456'],
    ['030 123456', '+49 (0)30 12 34 56'],
    ['(212) 555-0100', '+1 212-555-0100'],
    ['+12125550100', '212 555 0100'],
    ['5550100', '+1 212 555 0100'],
  ])('the telephone number %s finds %s', (text, written) => {
    expect(finds(text, `call ${written} today`)).toBe(true);
    const terms = termsOfField({ field: 'phone', text: written });
    expect(wordsWanted(text, parseReference).every((word) => hasWord(word, terms))).toBe(true);
  });

  test('another telephone number is not found', () => {
    expect(finds('+49 30 123457', '030 123456')).toBe(false);
    expect(finds('+49 40 123456', '030 123456')).toBe(false);
  });

  test.each([
    ['sw1a1aa', 'SW1A 1AA'],
    ['SW1A 1AA', 'sw1a1aa'],
    ['k1a0b1', 'K1A 0B1'],
    ['1234ab', '1234 AB'],
  ])('the postcode %s finds %s', (text, written) => expect(finds(text, `at ${written}, there`)).toBe(true));

  test('a reference is one word, however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), (random) => {
        const reference = referenceFrom(random);
        for (const text of [
          reference,
          reference.toLowerCase(),
          reference.replaceAll('-', ''),
          reference.replaceAll('0', 'O'),
        ])
          expect([wordsWanted(text, parseReference).length, finds(text, `see ${reference}`)]).toEqual([1, true]);
      }),
      { numRuns: 100 },
    );
  });

  test('a text is found by each of its words, and by the beginnings of them', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 8 }), fc.nat(), (text, at) => {
        const words = text.split(' ').filter((word) => word.length > 2);
        fc.pre(words.length > 0);
        const word = words[at % words.length] ?? '';
        expect(finds(word.slice(0, 2 + (at % word.length)), text)).toBe(true);
        expect(readQuery({ text: word }, parseReference).faults).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('whatever is written, it is folded to words that can be keys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const term of termsOfText(text)) {
          expect(term.isWellFormed()).toBe(true);
          expect(Buffer.byteLength(term)).toBeLessThan(1000);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(['x', '1', '-', '@', 'a-', '1 ', '(', '+1', 'é'])(
    'a long text of nothing but %j is read in a moment',
    (piece) => {
      const before = process.cpuUsage();
      termsOfText(piece.repeat(20_000 / piece.length));
      const { user } = process.cpuUsage(before);
      expect(user / 1000).toBeLessThan(1000);
    },
  );
});

describe('[FN-2] sets of numbers', () => {
  const sets = fc.oneof(
    fc.uniqueArray(fc.nat(2 ** 31)),
    fc.uniqueArray(fc.nat(300), { maxLength: 300 }),
    fc.uniqueArray(fc.integer({ min: 70_000, max: 70_900 }), { minLength: 400, maxLength: 800 }),
  );
  const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

  test('are read as they were written, and joined', () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        expect(decodeNumbers(encodeNumbers(sorted(one)))).toEqual(sorted(one));
        expect(union(sorted(one), sorted(other))).toEqual(sorted([...new Set([...one, ...other])]));
      }),
      { numRuns: 300 },
    );
  });

  test('half of 100,000 numbers are some twelve KB', () => {
    const half = Array.from({ length: 50_000 }, (_, index) => index * 2 + (index % 2));
    expect(encodeNumbers(half).length).toBeLessThan(12_600);
  });
});
