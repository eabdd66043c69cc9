import * as z from 'zod';
import {
  contactId,
  date,
  email,
  instant,
  longText,
  personId,
  phone,
  shortText,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

export const fieldTypes = [
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
  'user',
  'email',
  'phone',
  'file',
  'link',
  'address',
] as const;

/** What a custom field says of its values. */
interface FieldOfValue {
  type: (typeof fieldTypes)[number];
  options?: { key: string }[] | undefined;
}

const optionKeys = (definition: FieldOfValue): [string, ...string[]] =>
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
// `https://bank.example@evil.example` leads elsewhere than it seems to, and a password in a link is read by everybody.
const hasNobodyIn = /^https?:\/\/[^/?#@]*([/?#]|$)/i;
// What a browser would drop or turn while it reads a link would make it another one than what
// people see.
const isVisible = /^https?:\/\/[^\s\\\p{Cc}\p{Cf}]+$/iu;
const link = z
  .url({ protocol: /^https?$/, message: 'a link begins with https:// or http://', abort: true })
  .max(2000)
  .regex(isVisible, { message: 'a link has no spaces, backslashes or characters that cannot be seen', abort: true })
  .regex(hasNobodyIn, 'a link has no user name and no password');

const address = z
  .strictObject({
    text: shortText,
    lat: z.number().min(-90).max(90).optional(),
    lon: z.number().min(-180).max(180).optional(),
  })
  .refine(({ lat, lon }) => (lat === undefined) === (lon === undefined), 'lat and lon are given together');

/** What a value of a field has to be. */
export const valueSchema = (definition: FieldOfValue): z.ZodType => {
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
    case 'user':
      return personId;
    case 'email':
      return email;
    case 'phone':
      return phone;
    case 'file':
      return ulidSchema;
    case 'link':
      return link;
    case 'address':
      return address;
  }
};
