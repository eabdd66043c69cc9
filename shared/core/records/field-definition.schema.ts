import * as z from 'zod';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { fieldTypes, valueSchema } from '#shared/core/records/field-value.schema.ts';
import { key, longText, name } from '#shared/core/records/primitives.ts';

/** A custom field as a type declares it. */
const fieldDefinitionSchema = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9-]{0,63}$/, 'a field key begins with a letter and has a-z, A-Z, 0-9 and -'),
    name,
    type: z.enum(fieldTypes),
    required: z.boolean().default(false),
    default: z.unknown().optional(),
    help: longText.optional(),
    visibleToRequester: z.boolean().default(false),
    searchable: z.boolean().default(false),
    options: z.array(z.strictObject({ key, name })).min(1).max(200).optional(),
    /** A condition on the record as it is filled in; without it the field is always shown. */
    shownWhen: conditionSchema.optional(),
  })
  .meta({ id: 'FieldDefinition' });
export type FieldDefinition = z.infer<typeof fieldDefinitionSchema>;

/** A field as those know it who fill it in. */
export const fieldToFillSchema = fieldDefinitionSchema
  .omit({ visibleToRequester: true, searchable: true })
  .meta({ id: 'FieldToFill' });
export type FieldToFill = z.infer<typeof fieldToFillSchema>;

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
      definition.options?.forEach((option, at, all) => {
        if (all.findIndex((other) => other.key === option.key) < at)
          context.addIssue({
            code: 'custom',
            path: [index, 'options', at, 'key'],
            message: 'another option has this key',
            params: { code: 'duplicate' },
          });
      });
      if (definition.type === 'file' && definition.default !== undefined)
        fault('default', 'unknown-field', 'a file is one of the case at hand, so no other one comes by itself');
      else if (
        definition.default !== undefined &&
        (!isChoice || definition.options) &&
        !valueSchema(definition).safeParse(definition.default).success
      )
        fault('default', 'invalid', 'the default does not fit the field');
    });
  })
  .default([]);
