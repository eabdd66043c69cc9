// Does the next chunk of a job: its rows, its part of the file, then its place, if nobody changed
// the job since. A killed chunk begins again: rows say that they are done, a part is overwritten.
import { armNext } from '#functions/arm-next.ts';
import { isLasting } from '#functions/failures.ts';
import { readJob, readJobInput } from '#functions/jobs/begin-job.ts';
import { doRows, type RowKept, rowsDone } from '#functions/jobs/do-rows.ts';
import { joinParts, removeParts } from '#functions/jobs/job-file.ts';
import type { Chunk, JobContext, JobKind, JobRow, PartContent } from '#functions/jobs/job-kind.ts';
import { kindOfJob } from '#functions/jobs/kinds.ts';
import { logger } from '#functions/logger.ts';
import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { momentOfSubject, momentWrite } from '#shared/core/clocks/moments.ts';
import { failureOf } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { momentKey } from '#shared/core/table/keys.ts';
import { csvOf } from '#shared/insight/csv.ts';
import { advanced, broken, type ChunkDone, filed, isEnded, type Job, settled } from '#shared/insight/jobs/job.ts';
import { jobWrite, placeOfJob } from '#shared/insight/jobs/job-writes.ts';
import { partObject } from '#shared/insight/jobs/report.ts';

/**
 * An execution holds 25,000 events, and a run takes some ten of them: after so many chunks another
 * one goes on.
 */
const chunksAnExecution = 1_000;

type AnyContext = JobContext<unknown>;

const counted = (rows: readonly RowKept[]) => ({
  done: rows.length,
  failed: rows.filter(({ isFailed }) => isFailed).length,
  changed: rows.filter(({ undo }) => undo !== undefined).length,
});

/** Writes what a chunk adds to the file of the job; what is empty is no part. */
const writeParts = async (
  { services, job }: AnyContext,
  content: PartContent | readonly PartContent[],
): Promise<Pick<ChunkDone, 'parts' | 'bytes'>> => {
  const written = [content].flat().filter(({ length }) => length > 0) as PartContent[];
  let bytes = 0;
  for (const [index, one] of written.entries()) {
    const part = typeof one === 'string' ? Buffer.from(one) : one;
    bytes += part.byteLength;
    await services.files.write(partObject(job.id, job.parts + index), {
      content: part,
      contentType: 'application/octet-stream',
    });
  }
  return { parts: written.length, bytes };
};

const reportOf = ({ columns }: JobKind, rows: readonly RowKept[]): string =>
  rows.length === 0
    ? ''
    : csvOf(
        columns,
        rows.map(({ line }) => line),
      );

interface Step {
  after: Job;
  writes?: Write[] | undefined;
}

const doChunk = async (context: AnyContext, kind: JobKind): Promise<Step> => {
  const { services, job } = context;
  const found: Chunk<JobRow> = await kind.next(context, job.place, kind.rowsAChunk);
  const rows = found.rows ? await doRows(context, kind, found.rows) : [];
  const parts = await writeParts(context, found.content ?? reportOf(kind, rows));
  const chunk: ChunkDone = { ...counted(rows), ...parts, total: found.total, next: found.next };
  chunk.done += found.done ?? 0;
  return { after: advanced(job, chunk, services.now()), writes: found.writes };
};

/** What was done of the chunk in which a job was cancelled, or broke off. */
const closeChunk = async (context: AnyContext, kind: JobKind): Promise<Step> => {
  const { services, job } = context;
  const rows = [...(await rowsDone(services, job)).values()];
  const parts = await writeParts(context, reportOf(kind, rows));
  return { after: advanced(job, { ...counted(rows), ...parts }, services.now()) };
};

const nextStep = async (context: AnyContext, kind: JobKind): Promise<Step> => {
  const { services, job } = context;
  switch (job.stage) {
    case 'rows':
      return isEnded(job) ? closeChunk(context, kind) : doChunk(context, kind);
    case 'file':
      await joinParts(context, kind);
      return { after: filed(job) };
    default:
      await removeParts(context);
      return { after: settled(job, services.now()) };
  }
};

/** How a job is done: each kind, and undoing a job of it. */
type KindOfJob = (job: Job) => Promise<JobKind>;

/** The next step of a job; where it can never be done, the job ends there and says why. */
const stepOf = async (context: AnyContext, kindOf: KindOfJob): Promise<Step> => {
  const { services, job } = context;
  const kind = await kindOf(job);
  try {
    return await nextStep(context, kind);
  } catch (error) {
    if (!isLasting(error)) throw error;
    logger.error('a job broke off', { job: job.id, kind: job.kind, error: error as Error });
    return { after: broken(job, failureOf(error), { at: services.now(), hasReport: !kind.file }) };
  }
};

export const wakeJobsOf =
  (kindOf: KindOfJob): Waker =>
  async (services, wakeUp, horizon) => {
    const place = placeOfJob(wakeUp.id);
    const [moment, job] = await Promise.all([momentOfSubject(services.table, place), readJob(services, wakeUp.id)]);
    if (!job || moment?.generation !== wakeUp.generation) return ended(wakeUp);
    const { after, writes = [] } = await stepOf({ services, job, input: await readJobInput(services, job.id) }, kindOf);
    const now = services.now();
    if (after.stage === 'settled') {
      await services.commit(byTheClock(now), [], [jobWrite(after), { delete: momentKey(place) }]);
      return ended(wakeUp);
    }
    // The sweep goes on with nothing, and an execution not forever: another one does.
    const goesOn = now < horizon && after.chunk % chunksAnExecution !== 0;
    const generation = goesOn ? wakeUp.generation : wakeUp.generation + 1;
    const next = momentWrite({ subject: place, at: iso(now), generation }, goesOn ? 'armed' : 'waiting');
    await services.commit(byTheClock(now), [], [...writes, jobWrite(after), next]);
    if (goesOn) return waiting(wakeUp, now);
    await armNext(services, place);
    return ended(wakeUp);
  };

export const wakeTheJob = wakeJobsOf(kindOfJob);
