// A file that is imported row by row. A row is committed with its line of the report and finds its
// record again, so a chunk that is begun again and a file that is sent twice make nothing twice.

import { type ImportPart, type ImportRun, intentOf, type RowTaken } from '#functions/imports/import-run.ts';
import {
  admittedForm,
  foreignCaseOf,
  foreignRow,
  type ImportOrder,
  type PlannedRow,
  planRow,
} from '#functions/imports/plan-rows.ts';
import { formOfTable, planRowOfTable, tablesOfZip } from '#functions/imports/roster-zip.ts';
import { type MadeByRow, undoImported } from '#functions/imports/undo-imported.ts';
import type { Chunk, JobContext, JobKind, JobRow, RowDone } from '#functions/jobs/job-kind.ts';
import type { Services } from '#functions/services.ts';
import { mostTables } from '#shared/automation/roster/roster-files.ts';
import { importObject } from '#shared/casework/files/keys.ts';
import { type Failure, invalid } from '#shared/core/errors.ts';
import { refusals } from '#shared/core/refusals.ts';
import { type ByteSource, fetchedSource, largestDocument, wholeOf } from '#shared/insight/imports/byte-source.ts';
import { readDocument } from '#shared/insight/imports/document-rows.ts';
import { beginningOf, type RowsForm, rowsFrom } from '#shared/insight/imports/file-form.ts';
import type { FilePosition, ReadRow } from '#shared/insight/imports/read-row.ts';
import type { ReportLine } from '#shared/insight/jobs/report.ts';

/** What an import is to do. The file lies in the bucket, under the id of the job. */
export interface ImportInput extends ImportOrder {
  /** Of the file, in bytes. */
  size: number;
}

type ImportJobRow = JobRow & Pick<PlannedRow, 'row' | 'take'>;

/** What of a file was written out to be read row by row, and how it is written. */
interface WrittenOut {
  object: string;
  /** Of the table of a zip. */
  name?: string;
  /** In bytes. */
  size: number;
  form: RowsForm;
}

/** Where a chunk begins: in the file, or in what of it was written out. */
interface ChunkPlace extends FilePosition {
  form: RowsForm;
  written?: Omit<WrittenOut, 'form'>;
  /** Tables of a zip that come behind this one, and what of those before it was read. */
  tables?: WrittenOut[];
  before?: FilePosition;
}

const runOf = ({ services, job, input }: JobContext<ImportInput>): ImportRun => ({
  services,
  by: job.by,
  options: input.options,
});

const fileIn = ({ files }: Services, object: string, size: number): ByteSource =>
  fetchedSource(size, (from, length) => files.readRange(object, { from, length }));

const rowsObject = (jobId: string): string => `${importObject(jobId)}/rows`;
const tableObject = (jobId: string, at: number): string => `${importObject(jobId)}/table-${at}`;

/** A document, written out with a record a line, each as it is read by the words of its system. */
const writeOut = async (context: JobContext<ImportInput>, source: ByteSource): Promise<ChunkPlace> => {
  const { services, job, input } = context;
  if (source.size > largestDocument)
    throw invalid([
      {
        pointer: '',
        code: 'too-large',
        detail: `a JSON document has at most ${largestDocument / 1024 / 1024} MB; send it as one object a line`,
      },
    ]);
  const { records, beside } = readDocument(await wholeOf(source));
  const lines: string[] = [];
  for (const record of records) {
    const isObject = typeof record === 'object' && record !== null && !Array.isArray(record);
    const foreign = isObject ? await foreignCaseOf(record as Record<string, unknown>, input, beside) : undefined;
    lines.push(JSON.stringify(foreign ?? record));
  }
  const content = Buffer.from(`${lines.join('\n')}\n`);
  const object = rowsObject(job.id);
  await services.files.write(object, { content, contentType: 'application/x-ndjson' });
  const form = { shape: 'lines' as const, encoding: 'utf-8' as const, begins: 0 };
  return { form, offset: 0, row: 0, written: { object, size: content.length } };
};

const placeInTable = ({ form, ...written }: WrittenOut, tables: WrittenOut[], before: FilePosition): ChunkPlace => ({
  form,
  ...beginningOf(form),
  written,
  tables,
  before,
});

/** Each table of a zip, inflated. None is taken before the headers of all are known. */
const inflate = async (context: JobContext<ImportInput>, source: ByteSource): Promise<ChunkPlace> => {
  const { services, job, input } = context;
  const tables: WrittenOut[] = [];
  for (const [at, file] of (await tablesOfZip(source, input)).entries()) {
    const object = tableObject(job.id, at);
    await services.files.writeStream(object, { content: file.inflated(), size: file.size, contentType: 'text/csv' });
    const form = await formOfTable(file.name, fileIn(services, object, file.size), input);
    tables.push({ object, name: file.name, size: file.size, form });
  }
  const [first, ...others] = tables;
  return placeInTable(first as WrittenOut, others, { offset: 0, row: 0 });
};

const firstPlace = async (context: JobContext<ImportInput>, source: ByteSource): Promise<ChunkPlace> => {
  const form = await admittedForm(source, context.input);
  if (form.shape === 'archive') return inflate(context, source);
  return form.shape === 'document' ? writeOut(context, source) : { form, ...beginningOf(form) };
};

