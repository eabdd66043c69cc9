import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun } from '#local/cloud-assembly/properties.ts';
import type { Functions } from '#local/core/context.ts';
import type { Faults } from '#local/core/faults.ts';
import type { DeliveryTarget } from '#local/event-bus/deliveries.ts';
import type { Queues } from '#local/queues/queues.ts';
import type { StateMachines } from '#local/state-machines/state-machines.ts';

/** What events are handed to. */
export interface Senders {
  queues: Pick<Queues, 'send'>;
  functions: Functions;
  stateMachines: Pick<StateMachines, 'start'>;
  faults: Pick<Faults, 'shouldFail'>;
}

// EventBridge's own defaults and limits.
const mostRetries = 185;
const longestAgeSeconds = 86_400;

/**
 * Input paths and transformers, batches, ECS and the like are no part of it: the start stops at
 * them.
 */
export const targetProperties = z.strictObject({
  Id: z.string().optional(),
  Arn: z.string(),
  RoleArn: z.string().optional(), // permissions are checked by the tests of the template
  /** Goes to the target instead of the event. */
  Input: z.string().optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(mostRetries).default(mostRetries),
      MaximumEventAgeInSeconds: z.int().min(60).max(longestAgeSeconds).default(longestAgeSeconds),
    })
    .optional(),
});

/** The targets of a rule or schedule. */
export function targetsOf(
  resource: Resource,
  targets: readonly z.infer<typeof targetProperties>[],
  { deployment, senders }: { deployment: DeployedResources; senders: Senders },
): DeliveryTarget[] {
  return targets.map(({ Id = 'target', Arn, Input, DeadLetterConfig, RetryPolicy }) => {
    const { send, retries } = senderTo(resource, Arn, { deployment, senders });
    const deadLetterArn = DeadLetterConfig?.Arn;
    if (deadLetterArn && deployment.find(deadLetterArn)?.type !== 'AWS::SQS::Queue') {
      throw new CannotRun(resource, `its dead-letter queue ${deadLetterArn} is not in the template`);
    }
    return {
      key: `${resource.stack}/${resource.logicalId}/${Id}`,
      deliver: (event) => send(Input ?? event),
      maxRetries: Math.min(RetryPolicy?.MaximumRetryAttempts ?? mostRetries, retries),
      maxAgeMs: (RetryPolicy?.MaximumEventAgeInSeconds ?? longestAgeSeconds) * 1000,
      deadLetter: deadLetterArn
        ? (event, failure) => void senders.queues.send(deadLetterArn, { body: event, failure })
        : undefined,
    };
  });
}

interface TargetSender {
  send(event: string): void | Promise<void>;
  retries: number;
}

// The bus only hands events to Lambda; Lambda then tries a function that fails twice again.
const functionRetries = 2;

function senderTo(
  resource: Resource,
  arn: string,
  { deployment, senders }: { deployment: DeployedResources; senders: Senders },
): TargetSender {
  const type = deployment.find(arn)?.type;
  const failIfAsked = (service: 'sqs' | 'stepfunctions') => {
    if (senders.faults.shouldFail(service)) throw new Error(`${service} was made to fail by POST /_local/faults`);
  };
  if (type === 'AWS::SQS::Queue') {
    const send = (event: string) => {
      failIfAsked('sqs');
      senders.queues.send(arn, { body: event });
    };
    return { send, retries: mostRetries };
  }
  if (type === 'AWS::StepFunctions::StateMachine') {
    const send = (event: string) => {
      failIfAsked('stepfunctions');
      senders.stateMachines.start(arn, { input: event });
    };
    return { send, retries: mostRetries };
  }
  if (type === 'AWS::Lambda::Function') {
    const send = async (event: string) => {
      const result = await senders.functions.invoke(arn, event);
      if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`);
    };
    return { send, retries: functionRetries };
  }
  throw new CannotRun(
    resource,
    `its target ${arn} is ${type ?? 'not in the template'}; targets are queues, functions and state machines`,
  );
}
