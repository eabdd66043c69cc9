import { jobsPrefix } from '#shared/casework/files/keys.ts';
import type { CsvLine } from '#shared/insight/csv.ts';

/** What came of a row, by the columns of its job's report. */
export type ReportLine = CsvLine;

/** Where the parts of a job's file lie, and the file that they become. */
export const partObject = (job: string, part: number): string => `${jobsPrefix}${job}/part-${part}`;
export const fileObject = (job: string): string => `${jobsPrefix}${job}/file`;
