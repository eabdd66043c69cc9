import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { formOf, withPublicFields } from '#shared/portal/form.ts';
import { typeOfCases } from '#test/unit/cases/sample-cases.ts';

const is = (field: string, value: unknown) => ({ field: `case.fields.${field}`, op: 'is', value });
const options = ['lighting', 'surface', 'other'].map((key) => ({ key, name: `The ${key}` }));
const visible = (key: string, type: string, more: object = {}) => ({
  ...{ key, name: `Field ${key}`, type, visibleToRequester: true },
  ...more,
});

const typeWith = (fields: object[], more: object = {}) =>
  withPublicFields(caseTypeSchema.parse({ ...typeOfCases, fields, ...more }));
const formWith = (fields: object[], more: object = {}) => formOf('hazard', typeWith(fields, more));

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
addFormats.default(ajv);
ajv.addKeyword('x-field-type');
const passes = (schema: object, fields: object, more: object = {}): boolean => {
  const { $id: _one, ...anonymous } = schema as { $id: string };
  const contact = { name: 'Ned', email: 'ned@town.example' };
  return ajv.compile(anonymous)({ contact, subject: 'A lamp is out', fields, ...more }) === true;
};

describe('[PO-2] the form of a case type', () => {
  it('says what each field is called, takes and begins with, and is JSON Schema 2020-12', () => {
    const form = formWith([
      visible('kind', 'choice', { options, required: true, help: 'What is dangerous?' }),
      visible('since', 'date'),
      visible('lamps', 'integer', { default: 1 }),
    ]);
    expect(ajv.validateSchema(form)).toBe(true);
    expect(form).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Academic concern',
      required: ['contact', 'subject', 'fields'],
      properties: {
        fields: {
          additionalProperties: false,
          required: ['kind'],
          properties: {
            kind: {
              ...{ title: 'Field kind', description: 'What is dangerous?', type: 'string', 'x-field-type': 'choice' },
              oneOf: options.map(({ key, name }) => ({ const: key, title: name })),
            },
            since: { type: 'string', format: 'date' },
            lamps: { type: 'integer', default: 1 },
          },
        },
      },
    });
  });

  it('takes addresses and numbers, and asks for no member of staff and no file', () => {
    const form = formWith(['email', 'phone', 'user', 'file', 'date-time'].map((type) => visible(type, type)));
    const { fields } = form.properties as { fields: { properties: object } };
    expect(fields.properties).toMatchObject({
      email: { type: 'string', format: 'email', 'x-field-type': 'email' },
      phone: { type: 'string', 'x-field-type': 'phone' },
      'date-time': { type: 'string', format: 'date-time' },
    });
    expect(Object.keys(fields.properties).sort()).toEqual(['date-time', 'email', 'phone']);
    const good = { email: 'ned@town.example', phone: '+44 20 7946', 'date-time': '2027-03-01T09:00:00+01:00' };
    expect(passes(form, good)).toBe(true);
    for (const bad of [{ email: 'ned' }, { phone: 'none' }, { user: 'amara' }, { file: 'F1' }])
      expect(passes(form, bad)).toBe(false);
  });

  it('has no field that is for staff, none that names a contact, and nobody else where cases are one’s own', () => {
    const fields = [
      visible('kind', 'text'),
      { key: 'secret', name: 'Secret', type: 'text' },
      visible('who', 'contact'),
    ];
    const form = formWith(fields, { onBehalfOf: false }) as { properties: Record<string, { properties: object }> };
    expect(Object.keys(form.properties.fields?.properties ?? {})).toEqual(['kind']);
    expect(form.properties).not.toHaveProperty('onBehalfOf');
    expect(formWith([]).properties).toHaveProperty('onBehalfOf');
    expect(JSON.stringify(form)).not.toContain('ecret');
  });

  it.each([
    ['what is whole', { kind: 'lighting' }, {}, true],
    [
      'a place and somebody else',
      { kind: 'other' },
      { location: { lat: 1, lon: 2 }, onBehalfOf: { name: 'Mia' } },
      true,
    ],
    ['nothing', {}, {}, false],
    ['another choice', { kind: 'water' }, {}, false],
    ['a field that there is not', { kind: 'other', more: 'x' }, {}, false],
    ['no mail address', { kind: 'other' }, { contact: { name: 'Ned', email: 'ned' } }, false],
    ['a blank subject', { kind: 'other' }, { subject: 'x'.repeat(201) }, false],
  ])('lets %s pass: %j %j', (_what, fields, more, expected) => {
    expect(passes(formWith([visible('kind', 'choice', { options, required: true })]), fields, more)).toBe(expected);
  });

  it('owes a field while it is shown, and refuses it while it is not', () => {
    const form = formWith([
      visible('kind', 'choice', { options }),
      visible('lamp', 'text', { required: true, shownWhen: is('kind', 'lighting') }),
    ]);
    expect(passes(form, { kind: 'lighting', lamp: 'L-17' })).toBe(true);
    for (const fields of [
      { kind: 'lighting' },
      { kind: 'lighting', lamp: ' ' },
      { kind: 'other', lamp: 'L' },
      { lamp: 'L' },
    ])
      expect(passes(form, fields), JSON.stringify(fields)).toBe(false);
    for (const fields of [{}, { kind: 'other' }]) expect(passes(form, fields)).toBe(true);
  });

  it('leaves to the API what no JSON Schema can say', () => {
    const form = formWith([
      visible('when', 'date'),
      visible('why', 'text', {
        required: true,
        shownWhen: { field: 'case.fields.when', op: 'before', value: { ago: 'P1D' } },
      }),
      visible('urgent', 'text', { required: true, shownWhen: { field: 'case.priority', op: 'is', value: 'critical' } }),
    ]);
    for (const fields of [{}, { why: 'x', urgent: 'y' }]) expect(passes(form, fields)).toBe(true);
  });
});

