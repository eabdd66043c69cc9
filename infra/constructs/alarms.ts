import { ArnFormat, Aws, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Runbook } from '#infra/functions.ts';
import type { Stage } from '#infra/stages.ts';

/** Long enough for a count to mean something, short enough that nobody else has to tell us. */
export const alarmPeriod = Duration.minutes(5);

interface AlarmProps {
  metric: IMetric;
  /** Raised when the metric is at or above it. */
  threshold: number;
  /** Periods in a row, one unless said. */
  periods?: number;
  /** Raised when nothing is measured at all, for what has to happen all the time. */
  raisedBySilence?: boolean;
  userImpact: string;
  runbook: Runbook;
}

const alarmsNamed = (resourceName: string) =>
  ({ service: 'cloudwatch', resource: 'alarm', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME }) as const;

/** Where alarms go. Each says what people notice and which page tells what to do. */
export class Alarms extends Construct {
  readonly #stage: Stage;
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#stage = stage;
    // Not encrypted by a key of its own: an alarm's text is in this repository and names no person.
    this.#topic = new Topic(this, 'Topic', { topicName: `caseward-${stage.name}-alarms`, enforceSSL: true });
    // A topic with a policy of its own takes nothing but what that allows, so the alarms have to be
    // let in by name.
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.#topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn(alarmsNamed(`caseward-${stage.name}-*`)) },
        },
      }),
    );
    if (stage.alarmMail) this.#topic.addSubscription(new EmailSubscription(stage.alarmMail));
  }

  raise(
    name: string,
    { metric, threshold, periods = 1, raisedBySilence = false, userImpact, runbook }: AlarmProps,
  ): void {
    new Alarm(this, name, {
      alarmName: `caseward-${this.#stage.name}-${name}`,
      alarmDescription: `${userImpact} What to do: docs/runbooks/${runbook}.md`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: raisedBySilence
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: raisedBySilence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.#topic));
  }
}
