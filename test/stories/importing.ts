import { expect } from 'vitest';
import type { Client, ClientResponse } from '#local/demo/client.ts';
import type { ImportResult } from '#shared/insight/imports/import.schema.ts';
import type { JobAnswer } from '#shared/insight/jobs/job.schema.ts';
import { here } from './world.ts';

// How stories import: a file in the body, its results, and the job where there are many.

export type Imported = Omit<ImportResult, 'error'> & {
  error?: { status: number; code: string; detail: string; errors?: { pointer: string; code: string }[] };
};
interface Answer {
  results?: Imported[];
  jobId?: string;
}

export const lines = (...rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

/** Sends a file, with whatever it is encoded in. */
export const sendFile = (
  path: string,
  body: string | Uint8Array,
  { by = here().as.admin, type = 'application/x-ndjson' }: { by?: Client; type?: string } = {},
): Promise<ClientResponse<Answer>> =>
  by.send<Answer>('POST', path, { body: body as string, headers: { 'content-type': type } });

/** The results of a file that is taken at once. */
export const importing = async (...of: Parameters<typeof sendFile>): Promise<Imported[]> => {
  const answer = await sendFile(...of);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body.results ?? [];
};

/** A job when it is over, and the rows of its report. */
export const jobDone = async (jobId: string): Promise<{ job: JobAnswer; report: string[][] }> => {
  await here().local.idle();
  const job = await here().as.admin.get<JobAnswer>(`/v1/jobs/${jobId}`);
  const report = job.report ? await (await here().fetch(job.report.url)).text() : '';
  return {
    job,
    report: report
      .trim()
      .split('\r\n')
      .map((line) => line.split(',')),
  };
};
