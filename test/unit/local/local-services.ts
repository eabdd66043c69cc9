import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { startAwsEndpoint } from '#local/aws-api/endpoint.ts';
import type { AwsService } from '#local/aws-api/service.ts';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { kindOf } from '#local/cloud-assembly/resource-kinds.ts';
import { createActivity } from '#local/core/activity.ts';
import { createClock } from '#local/core/clock.ts';
import type { InvocationResult, ServiceContext } from '#local/core/context.ts';
import { createFaults } from '#local/core/faults.ts';
import { openStore } from '#local/core/store.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What each function does with its payload: gives an answer, or throws. */
export type Handlers = Record<string, (payload: never) => unknown>;

/**
 * The context of the services over the real clock and store, with functions that run in this
 * process. `folder`: of a stack that ran before.
 */
export function createContext({ handlers = {}, folder }: { handlers?: Handlers; folder?: string } = {}) {
  const store = openStore(folder === undefined ? 'memory' : { folder });
  const activity = createActivity();
  const clock = createClock(activity, store);
  const invocations: { name: string; payload: never }[] = [];
  const lines: string[] = [];
  const context: ServiceContext = {
    clock,
    activity,
    store,
    faults: createFaults(),
    functions: {
      async invoke(arn, text) {
        const payload = JSON.parse(text) as never;
        const name = arn.slice(arn.lastIndexOf(':') + 1);
        const handler = handlers[name];
        if (!handler) throw new Error(`There is no function ${name}.`);
        invocations.push({ name, payload });
        return activity.track(
          name,
          answerOf(async () => handler(payload)),
        );
      },
    },
    log: (service, message) => lines.push(`${service}: ${message}`),
  };
  // What a kill -9 does: nothing more happens, and nothing is written any more.
  const kill = () => {
    clock.stop();
    store.close();
  };
  closing.push(() => {
    clock.stop();
    if (store.database.isOpen) store.close();
  });
  const passes = (ms: number) => clock.advance((now) => now + ms);
  return { ...context, invocations, lines, kill, passes, settled: () => activity.settled() };
}

async function answerOf(run: () => Promise<unknown>): Promise<InvocationResult> {
  try {
    return { ok: true, payload: JSON.stringify((await run()) ?? null) };
  } catch (error) {
    const { name, message } = error as Error;
    return { ok: false, error: { errorType: name, errorMessage: message } };
  }
}

/** A folder for the state of a stack, gone after the test. */
export function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'caseward-local-'));
  closing.unshift(() => rmSync(folder, { recursive: true }));
  return folder;
}

export type Declared = { type: string; name: string; properties?: Record<string, unknown> };

/** A deployment of these resources, as template.ts reads one. */
export function deploymentOf(...declared: Declared[]): DeployedResources {
  const resources = declared.map(({ type, name, properties = {} }): Resource => {
    const kind = kindOf(type);
    if (!kind || 'ignored' in kind) throw new Error(`${type} does not run on the local stack.`);
    const names = {
      name,
      region: 'us-east-1',
      account: '000000000000',
      endpoints: { api: '', sqs: 'http://127.0.0.1:1' },
    };
    return { logicalId: name, stack: 'Test', type, name, arn: kind.arn(names), ref: kind.ref(names), properties };
  });
  return {
    resources,
    region: 'us-east-1',
    account: '000000000000',
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
    find: (reference) => resources.find(({ arn, ref, name }) => [arn, ref, name].includes(reference)),
    assetFolder: () => '',
  };
}

export const arnOf = {
  queue: (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`,
  function: (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  machine: (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`,
};

/** What an SDK client needs to talk to the services. */
export async function clientConfiguration(context: ServiceContext, ...services: AwsService[]) {
  const { port, close } = await startAwsEndpoint(context, { services }, 0);
  closing.push(close);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
}

/** To be called when the test ends. */
export function atTheEnd(close: () => unknown): void {
  closing.push(close);
}
