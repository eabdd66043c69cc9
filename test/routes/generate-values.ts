import fc from 'fast-check';
import { type OpenApi, resolve } from './documented.ts';

// Values made from the schemas of the OpenAPI document: what they allow, and what they nearly
// allow.

export type Schema = Record<string, unknown>;

/**
 * Values that lead further than random ones, by the member or parameter that they are for: its
 * name, or `CaseType.fields` where the schema matters.
 */
export type KnownValues = Record<string, readonly unknown[]>;

/** Where a value stands: how deep, and within which named schema. */
interface Place {
  depth: number;
  owner: string;
}

// Deep enough for a condition within a rule; random trees beyond that only take time.
const deepest = 6;

/**
 * What breaks programs: wrong kinds, edges of numbers and dates, text that is markup, code, a path,
 * a template or a trap of JavaScript.
 */
export const hostile = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  0.1,
  '',
  ' ',
  '0',
  'null',
  '__proto__',
  'constructor',
  [],
  {},
  [[]],
  { __proto__: 1 },
  '\u0000',
  '\ud800',
  '💥'.repeat(100),
  'x'.repeat(20_001),
  '<script>alert(1)</script>',
  '{{ case.subject | raise }}',
  '{% if %}',
  '../../etc/passwd',
  "' OR 1=1 --",
  '%00',
  '\u202e',
  '2026-02-30',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00.000Z',
  '2026-11-21T09:00:00+14:00',
  '-P1D',
  '*',
  'S101\n',
  ['a', 1, null],
);

const hostileKeys = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '',
  'a/b~c',
  '$where',
  'id',
  'version',
  'x'.repeat(300),
);

// To prepare texts for a pattern takes longer than to make hundreds of them.
const prepared = new Map<string, fc.Arbitrary<string>>();
const matching = (pattern: string): fc.Arbitrary<string> => {
  const texts = prepared.get(pattern) ?? fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  prepared.set(pattern, texts);
  return texts;
};

const textOf = (schema: Schema): fc.Arbitrary<string> => {
  const {
    pattern,
    format,
    minLength = 0,
    maxLength = 40,
  } = schema as { pattern?: string; format?: string; minLength?: number; maxLength?: number };
  if (format === 'date-time')
    return fc
      .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (format === 'date')
    return fc
      .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  if (format === 'email') return fc.constantFrom('sofia@students.example.edu', 'a.b+c@example.org');
  if (format === 'uri') return fc.webUrl();
  if (format === 'duration') return fc.constantFrom('P7D', 'PT4H', 'P1Y2M3DT4H5M6S');
  // fast-check makes no texts for a pattern that looks ahead; the one there is without a format is
  // that of telephone numbers.
  if (pattern?.startsWith('^(?=')) return fc.constantFrom('+1 555 0100', '020 7946 0018');
  if (pattern !== undefined) return matching(pattern);
  return fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' });
};

/** Arbitraries of the schemas of a document. */
export const valueGenerators = (document: OpenApi, known: KnownValues) => {
  // A schema that others refer to (a condition in a rule in a type) is expanded once a place.
  const expanded = new Map<Schema, Map<string, fc.Arbitrary<unknown>>>();
  const valueFrom = (schema: Schema, place: Place = { depth: 0, owner: '' }): fc.Arbitrary<unknown> => {
    const places = expanded.get(schema) ?? new Map<string, fc.Arbitrary<unknown>>();
    expanded.set(schema, places);
    const name = `${place.depth} ${place.owner}`;
    const arbitrary = places.get(name) ?? expand(schema, place);
    places.set(name, arbitrary);
    return arbitrary;
  };

  const expand = (schema: Schema, place: Place): fc.Arbitrary<unknown> => {
    const below = { ...place, depth: place.depth + 1 };
    const isDeep = place.depth > deepest;
    if (typeof schema.$ref === 'string') {
      const owner = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1).replace(/Input$/, '');
      return valueFrom(resolve<Schema>(document, schema.$ref), { ...place, owner });
    }
    if ('const' in schema) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
    const alternatives = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
    // Where a tree may go on for ever its last form is the leaf.
    if (alternatives)
      return fc.oneof(...(isDeep ? alternatives.slice(-1) : alternatives).map((one) => valueFrom(one, below)));
    const { minimum, maximum, minItems = 0, maxItems = 3 } = schema as Record<string, number | undefined>;
    switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
      case 'string':
        return textOf(schema);
      case 'integer':
        return fc.integer({ min: minimum ?? -10, max: Math.min(maximum ?? 1000, 100_000) });
      case 'number':
        return fc.double({ min: minimum ?? -1000, max: maximum ?? 1000, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array': {
        if (Array.isArray(schema.prefixItems))
          return fc.tuple(...schema.prefixItems.map((one) => valueFrom(one as Schema, below)));
        const most = isDeep ? minItems : Math.max(minItems, Math.min(maxItems, 3));
        return fc.array(valueFrom((schema.items ?? {}) as Schema, below), { minLength: minItems, maxLength: most });
      }
      case 'object':
        return objectOf(schema, place);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  };

  const memberOf = (name: string, schema: Schema, place: Place): fc.Arbitrary<unknown> => {
    const values = known[`${place.owner}.${name}`] ?? known[name];
    return values
      ? fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...values) },
          { weight: 1, arbitrary: valueFrom(schema, place) },
        )
      : valueFrom(schema, place);
  };

  const objectOf = (schema: Schema, place: Place): fc.Arbitrary<unknown> => {
    const below = { ...place, depth: place.depth + 1 };
    const {
      properties = {},
      required = [],
      additionalProperties,
      propertyNames = {},
    } = schema as {
      properties?: Record<string, Schema>;
      required?: string[];
      additionalProperties?: Schema | false;
      propertyNames?: Schema;
    };
    const members = Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, memberOf(name, member, below)]),
    );
    const declared = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
    if (!additionalProperties || Object.keys(properties).length > 0 || place.depth > deepest) return declared;
    return fc.dictionary(textOf(propertyNames), valueFrom(additionalProperties, below), { maxKeys: 2 });
  };

  /** A value with one place in it replaced, removed or added to. */
  const spoiled = (value: unknown): fc.Arbitrary<unknown> => {
    if (typeof value !== 'object' || value === null) return hostile;
    const entries = Object.entries(value);
    const put = (name: string, inner: unknown) =>
      Array.isArray(value) ? value.with(Number(name), inner) : { ...value, [name]: inner };
    const below = entries.flatMap(([name, inner]) => [
      spoiled(inner).map((other) => put(name, other)),
      fc.constant(
        Array.isArray(value)
          ? value.toSpliced(Number(name), 1)
          : Object.fromEntries(entries.filter(([one]) => one !== name)),
      ),
    ]);
    const added = fc
      .tuple(hostileKeys, hostile)
      .map(([name, inner]) => (Array.isArray(value) ? [...value, inner] : { ...value, [name]: inner }));
    return fc.oneof(
      { weight: 1, arbitrary: hostile },
      { weight: 1, arbitrary: added },
      ...below.map((arbitrary) => ({ weight: 2, arbitrary })),
    );
  };

  return { valueFrom, memberOf, spoiled };
};
