// The workers of one function: worker threads, one invocation at a time in each, as many as are
// needed at once up to a limit, replaced when they crash or overrun their time.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync, stop as stopEsbuild } from 'esbuild';
import type { Resource } from '#local/cloud-assembly/deployment.ts';
import type { InvocationResult, ServiceContext } from '#local/core/context.ts';
import type { Invocation, WorkerMessage, WorkerSetup } from '#local/functions/worker.ts';

/** How a function did so far: for the bench and `GET /_local/functions`. Times in milliseconds. */
export interface FunctionReport {
  name: string;
  logicalId: string;
  handler: string;
  folder: string;
  invocations: number;
  errors: number;
  coldStarts: number;
  initMs: number[];
  durationsMs: number[];
  /** Processor time of all invocations together. */
  cpuMs: number;
  /** How often all of them together called which operation of AWS. */
  calls: Record<string, number>;
}

export interface PoolSettings {
  resource: Resource;
  folder: string;
  handler: string;
  /** Asked whenever a worker starts. */
  environment: () => Record<string, string>;
  timeoutMs: number;
  memoryMb: number;
  workers: number;
}

// Enough for percentiles, little enough to forget about.
const durationsKept = 1000;

export interface PoolContext extends Pick<ServiceContext, 'clock' | 'faults' | 'log'> {
  room: Room;
  /** A function may have written to the table. */
  wrote(): void;
}

interface PooledWorker {
  /** Undefined once it can take invocations, else why it cannot. */
  ready: Promise<InvocationResult | undefined>;
  /** False once it crashed, overran its time or was stopped. */
  usable(): boolean;
  run(invocation: Invocation): Promise<InvocationResult>;
  /** It takes no further invocation. */
  retire(): void;
  terminate(): Promise<void>;
}

// V8 would let the young generation of every thread grow to 48 MB, and gives none of it back.
const youngMb = 4;

/**
 * The workers of all functions together. When there are as many as there may be, the one that has
 * had nothing to do for longest makes room for the first of another function.
 */
export interface Room {
  most: number;
  alive: number;
  /** Those that have nothing to do, in the order in which they finished; the value ends one. */
  free: Map<PooledWorker, () => void>;
}

// As JavaScript in one piece: a thread that has to strip types itself loads a compiler of 10 MB for
// it.
let code: string | undefined;
function workerCode(): string {
  if (code !== undefined) return code;
  code = buildSync({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  }).outputFiles[0]?.text;
  void stopEsbuild(); // its thread and its process would wait for the next time
  if (code === undefined) throw new Error('esbuild made nothing of worker.ts');
  return code;
}

export function createPool(context: PoolContext, settings: PoolSettings) {
  const { name, logicalId } = settings.resource;
  const report: FunctionReport = {
    name,
    logicalId,
    handler: settings.handler,
    folder: settings.folder,
    invocations: 0,
    errors: 0,
    coldStarts: 0,
    initMs: [],
    durationsMs: [],
    cpuMs: 0,
    calls: {},
  };
  const { room } = context;
  const alive = new Set<PooledWorker>();
  const free: PooledWorker[] = [];
  const waiting: ((worker: PooledWorker) => void)[] = [];
  let isGrowing = false;
  let failuresMade = 0;

  const drop = (worker: PooledWorker) => {
    if (alive.delete(worker)) room.alive--;
    void worker.terminate();
  };
  const evict = (worker: PooledWorker) => {
    room.free.delete(worker);
    free.splice(free.indexOf(worker), 1);
    drop(worker);
  };
  const handOn = (worker: PooledWorker) => {
    const next = waiting.shift();
    if (next) return next(worker);
    free.push(worker);
    room.free.set(worker, () => evict(worker));
  };
  // One at a time: a burst would start all at once, and on two cores that takes longer than to
  // serve it with one.
  const grow = async () => {
    if (isGrowing || waiting.length === 0 || alive.size >= settings.workers) return;
    // A second one waits for room; the first takes that of another function.
    if (alive.size > 0 && room.alive >= room.most) return;
    isGrowing = true;
    for (const end of room.free.values()) {
      if (room.alive < room.most) break;
      end();
    }
    room.alive++;
    report.coldStarts++;
    const worker = startWorker(context, settings, report);
    alive.add(worker);
    await worker.ready;
    isGrowing = false;
    handOn(worker);
    void grow();
  };
  const acquire = () => {
    for (let worker = free.pop(); worker; worker = free.pop()) {
      room.free.delete(worker);
      if (worker.usable()) return worker;
      drop(worker); // it crashed while it had nothing to do
    }
    const worker = new Promise<PooledWorker>((resolve) => waiting.push(resolve));
    void grow();
    return worker;
  };
  const release = (worker: PooledWorker) => {
    if (worker.usable()) return handOn(worker);
    drop(worker);
    void grow();
  };

  return {
    report,
    async invoke(payload: string): Promise<InvocationResult> {
      report.invocations++;
      const failing = context.faults.shouldFail(name);
      // Real failures come before the work is done as well as after it; the second kind is what
      // repeats must survive.
      const before = failing && failuresMade++ % 2 === 0;
      const result = before ? madeToFail : await runOn(await acquire(), payload);
      if (!result.ok || failing) report.errors++;
      return failing ? madeToFail : result;
    },
    renew() {
      for (const worker of alive) worker.retire();
      for (const worker of [...free]) evict(worker);
    },
    async stop() {
      await Promise.all([...alive].map((worker) => worker.terminate()));
    },
  };

  async function runOn(worker: PooledWorker, payload: string): Promise<InvocationResult> {
    const failedInit = await worker.ready;
    const result =
      failedInit ?? (await worker.run({ requestId: randomUUID(), payload, timeoutMs: settings.timeoutMs }));
    release(worker);
    return result;
  }
}

