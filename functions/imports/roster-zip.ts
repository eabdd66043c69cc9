import { buffer } from 'node:stream/consumers';
import { admittedForm, type ImportOrder, type PlannedRow, planRow } from '#functions/imports/plan-rows.ts';
import type { Services } from '#functions/services.ts';
import { manifestIn, rosterFilesIn } from '#shared/automation/roster/roster-files.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { type ArchivedFile, archivedFilesIn } from '#shared/insight/imports/archive.ts';
import { type ByteSource, sourceOf } from '#shared/insight/imports/byte-source.ts';
import { fileFormOf, type RowsForm, rowsFrom } from '#shared/insight/imports/file-form.ts';
import type { ReadRow } from '#shared/insight/imports/read-row.ts';

// A manifest has some thirty lines.
const largestManifest = 64 * 1024;

const inMemory = async (file: ArchivedFile): Promise<ByteSource> => sourceOf(await buffer(file.inflated()));

const readManifest = async (file: ArchivedFile): Promise<Map<string, string>> => {
  const said = new Map<string, string>();
  if (file.size === 0 || file.size > largestManifest) return said;
  const source = await inMemory(file);
  const form = await fileFormOf(source);
  if (form.shape !== 'table') return said;
  for await (const { value } of rowsFrom(source, form)) {
    const { propertyName, value: says } = (value ?? {}) as Record<string, string>;
    if (propertyName !== undefined && says !== undefined) said.set(propertyName, says);
  }
  return said;
};

/**
 * The tables of a zip that are taken, in their order.
 * @throws 400 where it is broken, no roster, or has too much in it
 */
export const tablesOfZip = async (zip: ByteSource, { kind }: ImportOrder): Promise<ArchivedFile[]> => {
  if (kind !== 'contacts') {
    const detail = `a zip is a roster of OneRoster, which has contacts and no ${kind}`;
    throw invalid([{ pointer: '', code: 'not-one-of', detail }]);
  }
  const files = await archivedFilesIn(zip);
  const manifest = manifestIn(files);
  return rosterFilesIn(files, manifest && (await readManifest(manifest)));
};

/** A refusal of a table, or of a row of it, says of which. */
const toldOf = (place: string, error: unknown): unknown =>
  error instanceof Refusal
    ? new Refusal(error.code, `${place}: ${error.message}`, { faults: error.faults, headers: error.headers })
    : error;

/** How a table of a zip is written. @throws 400 where its header is not that of a roster */
export const formOfTable = async (name: string, source: ByteSource, what: ImportOrder): Promise<RowsForm> => {
  try {
    const form = await admittedForm(source, what);
    if (form.shape !== 'table') throw invalid([{ pointer: '', code: 'malformed-csv', detail: 'it is no table' }]);
    return form;
  } catch (error) {
    throw toldOf(name, error);
  }
};

/** Rows of a zip are counted through all its tables; a fault says in which table it is. */
export const planRowOfTable = async (
  services: Services,
  read: ReadRow,
  { form, what, name, rowsBefore }: { form: RowsForm; what: ImportOrder; name: string; rowsBefore: number },
): Promise<PlannedRow[]> => {
  const planned = await planRow(services, read, { form, what });
  return planned.map(({ take, ...one }) => ({
    ...one,
    row: rowsBefore + read.row,
    take: (run, isDry) =>
      take(run, isDry).catch((error: unknown) => {
        throw toldOf(`${name}, row ${read.row}`, error);
      }),
  }));
};

/** All rows of a zip that is small. */
export const rowsOfZip = async (
  services: Services,
  { tables, what }: { tables: readonly ArchivedFile[]; what: ImportOrder },
): Promise<PlannedRow[]> => {
  const sources = await Promise.all(tables.map(inMemory));
  const forms = await Promise.all(tables.map(({ name }, at) => formOfTable(name, sources[at] as ByteSource, what)));
  const rows: PlannedRow[] = [];
  for (const [at, { name }] of tables.entries()) {
    const [source, form] = [sources[at] as ByteSource, forms[at] as RowsForm];
    const rowsBefore = rows.at(-1)?.row ?? 0;
    for await (const read of rowsFrom(source, form))
      rows.push(...(await planRowOfTable(services, read, { form, what, name, rowsBefore })));
  }
  return rows;
};
