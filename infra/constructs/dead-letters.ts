import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Alarms, alarmPeriod } from '#infra/constructs/alarms.ts';
import type { Runbook } from '#infra/functions.ts';
import type { Stage } from '#infra/stages.ts';

/**
 * What could not be handled, kept for as long as a queue keeps anything; one message in it is an
 * alarm.
 */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(
    scope: Construct,
    id: string,
    {
      stage,
      alarms,
      of,
      userImpact,
      runbook,
    }: { stage: Stage; alarms: Alarms; of: string; userImpact: string; runbook: Runbook },
  ) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: `caseward-${stage.name}-${of}-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      maxMessageSizeBytes: 1024 * 1024, // a whole event of the bus
      retentionPeriod: Duration.days(14), // the most there is
    });
    alarms.raise(`${of}-dead-letters`, {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' }),
      threshold: 1,
      userImpact,
      runbook,
    });
  }
}
