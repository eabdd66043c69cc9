import { CsvError, type Options, type Parser, parse } from 'csv-parse';
import { type Fault, invalid } from '#shared/core/errors.ts';
import { type ByteSource, type RowSource, rowSourceOf, sourceOf } from '#shared/insight/imports/byte-source.ts';
import { decodeRow, type Encoding } from '#shared/insight/imports/encoding.ts';
import { linesFrom, textOf } from '#shared/insight/imports/line-rows.ts';
import { type FilePosition, mostNamed, type ReadRow } from '#shared/insight/imports/read-row.ts';

/** How a table is written, by its head. */
export interface TableForm {
  encoding: Encoding;
  delimiter: string;
  /** Quotes in it are letters like others. */
  isUnquoted?: boolean;
  columns: readonly string[];
  /** Where its first row of data begins. */
  begins: number;
}

// Rows of spreadsheets are some kilobytes; one of a megabyte is a quote that was never closed.
const largestRow = 1024 * 1024;
const delimiters = [',', ';', '\t', '|'] as const;

interface ParsedCells {
  cells: string[];
  /** All that was read for it, with the blank lines in front of it. */
  bytes: Uint8Array;
}

/**
 * Feeds windows of a file to the parser and gives its rows as they come. The parser hands a row
 * over while it takes a window, so none waits in a queue.
 */
async function* parsed(windows: AsyncIterable<Uint8Array>, options: Options): AsyncGenerator<ParsedCells> {
  const ready: { cells: string[]; end: number }[] = [];
  let held: Uint8Array = new Uint8Array();
  let given = 0;
  const parser: Parser = parse({
    ...options,
    encoding: null,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: largestRow,
    on_record: (record: unknown, { bytes }: { bytes: number }) => {
      ready.push({ cells: decodeRow(record as Buffer[]).map((cell) => cell.trim()), end: bytes });
      return null;
    },
  });
  let failure: Error | undefined;
  let wake = (): void => undefined;
  parser.on('error', (error) => {
    failure = error;
    wake();
  });
  const settled = (take: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      take(resolve);
    });
  const taken = function* () {
    for (const { cells, end } of ready.splice(0)) {
      yield { cells, bytes: held.subarray(0, end - given) };
      held = held.subarray(end - given);
      given = end;
    }
  };
  for await (const window of windows) {
    held = Buffer.concat([held, window]);
    await settled((done) => parser.write(window, () => done()));
    yield* taken();
    if (failure) throw failure;
  }
  await settled((done) => parser.end(() => done()));
  yield* taken();
  if (failure) throw failure;
}

const malformed = (detail: string): Fault => ({ pointer: '', code: 'malformed-csv', detail });

const byColumn = (cells: readonly string[], columns: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.flatMap((column, at) => (column === '' ? [] : [[column, cells[at] ?? '']])));

const rowOf = (cells: readonly string[], columns: readonly string[], place: Pick<ReadRow, 'row' | 'end'>): ReadRow => {
  if (cells.length !== columns.length) {
    const detail = `the row has ${cells.length} cells, and there are ${columns.length} columns`;
    return { ...place, fault: malformed(detail) };
  }
  // Files that were put together have a header each.
  if (cells.every((cell, at) => cell === columns[at]))
    return { ...place, fault: malformed('the row is the header once more') };
  return { ...place, value: byColumn(cells, columns) };
};

const optionsOf = ({ delimiter, isUnquoted }: Pick<TableForm, 'delimiter' | 'isUnquoted'>): Options => ({
  delimiter,
  ...(isUnquoted && { quote: null }),
});

