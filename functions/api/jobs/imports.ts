import { routeHandler } from '#functions/api/route-handler.ts';
import { importByJob, importWhenUploaded, uploadType } from '#functions/imports/begin-import.ts';
import {
  admittedForm,
  foreignCaseOf,
  foreignRow,
  type ImportOrder,
  type JsonRow,
  type PlannedRow,
  plannedRowsOf,
  planRow,
} from '#functions/imports/plan-rows.ts';
import { rowsOfZip, tablesOfZip } from '#functions/imports/roster-zip.ts';
import { takeRow } from '#functions/imports/take-row.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayImportCases } from '#shared/access/policy.ts';
import { importObject } from '#shared/casework/files/keys.ts';
import { invalid, Refusal, unknownReference } from '#shared/core/errors.ts';
import { runJob } from '#shared/core/table/job.ts';
import { sourceOf } from '#shared/insight/imports/byte-source.ts';
import { readDocument } from '#shared/insight/imports/document-rows.ts';
import { rowsFrom } from '#shared/insight/imports/file-form.ts';
import {
  beginImportRoute,
  importAlertsRoute,
  importCasesRoute,
  importContactsRoute,
} from '#shared/insight/imports/import.routes.ts';
import { type ForeignFormat, isForeign, mostRowsAtOnce } from '#shared/insight/imports/import.schema.ts';
import { answerJob } from '#shared/insight/jobs/job.ts';

// Enough to hide the way to the table, few enough not to crowd out everybody else.
const rowsAtATime = 16;
// A dry run only reads, and is no job.
const mostRowsOfDryRun = 2000;

const typesOf = { cases: 'case-types', alerts: 'alert-types' } as const;

/**
 * Whether somebody may import this at all; a row of another type asks for itself. @throws
 * `not-allowed`; 400 for an export of another system without a type; 422 for one that is not there
 */
const admit = async (
  { definitions }: Services,
  { kind, options }: ImportOrder,
  by: Person,
  at: string,
): Promise<void> => {
  const { type, format } = options;
  if (kind !== 'cases' && !by.isAdmin) throw new Refusal('not-allowed');
  const faults = [
    ...(format && type === undefined ? [{ pointer: `${at}/type`, code: 'required', detail: 'is required' }] : []),
    ...(format && kind !== 'cases'
      ? [{ pointer: `${at}/format`, code: 'not-one-of', detail: `what ${format} exports are cases` }]
      : []),
  ];
  if (faults.length > 0) throw invalid(faults);
  if (kind === 'contacts') return;
  const types = await definitions.all('case-types');
  const managed = kind === 'cases' ? [...types.values()].filter(({ value }) => mayImportCases(by, value)) : [];
  if (!by.isAdmin && managed.length === 0) throw new Refusal('not-allowed');
  if (type === undefined) return;
  if (!(await definitions.one(typesOf[kind], type)))
    throw unknownReference(`${at}/type`, kind === 'cases' ? 'case type' : 'alert type', type);
  if (!by.isAdmin && !managed.some(({ key }) => key === type)) throw new Refusal('not-allowed');
};

const isObject = (value: unknown): value is JsonRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a document; what is no object there is a row that is refused. */
const rowsOfDocument = async (bytes: Uint8Array, what: ImportOrder): Promise<PlannedRow[]> => {
  const { records, beside } = readDocument(bytes);
  const rows: PlannedRow[] = [];
  for (const [index, record] of records.entries()) {
    const json = isObject(record) ? record : {};
    const foreign = await foreignCaseOf(json, what, beside);
    rows.push(...(foreign ? [foreignRow(index + 1, foreign)] : await plannedRowsOf(index + 1, json, what)));
  }
  return rows;
};

// What two hundred rows of the tables of a roster are at the most, inflated; the rest is a job.
const mostInflatedAtOnce = 2 * 1024 * 1024;

