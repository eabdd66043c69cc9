import { stringify } from 'csv-stringify/sync';

/** What a cell holds. */
export type CsvCell = string | number | boolean | undefined;

/** A row by the names of its columns. */
export type CsvLine = Readonly<Record<string, CsvCell>>;

const booleans = { boolean: (value: boolean) => String(value) };

/**
 * Lines of CSV. A cell that a spreadsheet would take for a formula is neutralised: it holds what
 * other people wrote.
 */
export const csvOf = (columns: readonly string[], lines: readonly CsvLine[]): string =>
  stringify([...lines], { columns: [...columns], cast: booleans, escape_formulas: true, record_delimiter: '\r\n' });

/** The first line: names of columns are keys, which need no quotes. */
export const csvHeadOf = (columns: readonly string[]): string => `${columns.join(',')}\r\n`;

// As csv-stringify has it, full-width letters with them.
const neutralised = /^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/;

/** A cell as it was before it was neutralised. */
export const withoutApostrophe = (cell: string): string => cell.replace(neutralised, '');
