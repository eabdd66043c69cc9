// One warm environment of a Lambda function in a worker thread: its own variables (given as the
// worker's whole env) and memory limit, one invocation at a time.

import { subscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { nowFrom } from '#local/core/clock.ts';

/** What the worker gets when it starts. */
export interface WorkerSetup {
  clock: SharedArrayBuffer;
  folder: string;
  /** `<file>.<export>`, as the template says. */
  handler: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
}

/** Parent to worker. The payload is JSON text, as Lambda carries it. */
export interface Invocation {
  requestId: string;
  payload: string;
  timeoutMs: number;
}

/** Worker to parent. */
export type WorkerMessage =
  | { kind: 'ready'; initMs: number }
  | { kind: 'failed-init'; errorType: string; errorMessage: string }
  | ({ kind: 'answer'; payload: string | undefined } & InvocationCost)
  | ({ kind: 'error'; errorType: string; errorMessage: string } & InvocationCost);

/** What an invocation took and did. */
interface InvocationCost {
  durationMs: number;
  /** Processor time of this thread. */
  cpuMs: number;
  /** It sent something to the table that may have changed it. */
  wrote: boolean;
  /** How often it called which operation of AWS. */
  calls: Record<string, number>;
}

type Handler = (event: unknown, context: object) => unknown;

const setup = workerData as WorkerSetup;
const port = parentPort;
if (!port) throw new Error('functions/worker.ts runs in a worker thread only');
const tell = (message: WorkerMessage) => port.postMessage(message);

replaceDate(nowFrom(setup.clock, Date.now));
let wrote = false;
let calls: Record<string, number> = {};
watchCalls();

void start();

async function start() {
  const started = performance.now();
  try {
    const handler = await loadHandler();
    port?.on('message', (invocation: Invocation) => void run(handler, invocation));
    tell({ kind: 'ready', initMs: performance.now() - started });
  } catch (error) {
    console.error(error);
    tell({ kind: 'failed-init', ...named(error) });
  }
}

/**
 * From here on every `now` of this thread is the virtual clock. Timers and `performance` stay real.
 */
function replaceDate(now: () => number) {
  const real = Date;
  real.now = now;
  const virtual: DateConstructor = new Proxy(real, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === virtual ? target : newTarget),
    apply: () => new real(now()).toString(),
  });
  real.prototype.constructor = virtual;
  globalThis.Date = virtual;
}

/**
 * What writes to the table is seen here, so that its stream is read when there is something to
 * read.
 */
function watchCalls() {
  const reads = /^DynamoDB_\d+\.(Get|BatchGet|TransactGet|Query|Scan|Describe|List)/;
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    const target = request.getHeader('x-amz-target');
    if (typeof target === 'string' && target.startsWith('DynamoDB_') && !reads.test(target)) wrote = true;
    const operation = typeof target === 'string' ? target.slice(target.indexOf('.') + 1) : request.method;
    calls[operation] = (calls[operation] ?? 0) + 1;
  });
}

async function loadHandler(): Promise<Handler> {
  const dot = setup.handler.lastIndexOf('.');
  const path = join(setup.folder, setup.handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => path + extension).find(existsSync);
  if (!file) throw new Error(`There is no ${path}.mjs for the handler ${setup.handler}`);
  // What the first worker compiled the next ones load, also those of the next run: a third less
  // until it is ready.
  enableCompileCache(join(setup.folder, 'compiled'));
  const module_ = await import(pathToFileURL(file).href);
  flushCompileCache(); // now, for a worker that is terminated would not
  const handler = module_[setup.handler.slice(dot + 1)] ?? module_.default?.[setup.handler.slice(dot + 1)];
  if (typeof handler !== 'function') throw new Error(`${setup.handler} is undefined or not exported`);
  return handler;
}

async function run(handler: Handler, { requestId, payload, timeoutMs }: Invocation) {
  const started = performance.now();
  const cpu = process.threadCpuUsage();
  const done = (): InvocationCost => {
    const { user, system } = process.threadCpuUsage(cpu);
    const work = { durationMs: performance.now() - started, cpuMs: (user + system) / 1000, wrote, calls };
    wrote = false;
    calls = {};
    return work;
  };
  const context = {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: setup.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.functionArn,
    memoryLimitInMB: String(setup.memoryMb),
    logGroupName: `/aws/lambda/${setup.functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(timeoutMs - (performance.now() - started))),
  };
  try {
    const answer = JSON.stringify(await handler(JSON.parse(payload), context));
    tell({ kind: 'answer', payload: answer, ...done() });
  } catch (error) {
    console.error(error);
    tell({ kind: 'error', ...named(error), ...done() });
  }
}

function named(error: unknown): { errorType: string; errorMessage: string } {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: 'Error', errorMessage: String(error) };
}
