import * as z from 'zod';
import { instant, key } from '#shared/core/records/primitives.ts';
import { inIso } from '#shared/insight/imports/written-instant.ts';

/** What people come from: what each of them exports is read as it is. */
const foreignFormats = ['civicrm', 'thehive', 'zendesk', 'rt', 'zammad'] as const;
export type ForeignFormat = (typeof foreignFormats)[number];

/** What a file says of its form. Its first bytes say it as well, and are believed. */
const ownFormats = ['csv', 'json-lines', 'jsonl', 'ndjson', 'json', 'oneroster'] as const;
export const importFormats = [...ownFormats, ...foreignFormats] as const;
type ImportFormat = (typeof importFormats)[number];

export const isForeign = (format: ImportFormat | undefined): format is ForeignFormat =>
  foreignFormats.some((one) => one === format);

/** Rows whose results are the answer; more than those are a job. */
export const mostRowsAtOnce = 200;

/** How the rows of a file are imported. */
export interface ImportOptions {
  /** The type of rows that name none. */
  type?: string | undefined;
  format?: ForeignFormat | undefined;
  /** Mail, rules, clocks and webhooks follow, as if it happened here. */
  effects: boolean;
  /** Rows that have not changed since then are passed over. */
  updatedSince?: string | undefined;
}

export const importQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional(),
  effects: z.enum(['true', 'false']).optional().meta({
    description: 'Mail, rules, clocks and webhooks follow; without it an import is silent.',
  }),
  updatedSince: z.preprocess(inIso, instant).optional().meta({
    description: 'Rows whose last change is older are passed over.',
  }),
});

export const importTypedQuery = importQuery.extend({
  type: key.optional().meta({ description: 'The type of rows that name none.' }),
  format: z.enum(foreignFormats).optional().meta({ description: 'What the file was exported by.' }),
});

/** What became of a row. */
export const importResult = z.strictObject({
  row: z.int().meta({ description: 'Counts rows of data from 1.' }),
  status: z.int().meta({ description: '201 created, 200 otherwise, or that of the error.' }),
  change: z.enum(['created', 'updated', 'unchanged', 'skipped', 'late', 'ignored']).optional(),
  id: z.string().optional(),
  error: z.looseObject({}).optional(),
  unmapped: z.array(z.string()).optional().meta({ description: 'What of the row has no home here.' }),
});
export type ImportResult = z.infer<typeof importResult>;
