import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AskedField, fits, type ShownIf, shownFields } from '#console/forms/shown-if.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { shownIfOf } from '#shared/portal/form.ts';

const options = ['lighting', 'surface', 'other'].map((key) => ({ key, name: key }));
const fields = fieldDefinitions.parse(
  [
    { key: 'kind', type: 'choice', options },
    { key: 'lamps', type: 'integer' },
    { key: 'some', type: 'choices', options },
    { key: 'dark', type: 'boolean' },
  ].map((one) => ({ ...one, name: one.key, visibleToRequester: true })),
);

const compared = fc.constantFrom<[string, string, unknown]>(
  ...(['is', 'is-not'] as const).flatMap((op): [string, string, unknown][] => [
    ['kind', op, 'lighting'],
    ['lamps', op, 2],
    ['dark', op, true],
  ]),
  ['kind', 'in', ['lighting', 'other']],
  ['kind', 'not-in', ['surface']],
  ['kind', 'exists', true],
  ['lamps', 'not-exists', true],
  ...(['lt', 'lte', 'gt', 'gte'] as const).map((op): [string, string, unknown] => ['lamps', op, 2]),
  ['some', 'contains', 'other'],
  ['some', 'not-contains', 'lighting'],
);
const leaf = compared.map(([key, op, value]) => ({ field: `case.fields.${key}`, op, value }));
const { condition } = fc.letrec<{ condition: unknown }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
const keys = fc.constantFrom('lighting', 'surface', 'other');
const values = fc.record(
  {
    kind: keys,
    lamps: fc.integer({ min: 0, max: 4 }),
    some: fc.uniqueArray(keys, { minLength: 1 }),
    dark: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('[UI-2] [PO-2] the script of a form shows a field', () => {
  it('exactly where the schema that the API gives for its condition holds', () => {
    const ajv = new Ajv2020({ strict: false });
    fc.assert(
      fc.property(condition, values, (asked, given) => {
        const schema = shownIfOf(fields)(asked as Condition);
        expect(schema).toBeDefined();
        expect(fits(schema as ShownIf, given)).toBe(ajv.validate(schema ?? {}, given));
      }),
    );
  });

  it('not for the value of another that is itself hidden', () => {
    const shownIf = (key: string, wanted: unknown): ShownIf => ({
      properties: { [key]: { const: wanted } },
      required: [key],
    });
    const asked = (kind: string): AskedField[] => [
      { key: 'third', value: undefined, shownIf: shownIf('second', 'yes') },
      { key: 'second', value: 'yes', shownIf: shownIf('kind', 'lighting') },
      { key: 'kind', value: kind },
    ];
    expect([...shownFields(asked('lighting'))]).toEqual(['third', 'second', 'kind']);
    expect([...shownFields(asked('other'))]).toEqual(['kind']);
  });
});
