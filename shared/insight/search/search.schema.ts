import * as z from 'zod';
import { alertAnswerSchema } from '#shared/casework/alerts/alert.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { contactSchema } from '#shared/casework/contacts/contact.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { listQuery } from '#shared/core/records/listing.schema.ts';
import { instant } from '#shared/core/records/primitives.ts';

/** How a search may be answered. */
const searchFormats = ['json', 'geojson', 'csv', 'json-lines'] as const;
export type FileFormat = Exclude<(typeof searchFormats)[number], 'json'>;
export const mediaTypes: Readonly<Record<FileFormat, string>> = {
  geojson: 'application/geo+json',
  csv: 'text/csv; charset=utf-8',
  'json-lines': 'application/x-ndjson',
};

// Eight words, none longer than anybody types.
const text = z.string().min(1).max(500);
const limit = z.int().min(1).max(200);
const cursor = z.string().max(2000).optional();
// Letters, digits and dashes, as custom fields and attributes of contacts are called.
const fieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'a field begins with a letter');

const searchBody = {
  condition: conditionSchema.optional(),
  text: text.optional(),
  fields: z.record(fieldName, text).optional(),
  limit: limit.optional(),
  cursor,
  format: z.enum(searchFormats).default('json'),
};

/** What a search of cases or alerts takes. */
export const searchRecordsSchema = z
  .strictObject({ ...searchBody, sort: listQuery.sort.unwrap().optional() })
  .meta({ id: 'Search' });
export const searchContactsSchema = z
  .strictObject({ ...searchBody, sort: z.enum(['createdAt', '-createdAt']).optional() })
  .meta({ id: 'ContactSearch' });
export type SearchBody = z.output<typeof searchRecordsSchema>;

export const searchEverythingSchema = z
  .strictObject({ text, limit: limit.default(25), cursor })
  .meta({ id: 'SearchEverything' });

const matched = z.array(z.string()).meta({ description: 'Which of the words it has, as they are folded.' });
const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().optional(),
    asOf: instant.meta({ description: 'What was changed by then is found.' }),
  });
const found = <T extends z.ZodType>(record: T) => page(z.strictObject({ record, matched }));

export const foundCasesSchema = found(caseAnswerSchema).meta({ id: 'FoundCases' });
export const foundAlertsSchema = found(alertAnswerSchema).meta({ id: 'FoundAlerts' });
export const foundContactsSchema = found(contactSchema).meta({ id: 'FoundContacts' });
export const foundEverythingSchema = page(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('case'), record: caseAnswerSchema, matched }),
    z.strictObject({ kind: z.literal('alert'), record: alertAnswerSchema, matched }),
    z.strictObject({ kind: z.literal('contact'), record: contactSchema, matched }),
  ]),
).meta({ id: 'FoundEverything' });
