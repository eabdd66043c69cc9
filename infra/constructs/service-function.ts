import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { CodeOf } from '#infra/bundles.ts';
import { type Alarms, alarmPeriod } from '#infra/constructs/alarms.ts';
import { type FunctionName, functions } from '#infra/functions.ts';
import type { Stage } from '#infra/stages.ts';

/** What every construct of the service needs to know of the deployment it is part of. */
export interface Deployment {
  stage: Stage;
  codeOf: CodeOf;
  alarms: Alarms;
}

interface Permission {
  actions: string[];
  resources: string[];
  conditions?: Record<string, unknown>;
}

/**
 * The variables of a capability. Their values are text, and often not known before the deployment;
 * one that it can do without may be left out.
 */
type VariablesOf<Capability extends z.ZodObject> = { [Name in keyof z.infer<Capability>]: string };

/**
 * One of `functions`: runtime, logs, tracing and alarm are the same for all, what it may see and do
 * comes from the `bind…` verbs of other constructs.
 */
export class ServiceFunction extends Construct {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;
  /** Whom policies of other resources know it by. */
  readonly roleArn: string;
  /** What it was given; a test holds the template against it. */
  readonly capabilities: z.ZodObject[] = [];

  constructor(scope: Construct, name: FunctionName, { stage, codeOf, alarms }: Deployment) {
    super(scope, name);
    this.name = name;
    const { entry, memory, timeoutSeconds } = functions[name];
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/caseward/${stage.name}/${name}`,
      retention: stage.logRetentionDays,
      // Logs hold no record and no person; what has to be kept is in the table.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Its own role instead of the managed policy, which would let it write to every log group of
    // the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.roleArn = role.roleArn;
    logGroup.grantWrite(role);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: `caseward-${stage.name}-${name}`,
      description: entry,
      code: codeOf(name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory,
      timeout: Duration.seconds(timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: {
        STAGE: stage.name,
        POWERTOOLS_SERVICE_NAME: name,
        LOG_LEVEL: stage.logLevel,
        NODE_OPTIONS: '--enable-source-maps',
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Only for actions that know no resource, such as xray:PutTraceSegments; test/infra/permissions.test.ts lists them and holds every other statement to named resources.',
    });
    this.#raiseFailures(alarms);
  }

  /**
   * Gives it the variables of a capability; the types hold that all that it needs come, and no
   * others.
   */
  bindEnvironment<Capability extends z.ZodObject>(capability: Capability, variables: VariablesOf<Capability>): void {
    for (const [name, value] of Object.entries<string | undefined>(variables)) {
      if (value !== undefined) this.lambda.addEnvironment(name, value);
    }
    this.capabilities.push(capability);
  }

  allow(statement: Permission): void {
    this.lambda.addToRolePolicy(new PolicyStatement(statement));
  }

  /** Whatever else allows it. */
  deny(statement: Permission): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ effect: Effect.DENY, ...statement }));
  }

  #raiseFailures(alarms: Alarms): void {
    const { userImpact, runbook } = functions[this.name];
    const usingMetrics = { errors: this.lambda.metricErrors(), throttles: this.lambda.metricThrottles() };
    alarms.raise(`${this.name}-failing`, {
      metric: new MathExpression({
        // A function that is only ever throttled reports no errors at all, and a sum with nothing
        // is nothing.
        expression: 'FILL(errors, 0) + FILL(throttles, 0)',
        usingMetrics,
        period: alarmPeriod,
        label: `${this.name}: errors and throttles`,
      }),
      threshold: 1,
      userImpact,
      runbook,
    });
  }
}
