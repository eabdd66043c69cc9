import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import type { JobAnswer } from '#shared/insight/jobs/job.schema.ts';
import { here } from './world.ts';

export const job = (by: Client, id: string): Promise<JobAnswer> => by.get<JobAnswer>(`/v1/jobs/${id}`);

/** The file of a job, as its URL hands it out. */
export const fileOfJob = async (by: Client, id: string): Promise<Response> => {
  const { report } = await job(by, id);
  if (!report) throw new Error('the job has no file');
  const answer = await here().fetch(report.url);
  expect(answer.status).toBe(200);
  return answer;
};

export const reportOf = async (by: Client, id: string): Promise<Record<string, string>[]> =>
  parse(await (await fileOfJob(by, id)).text(), { columns: true });

/** Asks for something that a job does, and waits until it is over. */
export const askFor = async (by: Client, path: string, body?: object): Promise<JobAnswer> => {
  const asked = await by.send<JobAnswer>('POST', path, { ...(body && { body }) });
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  await here().local.idle();
  return job(by, asked.body.id);
};
export const bulk = (by: Client, body: object): Promise<JobAnswer> => askFor(by, '/v1/bulk', body);
export const undo = (by: Client, id: string): Promise<JobAnswer> => askFor(by, `/v1/jobs/${id}/undo`);
