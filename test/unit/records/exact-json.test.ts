import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactly } from '#shared/core/records/exact-json.ts';

describe('[AL-12] JSON of an event', () => {
  test.each([
    '74140000000965463',
    '9007199254740993',
    '-9007199254740993',
    '100000000000000000000',
    '1e400',
    '1e-400',
    '1e21',
    '0.0000001',
    '83.33333333333333333333',
    '9007199254740991.4',
  ])('[AL-12] has %s as the text of its digits, which no double would show', (written) => {
    expect(parseExactly(`{"a": [${written}]}`)).toEqual({ a: [written] });
  });

  test.each([
    ['0', 0],
    ['-0', -0],
    ['7', 7],
    ['1.50', 1.5],
    ['1e2', 100],
    ['0.1', 0.1],
    ['0.8333333333333334', 0.8333333333333334],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('[AL-12] has %s as a number, which is the same in a double', (written, number) => {
    expect(parseExactly(written)).toBe(number);
  });

  test('[AL-12] is what JSON.parse makes of it otherwise, texts of digits and odd names among it', () => {
    const json = '{"id": "74140000000965463", "__proto__": {"x": [true, null]}, "constructor": 1}';
    expect(JSON.stringify(parseExactly(json))).toBe(JSON.stringify(JSON.parse(json)));
    expect(() => parseExactly('{')).toThrow(SyntaxError);
  });

  test('[AL-12] has no two whole numbers as the same', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (number) => {
        expect(String(parseExactly(String(number)))).toBe(String(number));
      }),
    );
  });
});
