import { actorOf, type Person } from '#shared/access/person.ts';
import { type Failure, Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { JobStatus } from '#shared/insight/jobs/job.schema.ts';

// A job goes over many records in chunks. Here is what is known of it and how that changes; what
// its rows are and what is done with one each kind says: functions/jobs/job-kind.ts.

/** By whose rights a job works: as the token said them when it was asked for. */
export type JobCaller = Pick<Person, 'id' | 'groups' | 'isAdmin' | 'seesAll' | 'isStaff'>;

/**
 * What of a job comes next: a chunk of its rows, its file, or nothing: its file lies there and its
 * parts are gone.
 */
type JobStage = 'rows' | 'file' | 'parts' | 'settled';

export interface Job {
  id: string;
  kind: string;
  version: number;
  status: JobStatus;
  stage: JobStage;
  by: JobCaller;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  /** In epoch seconds, as DynamoDB deletes it. */
  expiresAt: number;
  /** Rows, as far as they are known; those handled, and those of them that were refused. */
  total: number;
  done: number;
  failed: number;
  /** Rows that could be undone. */
  changed: number;
  /** The chunk that is next, and the place that it begins behind. */
  chunk: number;
  place?: string;
  /** Parts of its file that are written, and their bytes. */
  parts: number;
  bytes: number;
  /** Its file can be fetched. */
  hasFile?: true;
  dryRun?: true;
  /** What confirms the dry run that this is. */
  token?: string;
  failure?: Failure;
  /** The kind knows how a row is undone. */
  canUndo: boolean;
  /** The job that this one undoes, and the one that undoes this one. */
  undoes?: string;
  undoneBy?: string;
}

interface NewJob {
  id: string;
  kind: string;
  by: JobCaller;
  /** Epoch milliseconds. */
  at: number;
  total?: number | undefined;
  dryRun?: boolean | undefined;
  token?: string | undefined;
  canUndo?: boolean | undefined;
  undoes?: string | undefined;
  /** How many days it is kept. */
  days: number;
}

const dayInSeconds = 24 * 60 * 60;

export const queuedJob = ({ id, kind, by, at, ...given }: NewJob): Job => ({
  id,
  kind,
  version: 1,
  status: 'queued',
  stage: 'rows',
  by: { id: by.id, groups: by.groups, isAdmin: by.isAdmin, seesAll: by.seesAll, isStaff: by.isStaff },
  createdAt: iso(at),
  expiresAt: Math.ceil(at / 1000) + given.days * dayInSeconds,
  total: given.total ?? 0,
  done: 0,
  failed: 0,
  changed: 0,
  chunk: 0,
  parts: 0,
  bytes: 0,
  canUndo: given.canUndo ?? false,
  ...(given.dryRun && { dryRun: true as const }),
  ...(given.token !== undefined && { token: given.token }),
  ...(given.undoes !== undefined && { undoes: given.undoes }),
});

/** What a chunk has come to. */
export interface ChunkDone {
  done: number;
  failed: number;
  changed: number;
  /** Parts of the file that were written, and their bytes. */
  parts: number;
  bytes: number;
  total?: number | undefined;
  /** Where the next chunk begins; undefined behind the last. */
  next?: string | undefined;
}

export const isEnded = ({ status }: Pick<Job, 'status'>): boolean => status !== 'queued' && status !== 'running';

/** The job behind a chunk: counted once, since it is written on condition of the version before. */
export const advanced = (job: Job, chunk: ChunkDone, at: number): Job => {
  const { place: _before, ...rest } = job;
  const done = job.done + chunk.done;
  const isLast = chunk.next === undefined;
  const known = chunk.total ?? job.total;
  return {
    ...rest,
    version: job.version + 1,
    status: isEnded(job) ? job.status : 'running',
    stage: isLast ? 'file' : 'rows',
    ...(!isEnded(job) && { startedAt: job.startedAt ?? iso(at) }),
    total: isLast && !isEnded(job) ? done : Math.max(known, done),
    done,
    failed: job.failed + chunk.failed,
    changed: job.changed + chunk.changed,
    chunk: job.chunk + 1,
    parts: job.parts + chunk.parts,
    bytes: job.bytes + chunk.bytes,
    ...(!isLast && { place: chunk.next }),
  };
};

/** The file lies there; then its parts go; then all is done. */
export const filed = (job: Job): Job => ({ ...job, version: job.version + 1, stage: 'parts', hasFile: true });

export const settled = (job: Job, at: number): Job => ({
  ...job,
  version: job.version + 1,
  stage: 'settled',
  status: isEnded(job) ? job.status : 'finished',
  endedAt: job.endedAt ?? iso(at),
});

/** @throws `not-running` where it is over */
export const cancelled = (job: Job, at: number): Job => {
  if (isEnded(job)) throw new Refusal('not-running');
  return { ...job, version: job.version + 1, status: 'cancelled', endedAt: iso(at) };
};

/**
 * What keeps a job from going on. What it did is still reported; of a file that would lack
 * something the parts go: they may be of somebody who was erased meanwhile.
 */
export const broken = (job: Job, failure: Failure, { at, hasReport }: { at: number; hasReport: boolean }): Job => {
  const ended = isEnded(job) ? {} : { status: 'failed' as const, failure };
  if (job.stage === 'parts') return { ...settled(job, at), ...ended };
  const stage = hasReport && job.stage === 'rows' && !isEnded(job) ? 'rows' : 'parts';
  return { ...job, version: job.version + 1, stage, endedAt: job.endedAt ?? iso(at), ...ended };
};

/**
 * @param undoneBy the job that does it
 * @throws `job-running`, `already-undone`, `cannot-undo`
 */
export const undone = (job: Job, undoneBy: string): Job => {
  if (job.stage !== 'settled') throw new Refusal('job-running');
  if (job.undoneBy !== undefined) throw new Refusal('already-undone');
  if (!mayBeUndone(job)) throw new Refusal('cannot-undo');
  return { ...job, version: job.version + 1, undoneBy };
};

const mayBeUndone = ({ stage, canUndo, changed, undoneBy }: Job): boolean =>
  stage === 'settled' && canUndo && changed > 0 && undoneBy === undefined;

/** What a caller is shown, but for the URL of the file, which is signed when it is asked for. */
export const answerJob = (job: Job) => ({
  id: job.id,
  kind: job.kind,
  status: job.status,
  total: job.total,
  done: job.done,
  failed: job.failed,
  createdAt: job.createdAt,
  createdBy: actorOf(job.by),
  expiresAt: iso(job.expiresAt * 1000),
  ...(job.startedAt !== undefined && { startedAt: job.startedAt }),
  ...(job.endedAt !== undefined && { endedAt: job.endedAt }),
  ...(job.dryRun && { dryRun: job.dryRun }),
  ...(job.status === 'finished' && job.token !== undefined && { token: job.token }),
  ...(job.failure && { failure: job.failure }),
  ...(mayBeUndone(job) && { undo: true as const }),
  ...(job.undoes !== undefined && { undoes: job.undoes }),
  ...(job.undoneBy !== undefined && { undoneBy: job.undoneBy }),
});

export const maySeeJob = (caller: Pick<Person, 'id' | 'isAdmin'>, { by }: Pick<Job, 'by'>): boolean =>
  caller.isAdmin || caller.id === by.id;
