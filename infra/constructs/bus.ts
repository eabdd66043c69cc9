import { CfnResource } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, ArnPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ServiceFunction } from '#infra/constructs/service-function.ts';
import type { Stage } from '#infra/stages.ts';
import { busEnvironment } from '#shared/core/events/environment.ts';
import { eventSource } from '#shared/core/events/source.ts';

/**
 * The bus: events of Caseward go out on it, signals of the SIS and the LMS come in. It has no
 * archive, which would keep what a retention policy has removed from the table.
 */
export class DeploymentBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: `caseward-${stage.name}` });
    const { scanner } = stage;
    if (scanner?.role !== undefined) this.#reserve('Scanner', scanner.source, scanner.role);
    if (scanner?.role !== undefined) this.#admit('AdmitScanner', scanner.source, scanner.role);
  }

  /**
   * It puts on the bus what happened. Nobody else in any account may use our source, whatever their
   * own policies allow them.
   */
  bindPublish(fn: ServiceFunction): void {
    fn.bindEnvironment(busEnvironment, { BUS_NAME: this.bus.eventBusName });
    fn.allow({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] });
    this.#reserve('Publisher', eventSource, fn.roleArn);
  }

  /** A source belongs to one role. */
  #reserve(sid: string, source: string, roleArn: string): void {
    this.#state(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
        conditions: {
          // A call of PutEvents may carry entries of several sources.
          'ForAnyValue:StringEquals': { 'events:source': [source] },
          ArnNotEquals: { 'aws:PrincipalArn': roleArn },
        },
      }),
    );
  }

  // Not by CDK's construct, which warns at each synthesis of a property that nobody sets.
  #state(statement: PolicyStatement): void {
    const { sid: StatementId = '' } = statement;
    new CfnResource(this, StatementId, {
      type: 'AWS::Events::EventBusPolicy',
      properties: { EventBusName: this.bus.eventBusName, StatementId, Statement: statement.toStatementJson() },
    });
  }

  /** The role may put events of its source, from its own account or another. */
  #admit(sid: string, source: string, roleArn: string): void {
    this.#state(
      new PolicyStatement({
        sid,
        principals: [new ArnPrincipal(roleArn)],
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
        conditions: { 'ForAllValues:StringEquals': { 'events:source': [source] } },
      }),
    );
  }
}
