import { stringify } from 'csv-stringify/sync';
import { jobsPrefix } from '#shared/casework/files/keys.ts';

/** What came of a row, by the columns of its job's report. */
export type ReportLine = Readonly<Record<string, string | number | undefined>>;

/**
 * Lines of CSV. A cell that a spreadsheet would take for a formula is neutralised: it holds what
 * other people wrote.
 */
export const csvOf = (columns: readonly string[], lines: readonly ReportLine[]): string =>
  stringify([...lines], { columns: [...columns], escape_formulas: true, record_delimiter: '\r\n' });

export const csvHeadOf = (columns: readonly string[]): string => `${columns.join(',')}\r\n`;

/** Where the parts of a job's file lie, and the file that they become. */
export const partObject = (job: string, part: number): string => `${jobsPrefix}${job}/part-${part}`;
export const fileObject = (job: string): string => `${jobsPrefix}${job}/file`;
