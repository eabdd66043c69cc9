// Runs the Lambda functions of the template: each in worker threads of its own, one invocation at a time in each, as many as
// are needed at once up to a limit, replaced when they crash or overrun their time.

import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Functions, InvocationResult, ServiceContext } from '#local/context.ts';
import type { Invocation, WorkerMessage, WorkerSetup } from '#local/function-worker.ts';
import type { Deployment, Resource } from '#local/template.ts';

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
}

export interface RunningFunctions extends Functions {
  report(): FunctionReport[];
  stop(): Promise<void>;
}

// Lambda's own defaults.
const defaultTimeoutSeconds = 3;
const defaultMemoryMb = 128;
// Lambda would run a thousand at once; a laptop has few cores, and each worker costs some 30 MB.
const workersPerFunction = 8;
// Enough for percentiles of a bench run, little enough to forget about.
const durationsKept = 10_000;

interface FunctionSettings {
  resource: Resource;
  folder: string;
  handler: string;
  environment: Record<string, string>;
  timeoutMs: number;
  memoryMb: number;
  workers: number;
}

/** `endpoints`: the `AWS_ENDPOINT_URL_*` that every function gets beside what the template declares for it. */
export function createFunctions(
  context: Pick<ServiceContext, 'clock' | 'activity' | 'faults' | 'log'>,
  deployment: Deployment,
  endpoints: Record<string, string>,
): RunningFunctions {
  process.env.TZ = 'UTC'; // as in Lambda; a worker thread cannot have a zone of its own
  const pools = new Map(
    deployment.ofType('AWS::Lambda::Function').map((resource) => {
      return [resource, createPool(context, settingsOf(deployment, resource, endpoints))] as const;
    }),
  );

  return {
    async invoke(reference, payload) {
      const resource = deployment.find(reference);
      const pool = resource && pools.get(resource);
      if (!pool) throw new Error(`There is no function ${reference} in the template.`);
      return context.activity.track(`function ${resource.name}`, pool.invoke(JSON.stringify(payload)));
    },
    report: () => [...pools.values()].map((pool) => pool.report),
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

function settingsOf(deployment: Deployment, resource: Resource, endpoints: Record<string, string>): FunctionSettings {
  const { Runtime, Handler, Timeout, MemorySize, Environment, Code, ReservedConcurrentExecutions } =
    resource.properties;
  if (!String(Runtime).startsWith('nodejs'))
    throw new Error(`${resource.name}: the local stack cannot run ${Runtime}.`);
  const memoryMb = Number(MemorySize ?? defaultMemoryMb);
  return {
    resource,
    folder: deployment.assetFolder(Code),
    handler: String(Handler),
    timeoutMs: Number(Timeout ?? defaultTimeoutSeconds) * 1000,
    memoryMb,
    workers: Math.min(Number(ReservedConcurrentExecutions ?? workersPerFunction), workersPerFunction),
    environment: {
      ...(Environment as { Variables?: Record<string, string> } | undefined)?.Variables,
      ...endpoints,
      AWS_REGION: deployment.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_LAMBDA_FUNCTION_NAME: resource.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      TZ: 'UTC',
    },
  };
}

interface PooledWorker {
  /** Undefined once it can take invocations, else why it cannot. */
  ready: Promise<InvocationResult | undefined>;
  /** False once it crashed, overran its time or was stopped. */
  usable(): boolean;
  run(invocation: Invocation): Promise<InvocationResult>;
  terminate(): Promise<void>;
}

function createPool(context: Pick<ServiceContext, 'clock' | 'faults' | 'log'>, settings: FunctionSettings) {
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
  };
  const alive = new Set<PooledWorker>();
  const free: PooledWorker[] = [];
  const waiting: ((worker: PooledWorker) => void)[] = [];
  let failuresMade = 0;

  const start = () => {
    report.coldStarts++;
    const worker = startWorker(context, settings, report);
    alive.add(worker);
    return worker;
  };
  const acquire = async () => {
    for (let worker = free.pop(); worker; worker = free.pop()) {
      if (worker.usable()) return worker;
      alive.delete(worker); // it crashed while it had nothing to do
    }
    if (alive.size < settings.workers) return start();
    return new Promise<PooledWorker>((resolve) => waiting.push(resolve));
  };
  const release = (worker: PooledWorker) => {
    const usable = worker.usable();
    if (!usable) alive.delete(worker);
    const next = waiting.shift();
    if (next) next(usable ? worker : start());
    else if (usable) free.push(worker);
  };

  return {
    report,
    async invoke(payload: string): Promise<InvocationResult> {
      report.invocations++;
      const failing = context.faults.shouldFail(name);
      // Real failures come before the work is done as well as after it; the second kind is what repeats must survive.
      const before = failing && failuresMade++ % 2 === 0;
      const result = before ? madeToFail : await runOn(await acquire(), payload);
      if (!result.ok || failing) report.errors++;
      return failing ? madeToFail : result;
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

function startWorker(
  context: Pick<ServiceContext, 'clock' | 'log'>,
  settings: FunctionSettings,
  report: FunctionReport,
): PooledWorker {
  const { resource, folder, handler, memoryMb, environment } = settings;
  const setup: WorkerSetup = {
    clock: context.clock.shared,
    folder,
    handler,
    functionName: resource.name,
    functionArn: resource.arn,
    memoryMb,
  };
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData: setup,
    env: environment,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
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
      if (message.kind === 'error') fail(message.errorType, message.errorMessage);
      else answered({ ok: true, payload: message.payload === undefined ? null : JSON.parse(message.payload) });
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
