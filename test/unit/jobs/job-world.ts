import { randomBytes } from 'node:crypto';
import { beginJob, readJob } from '#functions/jobs/begin-job.ts';
import type { JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import { undoing } from '#functions/jobs/undo.ts';
import { wakeJobsOf } from '#functions/jobs/wake-job.ts';
import { logger } from '#functions/logger.ts';
import { type Services, servicesOn } from '#functions/services.ts';
import { momentOfSubject, wakeUpFor } from '#shared/core/clocks/moments.ts';
import { Refusal } from '#shared/core/errors.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';
import { cancelled, type Job, type JobCaller, undone } from '#shared/insight/jobs/job.ts';
import { jobWrite, placeOfJob } from '#shared/insight/jobs/job-writes.ts';
import { fileObject } from '#shared/insight/jobs/report.ts';
import { Bucket } from '#test/house/bucket.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

// What a process says that dies is of no interest.
logger.setLogLevel('SILENT');

export const start = Date.parse('2026-11-21T09:00:00.000Z');
export const somebody: JobCaller = { id: 'ada', groups: ['admins'], isAdmin: true, seesAll: false, isStaff: true };

export class ProcessDied extends Error {}

const counterKey = (key: string) => ({ pk: `COUNTER#${key}`, sk: 'counter' });

/**
 * Counts each of its rows up, which done twice would be wrong. `row-3` is refused, and undoing
 * leaves alone what somebody else has counted up since.
 */
export const counting = (rows: number, rowsAChunk = 3): JobKind<unknown, JobRow> => {
  const add = async ({ table }: Services, key: string, by: number) => {
    const count = Number((await table.get(counterKey(key)))?.count ?? 0);
    const put = { ...counterKey(key), count: count + by };
    return { before: count, write: { put, when: count === 0 ? ('new' as const) : { holds: { count } } } };
  };
  return {
    rowsAChunk,
    columns: ['id', 'status', 'code'],
    next: async (_, place, limit) => {
      const begin = Number(place ?? 0);
      const keys = Array.from({ length: Math.min(limit, rows - begin) }, (__, index) => `row-${begin + index}`);
      const next = begin + limit < rows ? String(begin + limit) : undefined;
      return { rows: keys.map((key) => ({ key })), total: rows, next };
    },
    doRow: async ({ services }, { key }) => {
      if (key === 'row-3') throw new Refusal('already-closed');
      const { write } = await add(services, key, 1);
      return { line: { id: key, status: 'changed' }, undo: key, writes: [write] };
    },
    lineOf: ({ key }, { code }) => ({ id: key, status: 'refused', code }),
    undoRow: async ({ services }, undo, line) => {
      const { before, write } = await add(services, String(undo), -1);
      if (before !== 1) return { line: { ...line, status: 'unchanged', code: 'changed-since' } };
      return { line, writes: [write] };
    },
  };
};

/** Jobs of a kind, and processes that may die before or after one of their calls to the outside. */
export const jobWorld = (kind: JobKind<unknown, JobRow>) => {
  const memory = new MemoryDynamoDb();
  const bucket = new Bucket({ now: () => start, arrived: () => undefined });
  // Building a client of S3 takes longer than most tests.
  const inMemory = bucket.files();
  const started: string[] = [];
  const servicesDyingAt = (diesAt = Number.POSITIVE_INFINITY) => {
    let calls = 0;
    const step = () => {
      if (calls++ >= diesAt) throw new ProcessDied();
    };
    const around = async <T>(call: () => Promise<T>): Promise<T> => {
      step();
      const answer = await call();
      step();
      return answer;
    };
    const send: Documents['send'] = (operation, input) => around(() => memory.send(operation, input));
    const files = Object.fromEntries(
      Object.entries(inMemory).map(([name, call]) => [
        name,
        (...of: unknown[]) => around(async () => (call as (...of: unknown[]) => unknown)(...of)),
      ]),
    ) as unknown as Services['files'];
    const services = servicesOn(
      { table: new Table({ send }, 'memory'), now: () => start, newId: ulids(), random: (bytes) => randomBytes(bytes) },
      {
        files: () => files,
        jobsKeptDays: () => 14,
        wakeUps: () => ({
          horizonFrom: (now) => now + 1000,
          start: async ({ id, generation }) => void started.push(`${id} ${generation}`),
        }),
      },
    );
    return { services, callsOf: () => calls };
  };
  const { services } = servicesDyingAt();
  const waker = wakeJobsOf(async ({ undoes }) => (undoes === undefined ? (kind as JobKind) : undoing(kind as JobKind)));
  const intent = { actor: { kind: 'user' as const, id: 'ada' }, at: start, cause: { depth: 0 } };
  /** One run of the job's execution; false where there is nothing left to do. */
  const wake = async (id: string, { services: by }: { services: Services } = { services }) => {
    const moment = await momentOfSubject(services.table, placeOfJob(id));
    if (!moment) return false;
    await againOnConflict(() => waker(by, wakeUpFor(moment), start + 1000));
    return true;
  };
  return {
    memory,
    services,
    servicesDyingAt,
    started,
    begin: async () => {
      const { job, writes } = beginJob(services, {
        kind: 'counting',
        input: {},
        by: somebody,
        at: start,
        canUndo: true,
      });
      await services.commit(intent, [], writes);
      return job.id;
    },
    cancel: async (id: string) => {
      const job = await readJob(services, id);
      await services.commit(intent, [], [jobWrite(cancelled(job as Job, start))]);
    },
    undo: async (id: string) => {
      const before = (await readJob(services, id)) as Job;
      const asked = { kind: 'counting', input: {}, by: somebody, at: start, undoes: id };
      const { job, writes } = beginJob(services, asked);
      await services.commit(intent, [], [jobWrite(undone(before, job.id)), ...writes]);
      return job.id;
    },
    wake,
    finish: async (id: string) => {
      for (let runs = 0; await wake(id); runs++) if (runs > 100) throw new Error('it never ends');
      return (await readJob(services, id)) as Job;
    },
    read: async (id: string) => (await readJob(services, id)) as Job,
    counts: () =>
      Object.fromEntries(
        memory.everything().flatMap(({ pk, count }) => (pk.startsWith('COUNTER#') ? [[pk.slice(8), count]] : [])),
      ),
    report: async (id: string) => Buffer.from(await inMemory.read(fileObject(id))).toString(),
    /** What lies in the bucket beside files: nothing, once a job is over. */
    parts: async (id: string) => {
      const there = await Promise.allSettled(
        Array.from({ length: 10 }, (_, part) => inMemory.read(`jobs/${id}/part-${part}`)),
      );
      return there.filter(({ status }) => status === 'fulfilled').length;
    },
  };
};