const madeToFail: InvocationResult = {
  ok: false,
  error: { errorType: 'LocalFault', errorMessage: 'Made to fail by POST /_local/faults' },
};

function startWorker(context: PoolContext, settings: PoolSettings, report: FunctionReport): PooledWorker {
  const { resource, folder, handler, memoryMb } = settings;
  const setup: WorkerSetup = {
    clock: context.clock.shared,
    folder,
    handler,
    functionName: resource.name,
    functionArn: resource.arn,
    memoryMb,
  };
  const worker: Worker = new Worker(workerCode(), {
    eval: true,
    workerData: setup,
    env: settings.environment(),
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => context.log(resource.name, text.trimEnd()));
  }

  let usable = true;
  let answered: (result: InvocationResult) => void = () => {};
  let initialised: (failure: InvocationResult | undefined) => void = () => {};
  const ready = new Promise<InvocationResult | undefined>((resolve) => {
    initialised = resolve;
  });
  const fail = (errorType: string, errorMessage: string) => {
    const failure: InvocationResult = { ok: false, error: { errorType, errorMessage } };
    initialised(failure);
    answered(failure);
  };

  const end = (errorType: string, errorMessage: string) => {
    usable = false;
    context.wrote();
    fail(errorType, errorMessage);
    void worker.terminate();
  };

  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') {
      keep(report.initMs, message.initMs);
      initialised(undefined);
    } else if (message.kind === 'failed-init') {
      end(message.errorType, message.errorMessage);
    } else {
      keep(report.durationsMs, message.durationMs);
      report.cpuMs += message.cpuMs;
      for (const [operation, count] of Object.entries(message.calls))
        report.calls[operation] = (report.calls[operation] ?? 0) + count;
      if (message.wrote) context.wrote();
      if (message.kind === 'error') fail(message.errorType, message.errorMessage);
      else answered({ ok: true, payload: message.payload ?? 'null' });
    }
  });
  worker.on('error', (error) => {
    context.log(resource.name, String(error instanceof Error ? error.stack : error));
    end('Runtime.ExitError', error instanceof Error ? error.message : String(error));
  });
  worker.on('exit', () => end('Runtime.ExitError', 'The function ended its process before it answered'));

  return {
    ready,
    usable: () => usable,
    retire() {
      usable = false;
    },
    async run(invocation) {
      let timer: NodeJS.Timeout | undefined;
      const result = new Promise<InvocationResult>((resolve) => {
        answered = resolve;
        timer = setTimeout(() => {
          end('Sandbox.Timedout', `Task timed out after ${(settings.timeoutMs / 1000).toFixed(2)} seconds`);
        }, settings.timeoutMs);
      });
      worker.postMessage(invocation);
      return result.finally(() => clearTimeout(timer));
    },
    async terminate() {
      await worker.terminate();
    },
  };
}

function keep(values: number[], value: number) {
  values.push(value);
  if (values.length > durationsKept) values.shift();
}
