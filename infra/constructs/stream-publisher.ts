import { Duration, Validations } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { alarmPeriod } from '#infra/constructs/alarms.ts';
import type { DeploymentBus } from '#infra/constructs/bus.ts';
import { DeadLetterQueue } from '#infra/constructs/dead-letters.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { type Deployment, ServiceFunction } from '#infra/constructs/service-function.ts';
import { functions } from '#infra/functions.ts';
import { eventPrefix, mailPrefix } from '#shared/core/table/keys.ts';

// The stream is read several times a second; somebody who raised a case and waits for its mail
// begins to wonder after a minute.
const lateness = Duration.minutes(1);

/**
 * The outbox: what is written to the table as an event goes to the bus, in the order of each
 * record.
 */
export class StreamPublisher extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { table, bus, ...deployment }: Deployment & { table: RecordTable; bus: DeploymentBus },
  ) {
    super(scope, id);
    const { stage, alarms } = deployment;
    const { userImpact, runbook } = functions.publish;
    const publish = new ServiceFunction(this, 'publish', deployment);
    bus.bindPublish(publish);
    table.bindWrite(publish);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      stage,
      alarms,
      of: 'publish',
      userImpact: 'Nothing followed from some changes, and nothing will until they are published by hand.',
      runbook,
    });
    Validations.of(deadLetters.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the failure destination of the stream, which is declared at the stream and not at a queue.',
    });
    publish.lambda.addEventSourceMapping('Stream', {
      eventSourceArn: table.bindStream(publish),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: stage.streamParallelization,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // With pauses that grow, ten tries and the bisecting of a batch last long enough for the bus
      // to recover; a record that only fails blocks its shard no longer.
      retryAttempts: 10,
      onFailure: new SqsDlq(deadLetters.queue),
      // Events are only ever written anew, and a mail is sent once. Records, links and markers,
      // most of the changes, never wake the function.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(eventPrefix) } } },
        }),
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('MODIFY'),
          dynamodb: {
            Keys: { sk: { S: FilterRule.beginsWith(mailPrefix) } },
            NewImage: { state: { S: FilterRule.isEqual('sent') } },
          },
        }),
      ],
    });
    alarms.raise('publish-late', {
      metric: publish.lambda.metric('IteratorAge', { period: alarmPeriod, statistic: 'Maximum' }),
      threshold: lateness.toMilliseconds(),
      userImpact: `What follows from changes comes late. ${userImpact}`,
      runbook,
    });
  }
}
