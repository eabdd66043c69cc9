import * as z from 'zod';
import { defineRoute, dryRunQuery } from '#shared/core/http/define-route.ts';

// As every import by API Gateway and Lambda.
const largestImport = 4 * 1024 * 1024;

/** Rows that one request takes: what some ten seconds are enough for. */
export const rowsARequest = 2000;

export const importContactsRoute = defineRoute({
  name: 'importContacts',
  method: 'POST',
  path: '/v1/contacts/import',
  family: 'contacts',
  who: 'admin',
  summary: 'Take contacts of a SIS: a file of OneRoster as CSV, or contacts as JSON lines',
  takes: ['text/csv', 'application/x-ndjson'],
  largestBody: largestImport,
  query: dryRunQuery.extend({
    after: z.coerce
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: `Passes over the rows up to this one; a request takes ${rowsARequest}.` }),
  }),
  body: z.string().min(1),
  answer: z
    .strictObject({
      results: z.array(
        z.strictObject({
          row: z.int().meta({ description: 'Counts rows of data from 1.' }),
          status: z.int(),
          change: z.enum(['created', 'updated', 'unchanged', 'late', 'ignored']).optional(),
          id: z.string().optional(),
          error: z.looseObject({}).optional(),
        }),
      ),
      nextAfter: z.int().optional().meta({ description: 'Send the same again with `after` of this for the rest.' }),
    })
    .meta({ id: 'ContactImport' }),
  refusals: ['not-allowed'],
});
