import { describe, expect, it } from 'vitest';
import { fieldDefinitions } from '#shared/records/field-definition.schema.ts';
import { valueSchema } from '#shared/records/fields.ts';
import { checkFields } from '#shared/records/fill-fields.ts';

const options = [
  { key: 'red', name: 'Red' },
  { key: 'blue', name: 'Blue' },
];
const definitions = (...fields: object[]) =>
  fieldDefinitions.parse(fields.map((field, index) => ({ key: `f${index}`, name: 'F', type: 'text', ...field })));
const takes = (type: string, value: unknown) => {
  const [definition] = definitions({ type, ...(type.startsWith('choice') && { options }) });
  return definition !== undefined && valueSchema(definition).safeParse(value).success;
};

describe('the value of a custom field', () => {
  it.each([
    ['text', 'a', 'x'.repeat(201)],
    ['long-text', 'x'.repeat(20_000), 'x'.repeat(20_001)],
    ['long-text', 'a', 'a\u0000'],
    ['integer', -3, 1.5],
    ['decimal', 1.5, '1.5'],
    ['money', { amount: '12.50', currency: 'EUR' }, { amount: 12.5, currency: 'EUR' }],
    ['money', { amount: '-1', currency: 'JPY' }, { amount: '1', currency: 'XQX' }],
    ['money', { amount: '1.234', currency: 'KWD' }, { amount: '1.234', currency: 'USD' }],
    ['money', { amount: '0', currency: 'USD' }, { amount: '01', currency: 'USD' }],
    ['money', { amount: '100', currency: 'JPY' }, { amount: '100.5', currency: 'JPY' }],
    ['date', '2028-02-29', '2026-02-29'],
    ['date', '2000-02-29', '1900-02-29'],
    ['date-time', '2026-11-21T09:00:00Z', '2026-11-21T09:00:00'],
    ['boolean', false, 'false'],
    ['choice', 'red', 'green'],
    ['choices', ['red', 'blue'], ['red', 'green']],
    ['choices', [], ['red', 'red']],
    ['contact', 'S1', 'S 1'],
    ['link', 'https://example.org/a?b=c', 'javascript:alert(1)'],
    ['address', { text: 'High Street 1', lat: 51.5, lon: -0.1 }, { text: 'High Street 1', lat: 91, lon: 0 }],
    ['address', { text: 'High Street 1' }, { text: 'High Street 1', lat: 51.5 }],
    ['address', { text: 'The pole', lat: -90, lon: 180 }, { text: 'High Street 1', lat: 0, lon: 180.001 }],
  ])('[CA-6] of the type %s may be %j and not %j', (type, good, bad) => {
    expect(takes(type, good)).toBe(true);
    expect(takes(type, bad)).toBe(false);
  });
});

describe('custom fields', () => {
  const known = definitions(
    { key: 'course', required: true },
    { key: 'room', type: 'integer' },
    { key: 'term', default: 'autumn' },
  );
  const check = (given: Record<string, unknown>, existing?: Record<string, unknown>) => {
    const { fields, faults } = checkFields(known, given, {
      existing,
      record: (values) => ({ case: { fields: values } }),
      at: 0,
    });
    return { fields, faults: faults.map(({ pointer, code }) => `${pointer} ${code}`) };
  };

  it('[CA-6] get their defaults when the record is made, unless they are given', () => {
    expect(check({ course: 'MATH-101' })).toEqual({ fields: { course: 'MATH-101', term: 'autumn' }, faults: [] });
    expect(check({ course: 'MATH-101', term: 'spring' }).fields).toMatchObject({ term: 'spring' });
    expect(check({ course: 'MATH-101', term: null }).fields).not.toHaveProperty('term');
  });

  it('[CA-6] merge into those there are, and null clears', () => {
    expect(check({ room: 7 }, { course: 'MATH-101', term: 'spring' })).toEqual({
      fields: { course: 'MATH-101', term: 'spring', room: 7 },
      faults: [],
    });
    expect(check({ term: null }, { course: 'MATH-101', term: 'spring' }).fields).toEqual({ course: 'MATH-101' });
  });

  it('[CA-6] have each fault named, all at once', () => {
    expect(check({ room: 'seven', 'a/b': 1 }).faults).toEqual([
      '/fields/room invalid-integer',
      '/fields/a~1b unknown-field',
      '/fields/course required',
    ]);
    expect(check({ course: null }, { course: 'MATH-101' }).faults).toEqual(['/fields/course required']);
  });

  it('[CA-6] are told once where a required one is given wrongly', () => {
    expect(check({ course: 7 }).faults).toEqual(['/fields/course invalid-text']);
  });

  it('[CA-6] do not touch the record they are merged into', () => {
    const existing = { course: 'MATH-101' };
    check({ room: 7 }, existing);
    expect(existing).toEqual({ course: 'MATH-101' });
  });
});

describe('the fields of a type', () => {
  const faultsOf = (...fields: object[]) =>
    fieldDefinitions
      .safeParse(fields.map((field) => ({ name: 'F', type: 'text', ...field })))
      .error?.issues.map((issue) => `${issue.path.join('/')} ${'params' in issue ? issue.params?.code : issue.code}`);

  it.each([
    ['a key twice', [{ key: 'a' }, { key: 'a' }], ['1/key duplicate']],
    ['a choice without options', [{ key: 'a', type: 'choice' }], ['0/options required']],
    ['options that nobody chooses from', [{ key: 'a', options }], ['0/options unknown-field']],
    ['a default that does not fit', [{ key: 'a', type: 'integer', default: 'x' }], ['0/default invalid']],
    ['a default that is no choice', [{ key: 'a', type: 'choice', options, default: 'x' }], ['0/default invalid']],
  ])('[CA-6] are refused with %s', (_what, fields, faults) => {
    expect(faultsOf(...fields)).toEqual(faults);
  });
});
