import * as z from 'zod';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { type JsonObject, jsonSchemaOf } from '#shared/core/http/json-schemas.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { valueSchema } from '#shared/core/records/field-value.schema.ts';
import { own } from '#shared/core/records/own.ts';
import { publicCaseSchema } from '#shared/portal/form.schema.ts';

// The form of a case type as a JSON Schema (2020-12), from which a page builds and checks its
// fields. The API takes what it lets pass as far as a schema can say, and has the last word.

// Who is a contact or a member of staff is not theirs to find out, and a case that is not there yet
// has no files.
const notForStrangers = new Set<FieldDefinition['type']>(['contact', 'user', 'file']);

/** A type as strangers fill in its fields. */
export const withPublicFields = (type: CaseType): CaseType => ({
  ...type,
  fields: type.fields.map((field) =>
    notForStrangers.has(field.type) ? { ...field, visibleToRequester: false } : field,
  ),
});

/** A text of spaces, or none of the choices, says no more than leaving the field out. */
const filledIn: Partial<Record<FieldDefinition['type'], JsonObject>> = {
  text: { pattern: '\\S' },
  'long-text': { pattern: '\\S' },
  choices: { minItems: 1 },
};

const choicesOf = ({ options = [] }: FieldDefinition): JsonObject => ({
  oneOf: options.map(({ key, name }) => ({ const: key, title: name })),
});

const style = { dialect: 'draft-2020-12', grows: false } as const;

/** What a field takes, with how a page shows it. */
const propertyOf = (definition: FieldDefinition): JsonObject => {
  const { type, name, help, required } = definition;
  const { $schema: _dialect, $defs: _named, ...schema } = jsonSchemaOf(plain(definition), 'input', style);
  const { enum: _keys, items: _items, ...rest } = schema;
  const choice = type === 'choice' ? { ...rest, ...choicesOf(definition) } : undefined;
  const choices = type === 'choices' ? { ...rest, items: choicesOf(definition), uniqueItems: true } : undefined;
  return {
    title: name,
    ...(help !== undefined && { description: help }),
    ...(choice ?? choices ?? schema),
    ...(required && filledIn[type]),
    ...(definition.default !== undefined && { default: definition.default }),
    'x-field-type': type,
  };
};

/**
 * The schema of a value without the names that its parts have as components, so that a property
 * stands by itself.
 */
const plain = (definition: FieldDefinition): z.ZodType => {
  if (definition.type === 'date') return z.iso.date();
  return definition.type === 'date-time' ? z.iso.datetime({ offset: true }) : valueSchema(definition);
};

/** Whether a condition holds, as a schema of all fields; undefined where no schema can say so. */
type FormCondition = JsonObject | undefined;
const everyOne = (parts: readonly FormCondition[], combine: (known: JsonObject[]) => JsonObject): FormCondition => {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? combine(known) : undefined;
};

/** What a present value has to be for a comparison with it to hold. */
const comparisons: Readonly<Record<string, (wanted: unknown) => FormCondition>> = {
  is: (wanted) => (typeof wanted === 'object' ? undefined : { const: wanted }),
  in: (wanted) => (Array.isArray(wanted) ? { enum: wanted } : undefined),
  contains: (wanted) => ({ type: 'array', contains: { const: wanted } }),
  exists: () => ({}),
  lt: (wanted) => (typeof wanted === 'number' ? { exclusiveMaximum: wanted } : undefined),
  lte: (wanted) => (typeof wanted === 'number' ? { maximum: wanted } : undefined),
  gt: (wanted) => (typeof wanted === 'number' ? { exclusiveMinimum: wanted } : undefined),
  gte: (wanted) => (typeof wanted === 'number' ? { minimum: wanted } : undefined),
};
const denials: Readonly<Record<string, string>> = {
  'is-not': 'is',
  'not-in': 'in',
  'not-contains': 'contains',
  'not-exists': 'exists',
};

