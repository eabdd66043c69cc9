import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmPeriod } from '#infra/constructs/alarms.ts';
import type { DeploymentBus } from '#infra/constructs/bus.ts';
import { DeadLetterQueue } from '#infra/constructs/dead-letters.ts';
import { type Deployment, ServiceFunction } from '#infra/constructs/service-function.ts';
import { type FunctionName, functions } from '#infra/functions.ts';
import { consumerEnvironment } from '#shared/core/events/environment.ts';

// What AWS advises: a batch that is slow is not handed out again while it is still being worked on.
const visibilityTimeouts = 6;

// Five tries, six function timeouts apart, outlast a short outage of whatever the consumer needs.
const triesBeforeDeadLetters = 5;

// Since January 2026 EventBridge, SQS and Lambda carry events of 1 MB.
export const largestMessage = 1024 * 1024;

// People wait for what follows from an event; so much later, something is slow or flooded.
const lateness = Duration.minutes(15);

// Ten small events cost one call, and are done side by side.
const usualBatch = 10;

/**
 * A consumer of the bus (or, without one, of what services of AWS say): rule → queue → function,
 * and a queue for what it could not handle.
 */
export class EventConsumer extends Construct {
  readonly fn: ServiceFunction;
  readonly #queue: Queue;
  readonly #deadLetters: Queue;

  constructor(
    scope: Construct,
    name: FunctionName,
    {
      bus,
      pattern,
      batchSize = usualBatch,
      ...deployment
    }: Deployment & { bus: DeploymentBus | undefined; pattern: EventPattern; batchSize?: number },
  ) {
    super(scope, `${name}-consumer`);
    const { stage, alarms } = deployment;
    const { timeoutSeconds, userImpact, runbook } = functions[name];
    this.fn = new ServiceFunction(this, name, deployment);
    this.#deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      stage,
      alarms,
      of: name,
      userImpact: `For some events for good: ${userImpact}`,
      runbook,
    }).queue;
    this.#queue = new Queue(this, 'Queue', {
      queueName: `caseward-${stage.name}-${name}`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      maxMessageSizeBytes: largestMessage,
      visibilityTimeout: Duration.seconds(visibilityTimeouts * timeoutSeconds),
      deadLetterQueue: { queue: this.#deadLetters, maxReceiveCount: triesBeforeDeadLetters },
    });
    // The backlog: how far behind the events are, however many they are.
    alarms.raise(`${name}-late`, {
      metric: this.#queue.metricApproximateAgeOfOldestMessage({ period: alarmPeriod, statistic: 'Maximum' }),
      threshold: lateness.toSeconds(),
      userImpact: `What follows from events comes late. ${userImpact}`,
      runbook,
    });
    // What cannot be handled goes there from the function itself, which knows why.
    this.fn.bindEnvironment(consumerEnvironment, {
      DEAD_LETTERS_URL: this.#deadLetters.queueUrl,
      MOST_TRIES: triesBeforeDeadLetters.toString(),
    });
    this.fn.allow({ actions: ['sqs:SendMessage'], resources: [this.#deadLetters.queueArn] });
    this.#hear('Rule', `What ${name} is told of`, { bus, pattern });
    this.fn.lambda.addEventSource(
      new SqsEventSource(this.#queue, {
        batchSize,
        reportBatchItemFailures: true,
        maxConcurrency: stage.consumerConcurrency,
      }),
    );
  }

  /** It is told of something else too, by the same queue. */
  alsoHear(whom: string, pattern: EventPattern, bus?: DeploymentBus): void {
    this.#hear(`RuleOf${whom}`, `What ${this.fn.name} is told of by ${whom}`, { bus, pattern });
  }

  #hear(
    id: string,
    description: string,
    { bus, pattern }: { bus: DeploymentBus | undefined; pattern: EventPattern },
  ): void {
    new Rule(this, id, {
      ...(bus && { eventBus: bus.bus }),
      description,
      eventPattern: pattern,
      targets: [new SqsQueue(this.#queue, { deadLetterQueue: this.#deadLetters })],
    });
  }
}
