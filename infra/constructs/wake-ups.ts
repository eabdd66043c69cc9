import { readFileSync } from 'node:fs';
import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { alarmPeriod } from '#infra/constructs/alarms.ts';
import type { FilesBucket } from '#infra/constructs/files.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { type Deployment, ServiceFunction } from '#infra/constructs/service-function.ts';
import { webhookEnvironment } from '#shared/automation/webhooks/environment.ts';
import { wakeUpEnvironment } from '#shared/core/clocks/environment.ts';
import { jobsEnvironment } from '#shared/insight/jobs/environment.ts';

const definition = new URL('../../statemachines/wake-up.asl.json', import.meta.url);

// How late a wake-up can come whose execution was lost, and how far beyond the horizon one may lie
// unseen.
const sweepEvery = Duration.minutes(5);

/**
 * Everything that waits: an execution for what is near, and a sweep for what comes near and for
 * executions that were lost.
 */
export class WakeUpMachine extends Construct {
  readonly #stage: Deployment['stage'];
  readonly #machineName: string;

  constructor(
    scope: Construct,
    id: string,
    { table, files, ...deployment }: Deployment & { table: RecordTable; files: FilesBucket },
  ) {
    super(scope, id);
    this.#stage = deployment.stage;
    this.#machineName = `caseward-${deployment.stage.name}-wake-up`;

    const wake = new ServiceFunction(this, 'wake', deployment);
    table.bindWrite(wake);
    files.bindJobs(wake);
    this.bindStart(wake);
    wake.bindEnvironment(webhookEnvironment, { WEBHOOK_TARGETS: deployment.stage.webhookTargets });
    this.#raiseFailures(this.#machineFor(wake), deployment);

    const sweep = new ServiceFunction(this, 'sweep', deployment);
    table.bindWrite(sweep);
    files.bindJobs(sweep);
    this.bindStart(sweep);
    sweep.bindEnvironment(webhookEnvironment, { WEBHOOK_TARGETS: deployment.stage.webhookTargets });
    // What a policy says is done every day is a job.
    sweep.bindEnvironment(jobsEnvironment, { JOBS_KEPT_DAYS: String(deployment.stage.jobsKeptDays) });
    this.#schedule(sweep, deployment);
  }

  bindStart(fn: ServiceFunction): void {
    // Put together from its name: the machine calls a function that starts executions of the
    // machine, and a reference each way would be a circle.
    const arn = Stack.of(this).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: this.#machineName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    fn.bindEnvironment(wakeUpEnvironment, {
      WAKE_UP_MACHINE_ARN: arn,
      HORIZON_DAYS: this.#stage.horizonDays.toString(),
    });
    fn.allow({ actions: ['states:StartExecution'], resources: [arn] });
  }

  #machineFor(wake: ServiceFunction): StateMachine {
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: this.#machineName,
      definitionBody: DefinitionBody.fromString(readFileSync(definition, 'utf8')),
      definitionSubstitutions: { WakeFunctionArn: wake.lambda.functionArn },
      tracingEnabled: true,
      logs: {
        // Log groups below /aws/vendedlogs need no entry in the account's log resource policy,
        // which holds only so many.
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/caseward/${this.#stage.name}/wake-up`,
          retention: this.#stage.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
    machine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [wake.lambda.functionArn] }),
    );
    Validations.of(machine).acknowledge(
      {
        id: 'AwsSolutions-SF1',
        reason:
          'Step Functions keeps the history of each execution for ninety days by itself; a second copy of every wait would cost more than the waits.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'Log delivery and X-Ray know no resources; the permissions test lists these actions and no others.',
      },
    );
    return machine;
  }

  #raiseFailures(machine: StateMachine, { alarms }: Deployment): void {
    alarms.raise('wake-up-failed', {
      metric: machine.metricFailed({ period: alarmPeriod }),
      threshold: 1,
      userImpact:
        'Some reminders, breaches and escalations come some minutes late: the sweep does what their executions did not.',
      runbook: 'wake-ups-failing',
    });
  }

  #schedule(sweep: ServiceFunction, { alarms }: Deployment): void {
    new Rule(this, 'SweepSchedule', {
      description: 'The sweep of what comes near and of what was lost',
      schedule: Schedule.rate(sweepEvery),
      // A sweep that fails is not tried again: the next one does the same and more.
      targets: [new LambdaFunction(sweep.lambda, { retryAttempts: 0, maxEventAge: sweepEvery })],
    });
    alarms.raise('sweep-silent', {
      metric: sweep.lambda.metricInvocations({ period: alarmPeriod }),
      threshold: 1,
      periods: 3,
      raisedBySilence: true,
      userImpact:
        'What falls due in more than a few days is not waited for, and a wake-up that was lost is not noticed.',
      runbook: 'wake-ups-failing',
    });
  }
}