// Of which kinds JSON Schema compares as conditions do: texts have no order and no case there, and
// dates are days.
const comparable: Readonly<Record<string, ReadonlySet<FieldDefinition['type']>>> = {
  is: new Set(['text', 'long-text', 'integer', 'decimal', 'boolean', 'choice']),
  in: new Set(['text', 'long-text', 'integer', 'decimal', 'boolean', 'choice']),
  contains: new Set(['choices']),
  exists: new Set([
    'integer',
    'decimal',
    'boolean',
    'choice',
    'date',
    'date-time',
    'money',
    'address',
    'link',
    'email',
    'phone',
  ]),
  ...Object.fromEntries(['lt', 'lte', 'gt', 'gte'].map((op) => [op, new Set(['integer', 'decimal'])])),
};

/**
 * When a field of the form is shown, in the words of JSON Schema: a schema of the object of all
 * fields; undefined where no schema can say so.
 */
export const shownIfOf = (fields: readonly FieldDefinition[]) => {
  const byKey = new Map(fields.map((field) => [field.key, field]));

  const compared = (field: FieldDefinition, op: string, wanted: unknown): FormCondition => {
    const value = own(comparable, op)?.has(field.type) ? own(comparisons, op)?.(wanted) : undefined;
    // One that has a default has a value also where it is left out, unless it is hidden.
    if (!value || field.default !== undefined) return undefined;
    return { properties: { [field.key]: value }, required: [field.key] };
  };

  const said = (condition: Condition): FormCondition => {
    if ('all' in condition) return everyOne(condition.all.map(said), (allOf) => ({ allOf }));
    if ('any' in condition) return everyOne(condition.any.map(said), (anyOf) => ({ anyOf }));
    if ('not' in condition) return everyOne([said(condition.not)], ([not]) => ({ not }));
    // No other form is taken by a shown-when.
    if (!('field' in condition)) return undefined;
    const field = byKey.get(/^case\.fields\.(.+)$/.exec(condition.field)?.[1] ?? '');
    if (!field) return undefined;
    const denied = denials[condition.op];
    if (denied === undefined) return compared(field, condition.op, condition.value);
    return everyOne([compared(field, denied, condition.value)], ([not]) => ({ not }));
  };
  return said;
};

/** Whether a field that is not always shown is required or refused. */
const whenShown = (field: FieldDefinition, said: (condition: Condition) => FormCondition): JsonObject[] => {
  const shown = field.shownWhen && said(field.shownWhen);
  if (!shown) return [];
  return [
    {
      if: shown,
      ...(field.required && field.default === undefined && { then: { required: [field.key] } }),
      else: { properties: { [field.key]: false } },
    },
  ];
};

/**
 * The JSON Schema of what the public form of a case type takes.
 * @param type as `withPublicFields` has it
 */
export const formOf = (key: string, type: CaseType): JsonObject => {
  const fields = type.fields.filter(({ visibleToRequester }) => visibleToRequester);
  const isAlwaysRequired = ({ required, shownWhen, default: given }: FieldDefinition) =>
    required && shownWhen === undefined && given === undefined;
  const requiredFields = fields.filter(isAlwaysRequired).map((field) => field.key);
  const rules = fields.flatMap((field) => whenShown(field, shownIfOf(fields)));
  // Without the name that it has in OpenAPI, for which a reference would stand.
  const taken = type.onBehalfOf ? publicCaseSchema.extend({}) : publicCaseSchema.omit({ onBehalfOf: true });
  const body = jsonSchemaOf(taken, 'input', style);
  const { properties, required = [], ...rest } = body as { properties: JsonObject; required?: string[] };
  return {
    ...rest,
    $id: `urn:caseward:form:${key}`,
    title: type.name,
    ...(type.description !== undefined && { description: type.description }),
    properties: {
      ...properties,
      fields: {
        type: 'object',
        properties: Object.fromEntries(fields.map((field) => [field.key, propertyOf(field)])),
        additionalProperties: false,
        ...(requiredFields.length > 0 && { required: requiredFields }),
        ...(rules.length > 0 && { allOf: rules }),
      },
    },
    required: [...required, ...(requiredFields.length > 0 ? ['fields'] : [])],
  };
};
