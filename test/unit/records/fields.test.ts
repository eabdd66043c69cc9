import { describe, expect, it } from 'vitest';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { valueSchema } from '#shared/core/records/field-value.schema.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';

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
    ['date', '0001-01-01', '0000-01-01'],
    ['date-time', '2026-11-21T09:00:00Z', '2026-11-21T09:00:00'],
    ['date-time', '2027-03-01T09:00:00+01:00', '2027-03-01T09:00:00+25:00'],
    ['date-time', '0001-01-01T01:00:00+01:00', '0001-01-01T00:00:00+01:00'],
    ['date-time', '9999-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00'],
    ['boolean', false, 'false'],
    ['choice', 'red', 'green'],
    ['choices', ['red', 'blue'], ['red', 'green']],
    ['choices', [], ['red', 'red']],
    ['contact', 'S1', 'S 1'],
    ['user', 'amara', 'amara obi'],
    ['email', 'ned@town.example', 'ned at town.example'],
    ['phone', '+44 (0)20 7946 0958', '+ () /-'],
    ['phone', '112', 'ring me'],
    ['file', '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'report.pdf'],
    ['link', 'https://example.org/a?b=c', 'javascript:alert(1)'],
    ['link', 'https://example.org/@ned?mail=a@b.example', 'https://user:pass@example.org'],
    ['link', 'HTTP://example.org', 'https://bank.example@evil.example'],
    ['link', 'https://münchen.example/ä', 'https://@example.org'],
    ['link', 'https://example.org:8443', 'https://:@example.org'],
    ['link', 'https://example.org/a%20b', 'https://example.org/a b'],
    ['link', 'http://[::1]/', 'https:example.org'],
    ['link', 'https://example.org/#a', 'https://bank.example\\@evil.example'],
    ['link', 'https://example.org/gpj.exe', 'https://example.org/\u202egpj.exe'],
    ['link', 'https://example.org/?a', 'data:text/html,a'],
    ['link', 'https://example.org/?b', 'https://ex\u200bample.org'],
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

  it('[CA-6] keep an instant of any offset in UTC, as a value and as a default', () => {
    const [since] = definitions({ key: 'since', type: 'date-time', default: '2027-03-01T09:00:00+01:00' });
    const kept = (given: Record<string, unknown>) =>
      checkFields(since ? [since] : [], given, { record: (fields) => ({ case: { fields } }), at: 0 }).fields.since;
    expect(kept({})).toBe('2027-03-01T08:00:00.000Z');
    expect(kept({ since: '2027-03-01T00:30:00.5-05:30' })).toBe('2027-03-01T06:00:00.500Z');
  });

  it('[CA-6] name contacts, members of staff and files, each with its pointer; what is no id names nobody', () => {
    const kinds = ['contact', 'user', 'file', 'email'] as const;
    const naming = definitions(...kinds.map((type) => ({ key: type, type })));
    const file = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    expect(
      namedInFields(naming, { contact: 'S1', user: 'amara', file, email: 'a@b.example' }, '/details/a~1b'),
    ).toEqual([
      { kind: 'contact', id: 'S1', pointer: '/details/a~1b/contact' },
      { kind: 'user', id: 'amara', pointer: '/details/a~1b/user' },
      { kind: 'file', id: file, pointer: '/details/a~1b/file' },
    ]);
    expect(namedInFields(naming, { contact: 7, user: null, file: 'report.pdf' })).toEqual([]);
    expect(namedInFields(definitions({ key: 'constructor', type: 'user' }), {})).toEqual([]);
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
    [
      'a file that would come by itself',
      [{ key: 'a', type: 'file', default: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }],
      ['0/default unknown-field'],
    ],
    ['a default that is no choice', [{ key: 'a', type: 'choice', options, default: 'x' }], ['0/default invalid']],
  ])('[CA-6] are refused with %s', (_what, fields, faults) => {
    expect(faultsOf(...fields)).toEqual(faults);
  });
});