/** A line by itself, whose quotes stand where they may not: as many cells as columns, or broken. */
const cellsOfLine = async (line: Uint8Array, form: TableForm): Promise<string[] | undefined> => {
  const windows = async function* () {
    yield line;
  };
  try {
    for await (const { cells } of parsed(windows(), { ...optionsOf(form), relax_quotes: true })) return cells;
    return undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
};

/** The line at which the parser could not go on; nothing at the end of the file. */
const brokenRow = async (
  source: RowSource,
  form: TableForm,
  { offset, row }: FilePosition,
): Promise<ReadRow | undefined> => {
  for await (const { bytes, end } of linesFrom(source, offset)) {
    const cells = await cellsOfLine(bytes, form);
    if (cells) return rowOf(cells, form.columns, { row: row + 1, end });
    const fault = malformed('a quote of the row is not closed, or stands in the middle of a cell');
    return { row: row + 1, end, fault };
  }
  return undefined;
};

/** Whether a row that has not its cells holds rows: a quote was opened that the next one closed. */
const holdsRows = async (bytes: Uint8Array, form: TableForm): Promise<boolean> => {
  const lines: Uint8Array[] = [];
  for await (const line of linesFrom(rowSourceOf(sourceOf(bytes), 'utf-8'), 0)) lines.push(line.bytes);
  for (const line of lines.slice(1)) if ((await cellsOfLine(line, form))?.length !== form.columns.length) return false;
  return lines.length > 1;
};

/**
 * The rows of a table from a place on. A broken row is one line, and the next line is a row again:
 * what follows a quote that was never closed is not lost.
 */
export async function* tableRows(source: RowSource, form: TableForm, from: FilePosition): AsyncGenerator<ReadRow> {
  let { offset, row } = from;
  const { columns } = form;
  for (;;) {
    let isWhole = true;
    try {
      for await (const { cells, bytes } of parsed(source.from(offset), optionsOf(form))) {
        isWhole = cells.length === columns.length || !(await holdsRows(bytes, form));
        if (!isWhole) break;
        offset += source.widthOf(bytes);
        row++;
        yield rowOf(cells, columns, { row, end: offset });
      }
      if (isWhole) return;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
    const broken = await brokenRow(source, form, { offset, row });
    if (!broken) return;
    ({ row, end: offset } = broken);
    yield broken;
  }
}

/** What separates the cells of a header: what it has most of. */
const delimiterOf = (header: string): string => {
  const outside = header.replaceAll(/"[^"]*"/g, '');
  const counted = delimiters.map((delimiter) => ({ delimiter, count: outside.split(delimiter).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
};

/** Spreadsheets name what is between their cells in a line of its own. */
const namedDelimiter = (line: string): string | undefined => /^"?sep=(.)"?$/i.exec(line)?.[1];

/** @throws `invalid-request` for a column that is there twice */
const refuseDuplicates = (columns: readonly string[]): void => {
  const found = new Set<string>();
  const twice = new Set<string>();
  for (const column of columns) (found.has(column) ? twice : found).add(column);
  twice.delete('');
  if (twice.size === 0) return;
  throw invalid(
    [...twice].slice(0, mostNamed).map((column) => ({
      pointer: `/${column}`,
      code: 'duplicate-column',
      detail: `the column "${column}" is there twice`,
    })),
  );
};

/**
 * How a table is written, by its header.
 * @throws `invalid-request` for one that has no header, or the same column twice
 */
export const tableFormOf = async (
  file: ByteSource,
  { encoding, mark, isUnquoted = false }: { encoding: Encoding; mark: number; isUnquoted?: boolean | undefined },
): Promise<TableForm> => {
  const source = rowSourceOf(file, encoding);
  let begins = mark;
  let delimiter: string | undefined;
  for await (const { bytes, end } of linesFrom(source, mark)) {
    const named = delimiter === undefined ? namedDelimiter(textOf(bytes)) : undefined;
    delimiter = named ?? delimiter ?? delimiterOf(textOf(bytes));
    if (named === undefined) break;
    begins = end;
  }
  // Between tabs alone: a spreadsheet that saved it with commas quoted its cells.
  const written = { encoding, delimiter: delimiter ?? ',', ...(isUnquoted && delimiter === '\t' && { isUnquoted }) };
  try {
    for await (const { cells, bytes } of parsed(source.from(begins), optionsOf(written))) {
      refuseDuplicates(cells);
      return { ...written, columns: cells, begins: begins + source.widthOf(bytes) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw invalid([malformed('the header has a quote that is not closed')]);
    throw error;
  }
  throw invalid([malformed('a header with the names of the columns is wanted')]);
};
