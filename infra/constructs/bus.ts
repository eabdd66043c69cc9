import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { ServiceFunction } from '#infra/constructs/service-function.ts';
import type { Stage } from '#infra/stages.ts';
import { busEnvironment } from '#shared/events/environment.ts';

/**
 * The bus: what happened in Caseward goes out on it, what the SIS and the LMS say comes in on it. It keeps no archive. The table holds every event for as
 * long as its record, and an archive beside it would keep what a retention policy has removed there.
 */
export class Bus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: `caseward-${stage.name}` });
  }

  bindPut(fn: ServiceFunction): void {
    fn.bindEnvironment(busEnvironment, { BUS_NAME: this.bus.eventBusName });
    fn.allow({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] });
  }
}
