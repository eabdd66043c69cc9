// SQS: queues with visibility timeouts, delays and dead-letter queues, and the event source
// mappings that feed functions from them.

import * as z from 'zod';
import type { AwsService } from '#local/aws-api/service.ts';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun, propertiesOf, targetOf } from '#local/cloud-assembly/properties.ts';
import type { ServiceContext } from '#local/core/context.ts';
import { sqsService } from '#local/queues/api.ts';
import { type Consumer, type Mapping, startConsumer } from '#local/queues/consumer.ts';
import { type MessageAttributes, type MessageQueue, openMessages } from '#local/queues/messages.ts';

/** A message that nobody could handle, as `GET /_local/dlq` shows it. */
export interface DeadLetter {
  queue: string;
  body: string;
  reason: string;
}

export interface Queues {
  /** For the SDK. */
  service: AwsService;
  /**
   * Begins to feed the functions, also with what was left from the last run. To be called when all
   * they need is up.
   */
  resume(): void;
  /**
   * Puts a message into a queue of the template. `failure` says why, if that is a dead-letter
   * queue.
   */
  send(queueArn: string, message: { body: string; attributes?: MessageAttributes; failure?: string }): string;
  /**
   * What is in the dead-letter queues: those that a redrive policy names, and those that nothing
   * reads.
   */
  dlq(): DeadLetter[];
  /**
   * Gives dead letters back to the queues that they come from, of one dead-letter queue or of all.
   * @returns how many; undefined where there is no such queue
   */
  redrive(deadLetterQueue?: string): number | undefined;
}

const seconds = (fallback: number, most: number) => z.int().min(0).max(most).default(fallback);

// Defaults and limits are those of SQS.
const queueProperties = z.object({
  VisibilityTimeout: seconds(30, 43_200),
  DelaySeconds: seconds(0, 900),
  MessageRetentionPeriod: z.int().min(60).max(1_209_600).default(345_600),
  MaximumMessageSize: z.int().min(1024).max(1_048_576).default(1_048_576),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.int().min(1).max(1000) })
    .optional(),
});

// Lambda begins to read a queue with five batches at a time.
const defaultConcurrency = 5;

const mappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.int().min(1).max(10_000).default(10),
  MaximumBatchingWindowInSeconds: seconds(0, 300),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z
    .strictObject({ MaximumConcurrency: z.int().min(2).max(1000).default(defaultConcurrency) })
    .optional(),
  // Without effect on one machine; resource-kinds.ts says why.
  KmsKeyArn: z.unknown().optional(),
  MetricsConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

const isQueueArn = (arn: unknown): boolean => typeof arn === 'string' && arn.startsWith('arn:aws:sqs:');

/**
 * Runs the queues of the deployment and its event source mappings on queues; those on streams are
 * left to stream.ts.
 */
export function startQueues(context: ServiceContext, deployment: DeployedResources): Queues {
  const queues = new Map(
    deployment.ofType('AWS::SQS::Queue').map((resource) => [resource.arn, queueOf(resource, deployment)]),
  );
  const byName = new Map([...queues.values()].map((queue) => [queue.name, queue]));
  const named = (name: string): MessageQueue => {
    const queue = byName.get(name);
    if (!queue) throw new Error(`There is no queue ${name}.`);
    return queue;
  };
  const messages = openMessages(context, named);
  const consumers = new Map<string, { queue: MessageQueue; consumer: Consumer }>();
  for (const resource of deployment.ofType('AWS::Lambda::EventSourceMapping')) {
    if (!isQueueArn(resource.properties.EventSourceArn)) continue;
    const mapping = mappingOf(resource, deployment, queues);
    if (!mapping) continue;
    if (consumers.has(mapping.queue.name))
      throw new CannotRun(resource, `${mapping.queue.name} is read by another function already`);
    consumers.set(mapping.queue.name, { queue: mapping.queue, consumer: startConsumer(context, messages, mapping) });
  }
  const redriven = new Set([...queues.values()].map(({ redrive }) => redrive?.to));
  const deadLetterQueues = [...queues.values()].filter(({ name }) => redriven.has(name) || !consumers.has(name));
  const wake = (queue: MessageQueue) => consumers.get(queue.name)?.consumer.wake();

  return {
    service: sqsService(context, { queues: byName, messages, wake }),
    resume() {
      for (const { consumer } of consumers.values()) consumer.wake();
    },
    send(queueArn, message) {
      const queue = queues.get(queueArn);
      if (!queue) throw new Error(`There is no queue ${queueArn}.`);
      const messageId = messages.send(queue, message);
      wake(queue);
      return messageId;
    },
    dlq: () =>
      deadLetterQueues.flatMap((queue) =>
        messages.list(queue).map(({ body, attributes, failure }) => ({
          queue: queue.name,
          body,
          reason: attributes.reason?.StringValue ?? failure ?? 'No reason was given.',
        })),
      ),
    redrive(deadLetterQueue) {
      const sources = [...queues.values()].filter(
        ({ redrive }) => redrive && (deadLetterQueue ?? redrive.to) === redrive.to,
      );
      if (sources.length === 0) return undefined;
      return sources.reduce((moved, queue) => {
        const count = messages.move(named(queue.redrive?.to ?? ''), queue);
        if (count > 0) wake(queue);
        return moved + count;
      }, 0);
    },
  };
}

function queueOf(resource: Resource, deployment: DeployedResources): MessageQueue {
  const properties = propertiesOf(resource, queueProperties);
  const redrive = properties.RedrivePolicy;
  const target =
    redrive && targetOf(resource, deployment, { type: 'AWS::SQS::Queue', reference: redrive.deadLetterTargetArn });
  return {
    name: resource.name,
    arn: resource.arn,
    url: resource.ref,
    visibilityTimeoutMs: properties.VisibilityTimeout * 1000,
    delayMs: properties.DelaySeconds * 1000,
    retentionMs: properties.MessageRetentionPeriod * 1000,
    maxMessageBytes: properties.MaximumMessageSize,
    redrive: redrive && target ? { to: target.name, maxReceives: redrive.maxReceiveCount } : undefined,
  };
}

/** Undefined for a mapping that is switched off. */
function mappingOf(
  resource: Resource,
  deployment: DeployedResources,
  queues: ReadonlyMap<string, MessageQueue>,
): Mapping | undefined {
  const properties = propertiesOf(resource, mappingProperties);
  const queue = queues.get(properties.EventSourceArn);
  if (!queue) throw new CannotRun(resource, `its queue ${properties.EventSourceArn} is not in the template`);
  const target = targetOf(resource, deployment, { type: 'AWS::Lambda::Function', reference: properties.FunctionName });
  if (properties.BatchSize > 10 && properties.MaximumBatchingWindowInSeconds === 0) {
    throw new CannotRun(resource, 'Lambda refuses a BatchSize over 10 without a batching window of at least a second');
  }
  if (!properties.Enabled) return undefined;
  return {
    queue,
    function: target,
    batchSize: properties.BatchSize,
    windowMs: properties.MaximumBatchingWindowInSeconds * 1000,
    reportsItemFailures: properties.FunctionResponseTypes.length > 0,
    concurrency: properties.ScalingConfig?.MaximumConcurrency ?? defaultConcurrency,
    region: deployment.region,
  };
}