/**
 * All rows of a body, unless it is a zip with much in it.
 * @throws 400 for a header that is not one of what is imported
 */
const rowsOfBody = async (services: Services, bytes: Uint8Array, what: ImportOrder): Promise<PlannedRow[] | 'many'> => {
  const source = sourceOf(bytes);
  const form = await admittedForm(source, what);
  if (form.shape === 'archive') {
    const tables = await tablesOfZip(source, what);
    const size = tables.reduce((sum, table) => sum + table.size, 0);
    return size > mostInflatedAtOnce ? 'many' : rowsOfZip(services, { tables, what });
  }
  if (form.shape === 'document') return rowsOfDocument(bytes, what);
  const rows: PlannedRow[] = [];
  for await (const read of rowsFrom(source, form)) rows.push(...(await planRow(services, read, { form, what })));
  return rows;
};

interface ImportQuery {
  dryRun?: 'true' | 'false' | undefined;
  effects?: 'true' | 'false' | undefined;
  updatedSince?: string | undefined;
  type?: string | undefined;
  format?: ForeignFormat | undefined;
}

interface ImportRequest {
  body: string;
  query: ImportQuery;
  caller: Person;
  now: number;
  requestId: string;
}

const takeBody =
  (kind: ImportOrder['kind']) =>
  async (services: Services, { body, query, caller, now, requestId }: ImportRequest) => {
    const { type, format, effects, updatedSince, dryRun } = query;
    const what: ImportOrder = { kind, options: { type, format, updatedSince, effects: effects === 'true' } };
    await admit(services, what, caller, '/query');
    const isDry = dryRun === 'true';
    const bytes = Buffer.from(body, 'latin1');
    const rows = await rowsOfBody(services, bytes, what);
    if (isDry && (rows === 'many' || rows.length > mostRowsOfDryRun))
      throw new Refusal('too-large', `A dry run takes up to ${mostRowsOfDryRun} rows`);
    if (rows === 'many' || (!isDry && rows.length > mostRowsAtOnce)) {
      const asked = { by: caller, at: now };
      const total = rows === 'many' ? undefined : rows.length;
      const { job, writes } = await importByJob(services, { ...what, content: bytes, total }, asked);
      return { writes, status: 202, body: { ...answerJob(job), jobId: job.id } };
    }
    const run = { services, by: caller, options: what.options };
    const groups = [...Map.groupBy(rows, ({ about }) => about).values()];
    const takeGroup = (group: readonly PlannedRow[]) => async () => {
      const results = [];
      for (const row of group) results.push(await takeRow(run, row, { isDry, requestId }));
      return results;
    };
    const { done } = await runJob(groups.map(takeGroup), { atOnce: rowsAtATime });
    return { body: { results: done.flat().sort((one, other) => one.row - other.row) } };
  };

// POST /v1/contacts/import, and the same of cases and alerts: each row is committed by itself, and
// is safe to repeat.
export const importContacts = routeHandler(importContactsRoute, takeBody('contacts'));
export const importCases = routeHandler(importCasesRoute, takeBody('cases'));
export const importAlerts = routeHandler(importAlertsRoute, takeBody('alerts'));

// POST /v1/imports
export const beginImport = routeHandler(beginImportRoute, async (services, { body, caller, now }) => {
  const { kind, format, size, type, effects = false, updatedSince } = body;
  if (format === 'oneroster' && kind !== 'contacts')
    throw invalid([{ pointer: '/format', code: 'not-one-of', detail: 'what OneRoster exports are contacts' }]);
  const options = { type, effects, updatedSince, ...(isForeign(format) && { format }) };
  await admit(services, { kind, options }, caller, '');
  const { job, writes } = importWhenUploaded(services, { kind, options, size }, { by: caller, at: now });
  const upload = await services.files.signUpload(importObject(job.id), { size, contentType: uploadType }, now);
  return { writes, status: 201, body: { upload, jobId: job.id } };
});
