import * as z from 'zod';
import { conditionSchema } from '#shared/conditions/condition.ts';
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
    /** A condition on the record as it is filled in; without it the field is always shown. */
    shownWhen: conditionSchema.optional(),
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
      definition.options?.forEach((option, at, all) => {
        if (all.findIndex((other) => other.key === option.key) < at)
          context.addIssue({
            code: 'custom',
            path: [index, 'options', at, 'key'],
            message: 'another option has this key',
            params: { code: 'duplicate' },
          });
      });
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

let currencies: ReadonlySet<string> | undefined;
const isCurrency = (code: string): boolean => {
  currencies ??= new Set(Intl.supportedValuesOf('currency'));
  return currencies.has(code);
};
/** Digits behind the point: two for most currencies, none for the yen, three for the dinar. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const money = z
  .strictObject({
    amount: z.string().regex(/^-?(0|[1-9]\d{0,14})(\.\d{1,4})?$/, 'an amount is written like "12.50"'),
    currency: z.string().refine(isCurrency, 'a currency is an ISO 4217 code'),
  })
  .refine(({ amount, currency }) => (amount.split('.')[1] ?? '').length <= digitsOf(currency), {
    path: ['amount'],
    message: 'has more digits behind the point than its currency',
  });
const address = z
  .strictObject({
    text: shortText,
    lat: z.number().min(-90).max(90).optional(),
    lon: z.number().min(-180).max(180).optional(),
  })
  .refine(({ lat, lon }) => (lat === undefined) === (lon === undefined), 'lat and lon are given together');

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
      return z
        .array(z.enum(optionKeys(definition)))
        .max(200)
        .refine((chosen) => new Set(chosen).size === chosen.length, 'each choice is made once');
    case 'contact':
      return contactId;
    case 'link':
      return z.url({ protocol: /^https?$/ }).max(2000);
    case 'address':
      return address;
  }
};

/** The contacts that the values of custom fields name, each with its pointer. What is no id of a contact is the check of the value's to say. */
export const contactsIn = (
  definitions: readonly FieldDefinition[],
  given: Record<string, unknown> = {},
): { id: string; pointer: string }[] =>
  definitions.flatMap(({ key: fieldKey, type }) => {
    const id = type === 'contact' ? contactId.safeParse(given[fieldKey]).data : undefined;
    return id === undefined ? [] : [{ id, pointer: pointerTo('/fields', [fieldKey]) }];
  });
