import { Arn, ArnFormat, Aws, Stack, type StackProps } from 'aws-cdk-lib';
import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { AddressStack } from '#infra/address-stack.ts';
import type { CodeOf } from '#infra/bundles.ts';
import { Alarms } from '#infra/constructs/alarms.ts';
import { Api } from '#infra/constructs/api.ts';
import { DeploymentBus } from '#infra/constructs/bus.ts';
import { EventConsumer } from '#infra/constructs/event-consumer.ts';
import { MailIdentity } from '#infra/constructs/mail.ts';
import type { Deployment } from '#infra/constructs/service-function.ts';
import { outbox, projections, StreamConsumer } from '#infra/constructs/stream-consumer.ts';
import { WakeUpMachine } from '#infra/constructs/wake-ups.ts';
import type { DataStack } from '#infra/data-stack.ts';
import type { Scanner, Stage } from '#infra/stages.ts';
import { importsPrefix, inboundPrefix, pendingPrefix } from '#shared/casework/files/keys.ts';
import type { GatewayRoute } from '#shared/contract/gateway-routes.ts';
import { hearSilent, subscriptions, unlessSilent } from '#shared/contract/subscriptions.ts';
import { eventSource, scanResult } from '#shared/core/events/source.ts';
import { reportingEnvironment } from '#shared/insight/rollups/environment.ts';

interface ServiceStackProps extends StackProps {
  stage: Stage;
  address: AddressStack;
  data: DataStack;
  routes: readonly GatewayRoute[];
  codeOf: CodeOf;
}

// Whatever the SIS, the LMS and other systems say.
const others = { source: Match.anythingBut(eventSource) };
// EventBridge itself writes the account that an event came from.
const account = [Aws.ACCOUNT_ID];

/**
 * The table of contents of what runs. It keeps nothing: deleted and deployed again, it goes on
 * where the records say.
 */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { stage, address, data, routes, codeOf, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { table, files, issuer } = data;
    const alarms = new Alarms(this, 'Alarms', stage);
    const deployment: Deployment = { stage, codeOf, alarms };

    const mail = new MailIdentity(this, 'Mail', { stage, pages: address.pages });
    const api = new Api(this, 'Api', { ...deployment, address, table, mail, files, routes, issuer });

    const bus = new DeploymentBus(this, 'Bus', stage);
    bus.bindPublish(new StreamConsumer(this, 'Outbox', { ...deployment, ...outbox, table }).fn);
    const project = new StreamConsumer(this, 'Projections', { ...deployment, ...projections, table });
    project.fn.bindEnvironment(reportingEnvironment, { REPORTING_ZONE: stage.reportingZone });

    const wakeUps = new WakeUpMachine(this, 'WakeUps', { ...deployment, table, files });

    wakeUps.bindStart(project.fn);

    const automation = new EventConsumer(this, 'automation', { ...deployment, bus, pattern: heardBy('automation') });
    table.bindWrite(automation.fn);
    wakeUps.bindStart(automation.fn);

    const clocks = new EventConsumer(this, 'clocks', { ...deployment, bus, pattern: heardBy('clocks') });
    table.bindWrite(clocks.fn);
    wakeUps.bindStart(clocks.fn);

    const segments = new EventConsumer(this, 'segments', { ...deployment, bus, pattern: heardBy('segments') });
    table.bindWrite(segments.fn);
    wakeUps.bindStart(segments.fn);

    const notify = new EventConsumer(this, 'notify', { ...deployment, bus, pattern: heardBy('notify') });
    table.bindWrite(notify.fn);
    mail.bindSend(notify.fn);
    api.bindAddress(notify.fn);
    wakeUps.bindStart(notify.fn);

    const webhooks = new EventConsumer(this, 'webhooks', { ...deployment, bus, pattern: ours });
    table.bindWrite(webhooks.fn);
    wakeUps.bindStart(webhooks.fn);

    mail.receiveInto(files);
    const inbound = new EventConsumer(this, 'inbound-mail', {
      ...deployment,
      bus: undefined,
      pattern: files.arriving(inboundPrefix),
      batchSize: 1, // a mail has up to 40 MB, and ten of them side by side do not fit into its memory
    });
    table.bindWrite(inbound.fn);
    mail.bindSender(inbound.fn);
    files.bindRead(inbound.fn, inboundPrefix);
    files.bindWrite(inbound.fn, pendingPrefix);

    const kept = new EventConsumer(this, 'files', {
      ...deployment,
      bus: undefined,
      pattern: files.arriving(pendingPrefix, importsPrefix),
      batchSize: 1, // one large file at a time fits into its memory
    });
    kept.alsoHear('Caseward', heardBy('files'), bus);
    if (stage.scanner) kept.alsoHear('Scanner', scanned(stage.scanner), bus);
    else kept.alsoHear('GuardDuty', files.scanned());
    table.bindWrite(kept.fn);
    files.bindKeep(kept.fn);

    const feedback = new EventConsumer(this, 'mail-feedback', {
      ...deployment,
      bus: undefined,
      pattern: mail.feedback,
    });
    table.bindWrite(feedback.fn);

    const signals = new EventConsumer(this, 'signals', { ...deployment, bus, pattern: others });
    table.bindWrite(signals.fn);
  }
}

/** All that happens in Caseward and is not silent: which of it webhooks want is configured. */
const ours: EventPattern = { source: [eventSource], account, detail: unlessSilent };

/**
 * What happened in Caseward itself: the bus keeps our source for the publisher, and an event of
 * another account is none of ours whatever it says.
 */
const heardBy = (consumer: keyof typeof subscriptions): EventPattern => {
  const detailType = subscriptions[consumer];
  const detail = hearSilent.has(consumer) ? {} : { detail: unlessSilent };
  return { source: [eventSource], account, ...(detailType && { detailType: [...detailType] }), ...detail };
};

/** What the scanner that the stage names says of a file. */
const scanned = ({ source, role }: Scanner): EventPattern => ({
  source: [source],
  account: role === undefined ? account : [Arn.split(role, ArnFormat.SLASH_RESOURCE_NAME).account ?? ''],
  detailType: [scanResult],
});
