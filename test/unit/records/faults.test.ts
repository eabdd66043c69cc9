import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { faultsFrom, pointerTo } from '#shared/core/http/faults.ts';
import { instant, personOrGroup } from '#shared/core/records/primitives.ts';

const schema = z.strictObject({
  name: z.string().min(1),
  count: z.int().max(3).optional(),
  at: instant.optional(),
  on: z.iso.date().optional(),
  who: personOrGroup.optional(),
  kind: z.enum(['a', 'b']).optional(),
  rows: z.array(z.strictObject({ key: z.string() })).optional(),
  checked: z
    .string()
    .refine(() => false, { message: 'never', params: { code: 'too-odd' } })
    .optional(),
});
const faults = (input: unknown, prefix?: string) => {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : faultsFrom(parsed.error, input, prefix).map(({ pointer, code }) => `${pointer} ${code}`);
};

describe('the faults of an input', () => {
  it.each([
    ['a member that is missing', {}, ['/name required']],
    ['all at once', { count: 'x', kind: 'c' }, ['/name required', '/count wrong-kind', '/kind not-one-of']],
    [
      'members that there are not, each by name',
      { name: 'n', a: 1, 'b/c~': 2 },
      ['/a unknown-field', '/b~1c~0 unknown-field'],
    ],
    ['too little and too much', { name: '', count: 4 }, ['/name too-small', '/count too-large']],
    [
      'an instant and a date that do not exist',
      { name: 'n', at: 'soon', on: '2026-02-30' },
      ['/at invalid-datetime', '/on invalid-date'],
    ],
    [
      'a place in a list',
      { name: 'n', rows: [{ key: 'k' }, { key: 1 }, {}] },
      ['/rows/1/key wrong-kind', '/rows/2/key required'],
    ],
    ['the alternative that was meant', { name: 'n', who: { user: 'a b' } }, ['/who/user invalid-format']],
    ['a rule by its own name', { name: 'n', checked: 'c' }, ['/checked too-odd']],
    ['an input that is no object', 'text', [' wrong-kind']],
    ['an input that is not there', undefined, [' required']],
  ])('name %s', (_what, input, expected) => {
    expect(faults(input)).toEqual(expected);
  });

  it('say what is wanted in words for people, but where a schema has words of its own', () => {
    const input = { name: '', count: 4, on: 'x', kind: 'c', rows: {}, checked: 'c' };
    const parsed = schema.extend({ some: z.array(z.string()).min(1) }).safeParse({ ...input, some: [] });
    expect(parsed.error && faultsFrom(parsed.error, input).map(({ detail }) => detail)).toEqual([
      'has to have at least 1 character',
      'has to be 3 or less',
      'has to be a date such as 2026-11-30',
      'has to be one of a, b',
      'has to be a list',
      'never',
      'has to have at least 1 entry',
    ]);
  });

  it('name what can stand where something says which of several things it is', () => {
    const actions = z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('close') }),
      z.strictObject({ do: z.enum(['add-tag', 'remove-tag']) }),
    ]);
    const parsed = actions.safeParse({ do: 'sing' });
    expect(parsed.error && faultsFrom(parsed.error, { do: 'sing' })).toEqual([
      { pointer: '/do', code: 'no-alternative-fits', detail: 'has to be one of close, add-tag, remove-tag' },
    ]);
  });

  it('have pointers below a prefix', () => {
    expect(faults({ name: 7 }, '/query')).toEqual(['/query/name wrong-kind']);
  });

  it('have pointers as RFC 6901 writes them', () => {
    expect(pointerTo('', [])).toBe('');
    expect(pointerTo('/fields', ['a/b', '~c', 0])).toBe('/fields/a~1b/~0c/0');
  });
});
