import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { jobInputKey, jobKey } from '#shared/core/table/insight-keys.ts';
import { type Job, type JobCaller, queuedJob } from '#shared/insight/jobs/job.ts';
import { beginJobWrites, jobIn } from '#shared/insight/jobs/job-writes.ts';

interface JobRequest {
  /** One of functions/jobs/kinds.ts. */
  kind: string;
  /** What it is to do. Whatever is large lies in the bucket or in items of its own. */
  input: unknown;
  by: JobCaller;
  /** Epoch milliseconds. */
  at: number;
  id?: string;
  total?: number | undefined;
  dryRun?: boolean | undefined;
  token?: string | undefined;
  canUndo?: boolean | undefined;
  undoes?: string | undefined;
}

/** A new job, and all that is to be committed for it to begin. */
export const beginJob = (
  { newId, jobsKeptDays: days }: Services,
  { input, id: given, ...asked }: JobRequest,
): { job: Job; writes: Write[] } => {
  const { at, by } = asked;
  const job = queuedJob({ ...asked, id: given ?? newId(at), days });
  return { job, writes: beginJobWrites(job, input, { at, eventId: newId(at), actor: actorOf(by) }) };
};

export const readJob = async ({ table }: Services, id: string): Promise<Job | undefined> => {
  const item = await table.get(jobKey(id));
  return item && jobIn(item);
};

export const readJobInput = async ({ table }: Services, id: string): Promise<unknown> =>
  (await table.get(jobInputKey(id)))?.input;
