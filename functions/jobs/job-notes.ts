import type { JobContext } from '#functions/jobs/job-kind.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { jobNotePrefix } from '#shared/core/table/insight-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { placeOfJob } from '#shared/insight/jobs/job-writes.ts';

/** What the chunks of a job have noted, in their order. */
export const notesOf = ({ services, job }: Pick<JobContext<unknown>, 'services' | 'job'>): Promise<Item[]> =>
  services.table.queryAll({ pk: partitionOf(placeOfJob(job.id)), prefix: jobNotePrefix, consistent: true });
