// Runs the Lambda functions of the template, each with its own environment, timeout and memory
// limit. How its workers come and go is in pool.ts.

import { availableParallelism } from 'node:os';
import { endpointOf } from '#local/aws-api/service.ts';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import type { Functions, ServiceContext } from '#local/core/context.ts';
import { createComplaints } from '#local/functions/complaints.ts';
import {
  createPool,
  type FunctionReport,
  type PoolContext,
  type PoolSettings,
  type Room,
} from '#local/functions/pool.ts';

export interface RunningFunctions extends Functions {
  /**
   * Replaces all workers, each when it has nothing to do, by some with these variables over the
   * others.
   */
  restart(overrides: Record<string, string>): void;
  report(): FunctionReport[];
  stop(): Promise<void>;
}

// Lambda's own defaults.
const defaultTimeoutSeconds = 3;
const defaultMemoryMb = 128;
// Lambda would run a thousand at once. Here more workers than cores do no more, and each costs half
// a second and some 30 MB. Two at least, or nothing would ever happen at once.
const workersPerFunction = Math.min(Math.max(availableParallelism(), 2), 8);

/**
 * How many times its timeout a function gets: here a dozen workers, Java and others share a few
 * cores, so a second of Lambda may take ten. What hangs is ended all the same.
 */
export const timesSlowerThanLambda = 6;

// CDK's own function that fills buckets is Python; console/files.ts does its work.
const isOurs = ({ properties }: Resource): boolean => !String(properties.Runtime).startsWith('python');

/**
 * `sdk`: what lets the AWS SDK find this stack, which every function gets beside what the template
 * declares for it.
 */
export function createFunctions(
  context: Omit<PoolContext, 'room'> & Pick<ServiceContext, 'activity'> & { workers: number },
  deployment: DeployedResources,
  sdk: Record<string, string>,
): RunningFunctions {
  process.env.TZ = 'UTC'; // as in Lambda; a worker thread cannot have a zone of its own
  const room: Room = { most: context.workers, alive: 0, free: new Map() };
  const complaints = createComplaints();
  const log: ServiceContext['log'] = (service, text) => {
    complaints.read(text);
    context.log(service, text);
  };
  let overrides: Record<string, string> = {};
  const given = () => ({ ...sdk, ...overrides });
  const pools = new Map(
    deployment
      .ofType('AWS::Lambda::Function')
      .filter(isOurs)
      .map((resource) => {
        return [resource, createPool({ ...context, log, room }, settingsOf(deployment, resource, given))] as const;
      }),
  );

  return {
    async invoke(reference, payload) {
      const resource = deployment.find(reference);
      const pool = resource && pools.get(resource);
      if (!pool) throw new Error(`There is no function ${reference} in the template.`);
      return context.activity.track(`function ${resource.name}`, pool.invoke(payload));
    },
    complaintAbout: complaints.about,
    restart(wanted) {
      overrides = wanted;
      for (const pool of pools.values()) pool.renew();
    },
    report: () => [...pools.values()].map((pool) => pool.report),
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

// What the policy of a bus allows depends on who puts an event on it.
const known = ({ AWS_ENDPOINT_URL_EVENTBRIDGE: bus, ...sdk }: Record<string, string>, caller: string) => ({
  ...sdk,
  ...(bus !== undefined && { AWS_ENDPOINT_URL_EVENTBRIDGE: endpointOf(bus, caller) }),
});

function settingsOf(
  deployment: DeployedResources,
  resource: Resource,
  sdk: () => Record<string, string>,
): PoolSettings {
  const { Runtime, Handler, Timeout, MemorySize, Environment, Code, ReservedConcurrentExecutions } =
    resource.properties;
  if (!String(Runtime).startsWith('nodejs'))
    throw new Error(`${resource.name}: the local stack cannot run ${Runtime}.`);
  const memoryMb = Number(MemorySize ?? defaultMemoryMb);
  return {
    resource,
    folder: deployment.assetFolder(Code),
    handler: String(Handler),
    timeoutMs: Number(Timeout ?? defaultTimeoutSeconds) * 1000 * timesSlowerThanLambda,
    memoryMb,
    workers: Math.min(Number(ReservedConcurrentExecutions ?? workersPerFunction), workersPerFunction),
    environment: () => ({
      ...(Environment as { Variables?: Record<string, string> } | undefined)?.Variables,
      ...known(sdk(), resource.name),
      AWS_LAMBDA_FUNCTION_NAME: resource.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      TZ: 'UTC',
    }),
  };
}
