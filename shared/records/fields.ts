import * as z from 'zod';
import { pointerTo } from '#shared/http/faults.ts';
import type { fieldDefinitionSchema } from '#shared/records/field-definition.schema.ts';
import { own } from '#shared/records/own.ts';
import { contactId, date, instant, longText, shortText } from '#shared/records/primitives.ts';

export type FieldDefinition = z.infer<typeof fieldDefinitionSchema>;

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
  below = '/fields',
): { id: string; pointer: string }[] =>
  definitions.flatMap(({ key: fieldKey, type }) => {
    const id = type === 'contact' ? contactId.safeParse(own(given, fieldKey)).data : undefined;
    return id === undefined ? [] : [{ id, pointer: pointerTo(below, [fieldKey]) }];
  });