// Conditions that a schema can say, over fields of the kinds that it can compare.
const comparison = fc.oneof(
  fc.record({
    field: fc.constant('case.fields.kind'),
    op: fc.constantFrom('is', 'is-not'),
    value: fc.constantFrom('lighting', 'other'),
  }),
  fc.record({
    field: fc.constant('case.fields.kind'),
    op: fc.constantFrom('in', 'not-in'),
    value: fc.constant(['lighting', 'surface']),
  }),
  fc.record({ field: fc.constant('case.fields.kind'), op: fc.constantFrom('exists', 'not-exists') }),
  fc.record({
    field: fc.constant('case.fields.lamps'),
    op: fc.constantFrom('lt', 'lte', 'gt', 'gte', 'is'),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ field: fc.constant('case.fields.dark'), op: fc.constantFrom('is', 'is-not'), value: fc.boolean() }),
  fc.record({
    field: fc.constant('case.fields.tags'),
    op: fc.constantFrom('contains', 'not-contains'),
    value: fc.constantFrom('a', 'b'),
  }),
);
const { condition } = fc.letrec<{ condition: object }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    comparison,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
const given = fc.record(
  {
    kind: fc.constantFrom('lighting', 'surface', 'other'),
    lamps: fc.integer({ min: 0, max: 4 }),
    dark: fc.boolean(),
    tags: fc.subarray(['a', 'b']),
    first: fc.constantFrom('x', 'y'),
    second: fc.constantFrom('x', 'y'),
  },
  { requiredKeys: [] },
);

describe('[PO-2] [CA-6] the form and the API', () => {
  it('agree on what is shown, owed and refused, whatever the conditions', () => {
    fc.assert(
      fc.property(condition, condition, fc.boolean(), given, (one, two, required, values) => {
        const type = typeWith([
          visible('kind', 'choice', { options }),
          visible('lamps', 'integer'),
          visible('dark', 'boolean'),
          visible('tags', 'choices', { options: ['a', 'b'].map((key) => ({ key, name: key })) }),
          visible('first', 'text', { required, shownWhen: one }),
          visible('second', 'text', {
            required,
            shownWhen: { all: [two, { field: 'case.fields.first', op: 'is-not', value: 'y' }] },
          }),
        ]);
        const { faults } = checkFields(type.fields, values, {
          record: (fields) => ({ case: { fields } }),
          at: 0,
          byRequester: true,
        });
        const { fields } = (formOf('hazard', type) as { properties: { fields: object } }).properties;
        expect(ajv.compile(fields)(values)).toBe(faults.length === 0);
      }),
      { numRuns: 200, seed: 20261122 },
    );
  });
});
