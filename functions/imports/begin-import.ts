import type { ImportInput } from '#functions/imports/import-job.ts';
import { beginJob, readJob, readJobInput } from '#functions/jobs/begin-job.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { importObject } from '#shared/casework/files/keys.ts';
import { byHand } from '#shared/core/events/event.ts';
import { ulidNamed } from '#shared/core/records/ids.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { type Job, queuedJob } from '#shared/insight/jobs/job.ts';
import { newJobWrites, startJobWrites } from '#shared/insight/jobs/job-writes.ts';

const kind = 'import';
// Whatever it was exported as, nothing but an import reads it.
export const uploadType = 'application/octet-stream';

interface Initiator {
  by: Person;
  /** Epoch milliseconds. */
  at: number;
}

/** A job over a file that came with its request: the file lies in the bucket before the job is. */
export const importByJob = async (
  services: Services,
  { content, total, ...input }: Omit<ImportInput, 'size'> & { content: Uint8Array; total?: number | undefined },
  { by, at }: Initiator,
): Promise<{ job: Job; writes: Write[] }> => {
  const id = services.newId(at);
  await services.files.write(importObject(id), { content, contentType: uploadType });
  return beginJob(services, { kind, id, input: { ...input, size: content.byteLength }, by, at, total, canUndo: true });
};

/** A job over a file that is still to be uploaded: it waits for that. */
export const importWhenUploaded = (
  { newId, jobsKeptDays: days }: Services,
  input: ImportInput,
  { by, at }: Initiator,
): { job: Job; writes: Write[] } => {
  const job = queuedJob({ kind, id: newId(at), by, at, canUndo: true, days });
  return { job, writes: newJobWrites(job, { ...input, isAwaited: true }) };
};

/** The file of a job has come: the job begins, once however often that is heard. */
export const startUploaded = async (services: Services, jobId: string): Promise<void> => {
  const [job, input] = await Promise.all([readJob(services, jobId), readJobInput(services, jobId)]);
  if (!job || !(input as { isAwaited?: boolean } | undefined)?.isAwaited) return;
  const at = services.now();
  const actor = actorOf(job.by);
  const eventId = ulidNamed(epoch(job.createdAt), `${jobId} uploaded`);
  try {
    await services.commit({ actor, at, cause: byHand }, [], startJobWrites(job, { at, eventId, actor }));
  } catch (error) {
    // It has begun: the event was there already.
    if (!(error instanceof CommitConflict)) throw error;
  }
};
