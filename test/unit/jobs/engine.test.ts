import { describe, expect, it } from 'vitest';
import { Refusal } from '#shared/core/errors.ts';
import { answerJob } from '#shared/insight/jobs/job.ts';
import { counting, jobWorld, ProcessDied, somebody, start } from './job-world.ts';

const eight = {
  'row-0': 1,
  'row-1': 1,
  'row-2': 1,
  'row-4': 1,
  'row-5': 1,
  'row-6': 1,
  'row-7': 1,
};
const report = [
  'id,status,code',
  ...Array.from({ length: 8 }, (_, row) => (row === 3 ? 'row-3,refused,already-closed' : `row-${row},changed,`)),
  '',
].join('\r\n');

describe('a job', () => {
  it('[BU-1] does its rows in chunks, says how far it is, and leaves a report with a line for each', async () => {
    const { begin, wake, read, finish, counts, report: reportOf, parts } = jobWorld(counting(8));
    const id = await begin();
    expect(answerJob(await read(id))).toMatchObject({ status: 'queued', total: 0, done: 0, failed: 0 });
    await wake(id);
    await wake(id);
    expect(answerJob(await read(id))).toMatchObject({ status: 'running', total: 8, done: 6, failed: 1 });
    const job = await finish(id);
    expect(answerJob(job)).toMatchObject({ status: 'finished', total: 8, done: 8, failed: 1, undo: true });
    expect(counts()).toEqual(eight);
    expect(await reportOf(id)).toBe(report);
    expect(await parts(id)).toBe(0);
  });

  it('[BU-1] killed between any two of its calls, and again in the next run, it does each row once and reports each once', async () => {
    const five = () => jobWorld(counting(5, 2));
    const { servicesDyingAt, begin, wake } = five();
    const whole = servicesDyingAt();
    const first = await begin();
    while (await wake(first, whole));
    const calls = whole.callsOf();
    expect(calls).toBeGreaterThan(60);
    for (let diesAt = 0; diesAt < calls; diesAt++) {
      const world = five();
      const id = await world.begin();
      const runDyingAt = async (at: number) => {
        const by = world.servicesDyingAt(at);
        while (await world.wake(id, by));
      };
      for (const at of [diesAt, diesAt % 7])
        await runDyingAt(at).catch((error) => expect(error).toBeInstanceOf(ProcessDied));
      const job = await world.finish(id);
      expect(job, `died at ${diesAt}`).toMatchObject({ status: 'finished', total: 5, done: 5, failed: 1, changed: 4 });
      expect(world.counts()).toEqual({ 'row-0': 1, 'row-1': 1, 'row-2': 1, 'row-4': 1 });
      expect((await world.report(id)).trimEnd().split('\r\n')).toEqual(report.trimEnd().split('\r\n').slice(0, 6));
      expect(await world.parts(id)).toBe(0);
    }
  });

  it('[BU-1] done by two executions at once it does each row once', async () => {
    const { begin, wake, finish, counts } = jobWorld(counting(8));
    const id = await begin();
    await Promise.all([wake(id), wake(id), wake(id)]);
    expect(await finish(id)).toMatchObject({ status: 'finished', done: 8, failed: 1 });
    expect(counts()).toEqual(eight);
  });

  it('[BU-3] cancelled it ends, keeps what is done and reports that', async () => {
    const { begin, wake, cancel, finish, counts, report: reportOf } = jobWorld(counting(8));
    const id = await begin();
    await wake(id);
    await cancel(id);
    expect(await finish(id)).toMatchObject({ status: 'cancelled', done: 3, total: 8, stage: 'settled' });
    expect(counts()).toEqual({ 'row-0': 1, 'row-1': 1, 'row-2': 1 });
    expect((await reportOf(id)).split('\r\n')).toHaveLength(5);
    await expect(cancel(id)).rejects.toMatchObject({ code: 'not-running' });
  });

  it('[BU-3] cancelled within a chunk it does a few rows more at the most, and counts what it did', async () => {
    const kind = counting(100, 100);
    const world = jobWorld(kind);
    const id = await world.begin();
    let seen = 0;
    const doRow = kind.doRow?.bind(kind);
    kind.doRow = async (context, row) => {
      if (++seen === 10) await world.cancel(id);
      return (await doRow?.(context, row)) as never;
    };
    const job = await world.finish(id);
    expect(job).toMatchObject({ status: 'cancelled', done: 24 });
    expect(Object.keys(world.counts())).toHaveLength(23);
    expect((await world.report(id)).trimEnd().split('\r\n')).toHaveLength(25);
  });

  it('[BU-3] is undone by a job of its own, the last first, but for what has changed since; and not twice', async () => {
    const { begin, finish, undo, counts, report: reportOf, services, read } = jobWorld(counting(8));
    const id = await begin();
    await expect(undo(id)).rejects.toMatchObject({ code: 'job-running' });
    await finish(id);
    await services.table.put({ pk: 'COUNTER#row-5', sk: 'counter', count: 2 });
    const undoing = await undo(id);
    expect(await finish(undoing)).toMatchObject({ status: 'finished', done: 7, total: 7, failed: 0, undoes: id });
    expect(counts()).toEqual({ ...Object.fromEntries(Object.keys(eight).map((key) => [key, 0])), 'row-5': 2 });
    expect((await reportOf(undoing)).split('\r\n').slice(0, 4)).toEqual([
      'id,status,code',
      'row-7,changed,',
      'row-6,changed,',
      'row-5,unchanged,changed-since',
    ]);
    expect(await read(id)).toMatchObject({ undoneBy: undoing });
    await expect(undo(id)).rejects.toMatchObject({ code: 'already-undone' });
    await expect(undo(undoing)).rejects.toMatchObject({ code: 'cannot-undo' });
  });

  it('[BU-3] that cannot go over its rows fails, says why, and reports what it did', async () => {
    const kind = counting(8);
    const { next } = kind;
    kind.next = async (context, place, limit) => {
      if (place === '3') throw new TypeError('not what it should be');
      return next(context, place, limit);
    };
    const { begin, finish, report: reportOf } = jobWorld(kind);
    const id = await begin();
    expect(await finish(id)).toMatchObject({ status: 'failed', done: 3, failure: { code: 'internal' } });
    expect((await reportOf(id)).trimEnd().split('\r\n')).toHaveLength(4);
  });

  it('[RE-2] leaves nothing in the bucket of a file that it cannot finish, such as one of somebody erased', async () => {
    const kind = counting(8);
    const { next } = kind;
    kind.file = () => ({ name: 'all.zip', contentType: 'application/zip' });
    kind.next = async (context, place, limit) => {
      if (place === '6') throw new Refusal('not-found');
      return next(context, place, limit);
    };
    const half = jobWorld(kind);
    const id = await half.begin();
    expect(await half.finish(id)).toMatchObject({ status: 'failed', failure: { code: 'not-found' } });
    expect((await half.read(id)).hasFile).toBeUndefined();
    expect(await half.parts(id)).toBe(0);
    await expect(half.report(id)).rejects.toThrow();

    const gone = Object.assign(new Error('no such key'), { name: 'NoSuchKey', $metadata: {} });
    const whole = jobWorld({ ...counting(8), join: () => Promise.reject(gone) });
    const other = await whole.begin();
    expect(await whole.finish(other)).toMatchObject({ status: 'failed', failure: { code: 'internal' } });
    expect(await whole.parts(other)).toBe(0);
  });

  it('[BU-3] that fails for a reason as long as a file ends, and keeps the beginning of it', async () => {
    const kind = counting(8);
    kind.next = async () => {
      throw new Refusal('invalid-request', 'x'.repeat(900_000));
    };
    const { begin, finish } = jobWorld(kind);
    const { status, failure } = await finish(await begin());
    expect({ status, code: failure?.code }).toEqual({ status: 'failed', code: 'invalid-request' });
    expect(failure?.reason).toBe('x'.repeat(2_000));
  });

  it('[BU-1] goes on in another execution where the sweep woke it', async () => {
    const world = jobWorld(counting(8));
    const id = await world.begin();
    const { wakeJobsOf } = await import('#functions/jobs/wake-job.ts');
    const waker = wakeJobsOf(async () => counting(8) as never);
    const woken = await waker(world.services, { kind: 'job', id, generation: 1, at: '' }, start);
    expect(woken.again).toBe(false);
    expect(world.started).toEqual([`${id} 2`]);
    const late = await waker(world.services, { kind: 'job', id, generation: 1, at: '' }, start + 1000);
    expect([late.again, (await world.read(id)).done]).toEqual([false, 3]);
  });

  it('[BU-1] works by the rights of who asked for it, and keeps no name or address of theirs', async () => {
    const { begin, read } = jobWorld(counting(1));
    expect((await read(await begin())).by).toEqual(somebody);
  });
});
