// Does the rows of a chunk, several side by side. The line of a row is an item of the transaction
// that does it, under a name that is taken once: begun again, the chunk finds what is done.

import { armNext } from '#functions/arm-next.ts';
import { isLasting } from '#functions/failures.ts';
import { readJob } from '#functions/jobs/begin-job.ts';
import type { JobContext, JobKind, JobRow, RowDone } from '#functions/jobs/job-kind.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import { failureOf } from '#shared/core/errors.ts';
import { byHand, type Intent } from '#shared/core/events/event.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { againOnConflict, CommitConflict, patient } from '#shared/core/table/commit.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { jobRowKey, rowsOfChunk } from '#shared/core/table/insight-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import type { Job } from '#shared/insight/jobs/job.ts';
import { placeOfJob } from '#shared/insight/jobs/job-writes.ts';
import type { ReportLine } from '#shared/insight/jobs/report.ts';

/**
 * A row waits some 20 ms for the table. Eight side by side do some 300 a second: a third of what
 * follows from events takes in, so people who work meanwhile notice nothing.
 */
const atATime = 8;
/** How many rows are done at the most after somebody cancelled. */
const aTurn = 24;

/** What came of a row, as it is kept. */
export interface RowKept {
  line: ReportLine;
  isFailed: boolean;
  undo?: unknown;
}

export const rowIn = ({ line, isFailed, undo }: Item): RowKept => ({
  line: line as ReportLine,
  isFailed: isFailed === true,
  undo,
});

/** What was done of a chunk so far, by the keys of its rows. */
export const rowsDone = async ({ table }: Services, { id, chunk }: Job): Promise<Map<string, RowKept>> => {
  const prefix = rowsOfChunk(chunk);
  const items = await table.queryAll({ pk: partitionOf(placeOfJob(id)), prefix, consistent: true });
  return new Map(items.map((item) => [item.sk.slice(prefix.length), rowIn(item)]));
};

const intentOf = ({ by }: Job, at: number): Intent => ({ actor: actorOf(by), at, cause: byHand });

const commitRow = async ({ services, job }: JobContext<unknown>, row: JobRow, done: RowDone): Promise<RowKept> => {
  const { line, isFailed = false, undo, decisions = [], writes = [], places = [] } = done;
  const kept = { line, isFailed, ...(undo !== undefined && { undo }) };
  const item = { ...jobRowKey(job.id, job.chunk, row.key), ...kept, expiresAt: job.expiresAt };
  const intent = done.intent ?? intentOf(job, services.now());
  await services.commit(intent, decisions, [...writes, { put: item, when: 'new' }]);
  for (const place of places) await armNext(services, place);
  return kept;
};

/** Does a row unless that is done, and says why where it cannot be done. */
const doOne = async (context: JobContext<unknown>, kind: JobKind, row: JobRow): Promise<RowKept> => {
  const { services, job } = context;
  const refuse = (error: unknown): Promise<RowKept> => {
    const failure = failureOf(error);
    if (failure.code === 'internal') logger.error('a row could not be done', { job: job.id, error: error as Error });
    const line = kind.lineOf?.(row, failure) ?? {};
    return commitRow(context, row, { line, isFailed: true });
  };
  const attempt = async (round: number): Promise<RowKept> => {
    const earlier = round > 1 ? await services.table.get(jobRowKey(job.id, job.chunk, row.key)) : undefined;
    if (earlier) return rowIn(earlier);
    if (!kind.doRow) throw new Error(`the rows of ${job.kind} are not done one by one`);
    try {
      return await commitRow(context, row, await kind.doRow(context, row));
    } catch (error) {
      if (error instanceof CommitConflict || !isLasting(error)) throw error;
      return refuse(error);
    }
  };
  return againOnConflict(attempt, Math.random, patient);
};

const isCancelled = async (services: Services, { id }: Job): Promise<boolean> =>
  (await readJob(services, id))?.status === 'cancelled';

/**
 * Does the rows of a chunk that are not done, until somebody cancels the job.
 * @returns all that was done of the chunk, also what its rows do not hold any more
 */
export const doRows = async (
  context: JobContext<unknown>,
  kind: JobKind,
  rows: readonly JobRow[],
): Promise<RowKept[]> => {
  const { services, job } = context;
  const earlier = await rowsDone(services, job);
  const kept = new Map(earlier);
  const left = [...new Map(rows.map((row) => [row.key, row])).values()].filter(({ key }) => !earlier.has(key));
  for (let begin = 0; begin < left.length; begin += aTurn) {
    if (begin > 0 && (await isCancelled(services, job))) break;
    const turn = left.slice(begin, begin + aTurn);
    await sideBySide(turn, async (row) => void kept.set(row.key, await doOne(context, kind, row)), atATime);
  }
  // In the order of the rows, so that a report reads as what it is about.
  const named = new Set(rows.map(({ key }) => key));
  const gone = [...earlier].filter(([key]) => !named.has(key));
  return [...[...named].flatMap((key) => kept.get(key) ?? []), ...gone.map(([, row]) => row)];
};
