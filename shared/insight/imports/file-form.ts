import { parseExactly } from '#shared/core/records/exact-json.ts';
import { isArchive } from '#shared/insight/imports/archive.ts';
import {
  type ByteSource,
  headOf,
  largestDocument,
  rowSourceOf,
  sourceOf,
  wholeOf,
} from '#shared/insight/imports/byte-source.ts';
import { asDocument } from '#shared/insight/imports/document-rows.ts';
import { type Encoding, encodingOf } from '#shared/insight/imports/encoding.ts';
import { lineRows, linesFrom, textOf } from '#shared/insight/imports/line-rows.ts';
import type { FilePosition, ReadRow } from '#shared/insight/imports/read-row.ts';
import { type TableForm, tableFormOf, tableRows } from '#shared/insight/imports/table-rows.ts';

/** How a file is written that is read row by row. */
export type RowsForm = { shape: 'table'; table: TableForm } | { shape: 'lines'; encoding: Encoding; begins: number };
/** How a file is written. Nobody has to say it: its first bytes do. */
export type FileForm = RowsForm | { shape: 'document' } | { shape: 'archive' };

const firstLine = async (head: Uint8Array, encoding: Encoding, mark: number): Promise<string> => {
  for await (const { bytes } of linesFrom(rowSourceOf(sourceOf(head), encoding), mark)) return textOf(bytes);
  return '';
};

const parsed = (text: string): unknown => {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && asDocument(value) === undefined;

/**
 * How a file is written; `isUnquoted`: by a system that quotes no cells between tabs.
 * @throws `invalid-request` for a table without a header, or with a column twice
 */
export const fileFormOf = async (
  source: ByteSource,
  { isUnquoted }: { isUnquoted?: boolean } = {},
): Promise<FileForm> => {
  const head = await headOf(source);
  if (isArchive(head)) return { shape: 'archive' };
  const { encoding, mark } = encodingOf(head);
  const line = await firstLine(head, encoding, mark);
  if (line.startsWith('[')) return { shape: 'document' };
  if (!line.startsWith('{'))
    return { shape: 'table', table: await tableFormOf(source, { encoding, mark, isUnquoted }) };
  // One record a line, of which the first may be broken; a document is one as a whole only.
  const mayBeWhole = !isRecord(parsed(line)) && source.size <= largestDocument;
  const whole = mayBeWhole ? parsed(textOf((await wholeOf(source)).subarray(mark))) : undefined;
  return whole === undefined ? { shape: 'lines', encoding, begins: mark } : { shape: 'document' };
};

/** Where the rows of a file begin. */
export const beginningOf = (form: RowsForm): FilePosition => ({
  offset: form.shape === 'table' ? form.table.begins : form.begins,
  row: 0,
});

/** The rows of a file from a place on. */
export const rowsFrom = (source: ByteSource, form: RowsForm, place = beginningOf(form)): AsyncGenerator<ReadRow> =>
  form.shape === 'table'
    ? tableRows(rowSourceOf(source, form.table.encoding), form.table, place)
    : lineRows(rowSourceOf(source, form.encoding), place);
