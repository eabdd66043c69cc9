import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { contactsOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { own } from '#shared/core/records/own.ts';
import { termsOfField, termsOfText } from '#shared/insight/search/terms.ts';

// What of a record is searched. A caller who may see a record may read all of it, its notes and the
// names of its files too, so there is one index for everybody.

/** The fields by which people may search by name, beside the searchable ones of types. */
export const namedFields = ['name', 'email', 'phone', 'postcode', 'reference', 'address'] as const;

const textOfValue = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOfValue).join(' ');
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return '';
  const { text, amount } = value as { text?: unknown; amount?: unknown };
  return [text, amount].filter((part) => typeof part === 'string').join(' ');
};

/** Of the options of a choice people know the names. */
const chosenNames = ({ options = [] }: FieldDefinition, value: unknown): string =>
  options
    .filter(({ key }) => [value].flat().includes(key))
    .map(({ name }) => name)
    .join(' ');

const kindsOfField: Partial<Record<FieldDefinition['type'], (typeof namedFields)[number]>> = {
  email: 'email',
  phone: 'phone',
  address: 'address',
};

const termsOfFields = (values: Readonly<Record<string, unknown>>, definitions: readonly FieldDefinition[]): string[] =>
  definitions
    .filter(({ searchable }) => searchable)
    .flatMap((definition) => {
      const value = own(values, definition.key);
      const text = `${textOfValue(value)} ${chosenNames(definition, value)}`.trim();
      const kind = kindsOfField[definition.type];
      return text === ''
        ? []
        : [...termsOfField({ field: definition.key, text }), ...(kind ? termsOfField({ field: kind, text }) : [])];
    });

const isPostcode = (attribute: string): boolean => /^(post(al)?_?-?code|zip(_?-?code)?|plz)$/i.test(attribute);
const isAddress = (attribute: string): boolean => /address|street|city|town/i.test(attribute);

const termsOfPlaces = ({ attributes }: Contact): string[] =>
  Object.entries(attributes).flatMap(([attribute, value]) => {
    const text = textOfValue(value);
    if (isPostcode(attribute)) return termsOfField({ field: 'postcode', text });
    return isAddress(attribute) ? termsOfField({ field: 'address', text }) : [];
  });

const optional = (field: string, text: string | undefined): string[] =>
  text === undefined ? [] : termsOfField({ field, text });

/** Who somebody is: of a contact itself, and of everything about it. */
export const termsOfPerson = (contact: Contact): string[] => [
  ...termsOfText(contact.id),
  ...termsOfField({ field: 'name', text: contact.name }),
  ...optional('email', contact.email),
  ...optional('phone', contact.phone),
  ...termsOfPlaces(contact),
];

export const termsOfContact = (contact: Contact): string[] => [
  ...termsOfPerson(contact),
  ...contact.labels.flatMap(termsOfText),
  ...contact.courses.flatMap(({ code, section }) => termsOfText(`${code} ${section ?? ''}`)),
  ...Object.entries(contact.attributes).flatMap(([attribute, value]) =>
    termsOfField({ field: attribute, text: textOfValue(value) }),
  ),
];

/** The contacts by whose names a record is found. */
export const contactsOfRecord = (kind: 'case' | 'alert', record: Case | Alert): string[] => {
  if (kind === 'alert') return record.contactId === undefined ? [] : [record.contactId];
  const { anonymous, clients } = record as Case;
  return anonymous ? clients : contactsOf(record as Case);
};

export const termsOfCase = (record: Case, definitions: readonly FieldDefinition[]): string[] => {
  const { subject, description, reference, tags, location, onBehalfOf, closure, fields } = record;
  const named = onBehalfOf && 'name' in onBehalfOf ? onBehalfOf : undefined;
  return [
    ...termsOfField({ field: 'reference', text: reference }),
    ...termsOfText([subject, description ?? '', tags.join(' '), closure?.details ?? ''].join('\n')),
    ...optional('address', location?.address),
    ...optional('name', named?.name),
    ...optional('email', named?.email),
    ...optional('phone', named?.phone),
    ...termsOfFields(fields, definitions),
  ];
};

export const termsOfAlert = (record: Alert, definitions: readonly FieldDefinition[]): string[] => {
  const { description, source, course, tags, fields } = record;
  return [
    ...termsOfText([description ?? '', source ?? '', tags.join(' ')].join('\n')),
    ...(course ? termsOfField({ field: 'course', text: `${course.code} ${course.section ?? ''}` }) : []),
    ...termsOfFields(fields, definitions),
  ];
};