/** What of a document was written out is a foreign case already. */
const plannedRows = async (
  { services, input }: JobContext<ImportInput>,
  read: ReadRow,
  { form, written, before }: ChunkPlace,
): Promise<PlannedRow[]> => {
  if (written?.name !== undefined && before)
    return planRowOfTable(services, read, { form, what: input, name: written.name, rowsBefore: before.row });
  if (written === undefined || read.fault || !input.options.format)
    return planRow(services, read, { form, what: input });
  return [foreignRow(read.row, read.value as Parameters<typeof foreignRow>[1])];
};

/** Where the next chunk begins, behind the last row of a table. */
const nextTable = ({ tables = [], before, written }: ChunkPlace, { row }: FilePosition): ChunkPlace | undefined => {
  const [first, ...others] = tables;
  if (!first || !before || !written) return undefined;
  return placeInTable(first, others, { offset: before.offset + written.size, row: before.row + row });
};

/**
 * The rows of the next chunk. It ends in front of a row about something that it has already: such
 * rows are taken one after another.
 */
const nextRows = async (
  context: JobContext<ImportInput>,
  place: string | undefined,
  limit: number,
): Promise<Chunk<ImportJobRow>> => {
  const { services, job, input } = context;
  if (place === behindTheLast) return removeFiles(context);
  const uploaded = fileIn(services, importObject(job.id), input.size);
  const begin = place === undefined ? await firstPlace(context, uploaded) : (JSON.parse(place) as ChunkPlace);
  const source = begin.written ? fileIn(services, begin.written.object, begin.written.size) : uploaded;
  const rows: ImportJobRow[] = [];
  const about = new Set<string>();
  let end: FilePosition = begin;
  for await (const read of rowsFrom(source, begin.form, begin)) {
    const planned = await plannedRows(context, read, begin);
    const isFull = rows.length > 0 && (rows.length >= limit || planned.some((one) => about.has(one.about)));
    if (isFull) return { rows, next: JSON.stringify({ ...begin, ...end }), total: expected(end, source, begin) };
    for (const [index, one] of planned.entries()) {
      about.add(one.about);
      rows.push({ key: `${one.row}.${index}`, row: one.row, take: one.take });
    }
    end = { offset: read.end, row: read.row };
  }
  const table = nextTable(begin, end);
  return { rows, next: table ? JSON.stringify(table) : behindTheLast };
};

// What was uploaded holds what people may ask to have erased: it goes as soon as it is read.
const behindTheLast = 'behind the last';
const removeFiles = async ({ services, job }: JobContext<ImportInput>): Promise<Chunk<ImportJobRow>> => {
  const tables = Array.from({ length: mostTables }, (_, at) => tableObject(job.id, at));
  for (const object of [importObject(job.id), rowsObject(job.id), ...tables]) await services.files.remove(object);
  return {};
};

/** How many rows there will be, by how many there were in what was read; counted at the end. */
const expected = ({ offset, row }: FilePosition, { size }: ByteSource, { before, tables = [] }: ChunkPlace): number => {
  const read = { offset: (before?.offset ?? 0) + offset, row: (before?.row ?? 0) + row };
  const all = (before?.offset ?? 0) + size + tables.reduce((sum, table) => sum + table.size, 0);
  return Math.ceil((read.row / read.offset) * all);
};

const lineOf = (row: number, { change, id, unmapped }: RowTaken): ReportLine => ({
  row,
  status: change === 'created' ? 201 : 200,
  change,
  id,
  unmapped: unmapped?.join(', '),
});

const doRow = async (context: JobContext<ImportInput>, { row, take }: ImportJobRow): Promise<RowDone> => {
  const { services, input } = context;
  const run = runOf(context);
  const taken = await take(run, false);
  const intent = intentOf(run, services.now());
  const parts: ImportPart[] = taken.parts;
  for (const { decisions, writes } of parts.slice(0, -1)) await services.commit(intent, decisions, writes);
  const last = parts.at(-1);
  const made = taken.change === 'created' && input.kind !== 'contacts' ? madeBy(taken) : undefined;
  return {
    line: lineOf(row, taken),
    decisions: last?.decisions ?? [],
    writes: last?.writes ?? [],
    intent,
    ...(made && { undo: made }),
  };
};

const madeBy = ({ parts, id }: RowTaken): MadeByRow | undefined => {
  const last = parts.flatMap(({ decisions }) => decisions.filter(({ after }) => after.id === id)).at(-1);
  return last && { id: last.after.id, version: last.after.version };
};

export const importKind: JobKind<ImportInput, ImportJobRow> = {
  rowsAChunk: 200,
  columns: ['row', 'status', 'change', 'id', 'error', 'detail', 'unmapped'],
  next: nextRows,
  doRow,
  lineOf: ({ row }, { code, reason }: Failure) => ({
    row,
    status: code === 'internal' ? 500 : refusals[code].status,
    error: code,
    detail: reason,
  }),
  undoRow: undoImported,
};
