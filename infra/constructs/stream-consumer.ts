import { Duration, Validations } from 'aws-cdk-lib';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { alarmPeriod } from '#infra/constructs/alarms.ts';
import { DeadLetterQueue } from '#infra/constructs/dead-letters.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { type Deployment, ServiceFunction } from '#infra/constructs/service-function.ts';
import { type FunctionName, functions } from '#infra/functions.ts';
import { projectedItems, publishedItems } from '#shared/core/table/streamed-keys.ts';

// The stream is read several times a second; somebody who raised a case and waits for its mail, or
// looks for it, begins to wonder after a minute.
const lateness = Duration.minutes(1);

interface StreamConsumerProps extends Deployment {
  table: RecordTable;
  name: FunctionName;
  /** Which changes wake the function. */
  filters: readonly object[];
  /** What people notice of changes that were given up. */
  givenUp: string;
  /** What people notice while changes wait. */
  late: string;
}

/** A function that is handed the changes of the table, in the order of each item. */
export class StreamConsumer extends Construct {
  readonly fn: ServiceFunction;

  constructor(
    scope: Construct,
    id: string,
    { table, name, filters, givenUp, late, ...deployment }: StreamConsumerProps,
  ) {
    super(scope, id);
    const { stage, alarms } = deployment;
    const { userImpact, runbook } = functions[name];
    this.fn = new ServiceFunction(this, name, deployment);
    table.bindWrite(this.fn);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      stage,
      alarms,
      of: name,
      userImpact: givenUp,
      runbook,
    });
    Validations.of(deadLetters.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the failure destination of the stream, which is declared at the stream and not at a queue.',
    });
    this.fn.lambda.addEventSourceMapping('Stream', {
      eventSourceArn: table.bindStream(this.fn),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: stage.streamParallelization,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // With pauses that grow, ten tries and the bisecting of a batch last long enough for what the
      // function needs to recover; a record that only fails blocks its shard no longer.
      retryAttempts: 10,
      onFailure: new SqsDlq(deadLetters.queue),
      filters: filters.map((filter) => FilterCriteria.filter(filter)),
    });
    alarms.raise(`${name}-late`, {
      metric: this.fn.lambda.metric('IteratorAge', { period: alarmPeriod, statistic: 'Maximum' }),
      threshold: lateness.toMilliseconds(),
      userImpact: `${late} ${userImpact}`,
      runbook,
    });
  }
}

/**
 * The outbox: events of the table go to the bus. Only new events and sent mails wake the function,
 * not records, links and markers, which are most of the changes.
 */
export const outbox = {
  name: 'publish',
  filters: publishedItems,
  givenUp: 'Nothing followed from some changes, and nothing will until they are published by hand.',
  late: 'What follows from changes comes late.',
} as const satisfies Partial<StreamConsumerProps>;

/** What is found and counted over many records is kept from their changes. */
export const projections = {
  name: 'project',
  filters: projectedItems,
  givenUp: 'Some records are not found, or counted wrongly, until what is kept of them is made anew.',
  late: 'What people look for and count is behind.',
} as const satisfies Partial<StreamConsumerProps>;
