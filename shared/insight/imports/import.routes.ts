import * as z from 'zod';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant, key, shortText } from '#shared/core/records/primitives.ts';
import {
  importFormats,
  importQuery,
  importResult,
  importTypedQuery,
  mostRowsAtOnce,
} from '#shared/insight/imports/import.schema.ts';
import { inIso } from '#shared/insight/imports/written-instant.ts';
import { jobSchema } from '#shared/insight/jobs/job.schema.ts';

// As every import by API Gateway and Lambda.
const largestBody = 4 * 1024 * 1024;

const imported = {
  family: 'jobs' as const,
  // Octets are for files in no charset that the gateway would leave as it is.
  takes: ['text/csv', 'application/x-ndjson', 'application/octet-stream'],
  largestBody,
  isPreviewed: true as const,
  body: z.string().min(1),
  answer: jobSchema
    .partial()
    .extend({
      results: z.array(importResult).optional(),
      jobId: z
        .string()
        .optional()
        .meta({ description: `With status 202, of more than ${mostRowsAtOnce} rows: its report has the results.` }),
    })
    .meta({ id: 'Import' }),
};

export const importContactsRoute = defineRoute({
  ...imported,
  takes: [...imported.takes, 'application/zip'],
  name: 'importContacts',
  method: 'POST',
  path: '/v1/contacts/import',
  who: 'admin',
  summary: 'Take contacts of a SIS: files of OneRoster, one by one or as a zip, contacts as CSV or JSON lines',
  query: importQuery,
  refusals: ['not-allowed', 'malformed-text'],
});

export const importCasesRoute = defineRoute({
  ...imported,
  takes: [...imported.takes, 'application/json', 'text/tab-separated-values'],
  name: 'importCases',
  method: 'POST',
  path: '/v1/cases/import',
  who: 'staff',
  summary: 'Bring cases in from elsewhere, with their authors and instants, silently',
  query: importTypedQuery,
  refusals: ['not-allowed', 'malformed-text', 'unknown-reference'],
});

export const importAlertsRoute = defineRoute({
  ...imported,
  name: 'importAlerts',
  method: 'POST',
  path: '/v1/alerts/import',
  who: 'admin',
  summary: 'Bring alerts in from elsewhere, with their authors and instants, silently',
  query: importQuery.extend({ type: importTypedQuery.shape.type }),
  refusals: ['not-allowed', 'malformed-text', 'unknown-reference'],
});

// An upload is fetched window by window; what other limit there is, is the hour that its URL holds.
const largestUpload = 512 * 1024 * 1024;

export const beginImportRoute = defineRoute({
  name: 'beginImport',
  method: 'POST',
  path: '/v1/imports',
  family: 'jobs',
  who: 'staff',
  summary: 'Announce a file to be imported that is too large for a body; the job begins when it is uploaded',
  body: z
    .strictObject({
      kind: z.enum(['cases', 'alerts', 'contacts']),
      format: z.enum(importFormats),
      name: shortText.min(1),
      size: z.int().min(1).max(largestUpload),
      type: key.optional(),
      effects: z.boolean().optional(),
      updatedSince: z.preprocess(inIso, instant).optional(),
    })
    .meta({ id: 'NewImport' }),
  answer: z
    .strictObject({
      upload: z.strictObject({
        method: z.literal('PUT'),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        expiresAt: instant,
      }),
      jobId: z.string(),
    })
    .meta({ id: 'ImportUpload' }),
  status: 201,
  refusals: ['not-allowed', 'unknown-reference'],
});

export const importRoutes = [importContactsRoute, importCasesRoute, importAlertsRoute, beginImportRoute] as const;
