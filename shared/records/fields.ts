import * as z from 'zod';
import type { Fault } from '#shared/errors.ts';
import { pointerTo } from '#shared/http/faults.ts';
import { contactId, date, instant, key, longText, name, shortText } from '#shared/records/primitives.ts';

/** A custom field as a type declares it. */
export const fieldDefinitionSchema = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9-]{0,63}$/, 'a field key begins with a letter and has a-z, A-Z, 0-9 and -'),
    name,
    type: z.enum([
      'text',
      'long-text',
      'integer',
      'decimal',
      'money',
      'date',
      'date-time',
      'boolean',
      'choice',
      'choices',
      'contact',
      'link',
      'address',
    ]),
    required: z.boolean().default(false),
    default: z.unknown().optional(),
    help: longText.optional(),
    visibleToRequester: z.boolean().default(false),
    searchable: z.boolean().default(false),
    options: z.array(z.strictObject({ key, name })).min(1).max(200).optional(),
    /** A condition on the other fields; kept with the definition. */
    shownWhen: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'FieldDefinition' });
export type FieldDefinition = z.infer<typeof fieldDefinitionSchema>;

/** The fields of a type: keys once, choices where they are needed, defaults that fit. */
export const fieldDefinitions = z
  .array(fieldDefinitionSchema)
  .max(100)
  .superRefine((definitions, context) => {
    const seen = new Set<string>();
    definitions.forEach((definition, index) => {
      const fault = (path: string, code: string, message: string) =>
        context.addIssue({ code: 'custom', path: [index, path], message, params: { code } });
      if (seen.has(definition.key)) fault('key', 'duplicate', 'another field has this key');
      seen.add(definition.key);
      const isChoice = definition.type === 'choice' || definition.type === 'choices';
      if (isChoice && !definition.options) fault('options', 'required', 'a choice needs its options');
      if (!isChoice && definition.options) fault('options', 'unknown-field', 'only a choice has options');
      if (
        definition.default !== undefined &&
        (!isChoice || definition.options) &&
        !valueSchema(definition).safeParse(definition.default).success
      )
        fault('default', 'invalid', 'the default does not fit the field');
    });
  })
  .default([]);

const optionKeys = (definition: FieldDefinition): [string, ...string[]] =>
  (definition.options ?? []).map((option) => option.key) as [string, ...string[]];

const money = z.strictObject({
  amount: z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'an amount is written like "12.50"'),
  currency: z
    .string()
    .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'a currency is an ISO 4217 code'),
});
const address = z.strictObject({
  text: shortText,
  lat: z.number().min(-90).max(90).optional(),
  lon: z.number().min(-180).max(180).optional(),
});

/** What a value of a field has to be. */
export const valueSchema = (definition: FieldDefinition): z.ZodType => {
  switch (definition.type) {
    case 'text':
      return shortText;
    case 'long-text':
      return longText;
    case 'integer':
      return z.int();
    case 'decimal':
      return z.number();
    case 'money':
      return money;
    case 'date':
      return date;
    case 'date-time':
      return instant;
    case 'boolean':
      return z.boolean();
    case 'choice':
      return z.enum(optionKeys(definition));
    case 'choices':
      return z.array(z.enum(optionKeys(definition))).max(200);
    case 'contact':
      return contactId;
    case 'link':
      return z.url({ protocol: /^https?$/ }).max(2000);
    case 'address':
      return address;
  }
};

/**
 * Checks custom fields against their definitions.
 *
 * @param given what the caller gave; `null` clears a field
 * @param existing the fields there are already, for a change; undefined when the record is made
 * @returns the fields as they would be after, and every fault with its pointer below `/fields`
 */
export const checkFields = (
  definitions: FieldDefinition[],
  given: Record<string, unknown>,
  existing?: Record<string, unknown>,
): { fields: Record<string, unknown>; faults: Fault[] } => {
  const faults: Fault[] = [];
  const fields: Record<string, unknown> = { ...existing };
  const known = new Map(definitions.map((definition) => [definition.key, definition]));
  for (const [fieldKey, value] of Object.entries(given)) {
    const definition = known.get(fieldKey);
    const pointer = pointerTo('/fields', [fieldKey]);
    if (!definition) faults.push({ pointer, code: 'unknown-field', detail: 'the type has no such field' });
    else if (value === null) delete fields[fieldKey];
    else {
      const parsed = valueSchema(definition).safeParse(value);
      if (parsed.success) fields[fieldKey] = parsed.data;
      else
        for (const issue of parsed.error.issues)
          faults.push({
            pointer: pointerTo(pointer, issue.path),
            code: `invalid-${definition.type}`,
            detail: issue.message,
          });
    }
  }
  for (const definition of definitions) {
    if (
      !existing &&
      fields[definition.key] === undefined &&
      !(definition.key in given) &&
      definition.default !== undefined
    )
      fields[definition.key] = definition.default;
    if (
      definition.required &&
      fields[definition.key] === undefined &&
      !faults.some((fault) => fault.pointer === pointerTo('/fields', [definition.key]))
    )
      faults.push({ pointer: pointerTo('/fields', [definition.key]), code: 'required', detail: 'is required' });
  }
  return { fields, faults };
};
