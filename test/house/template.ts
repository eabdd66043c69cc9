import { automate } from '#functions/events/automation.ts';
import { startWakeUps } from '#functions/events/clocks.ts';
import type { Consume } from '#functions/events/consumer.ts';
import { takeFiles } from '#functions/events/files.ts';
import { takeMail } from '#functions/events/inbound-mail.ts';
import { takeFeedback } from '#functions/events/mail-feedback.ts';
import { notify } from '#functions/events/notify.ts';
import { keepSegments } from '#functions/events/segments.ts';
import { takeSignals } from '#functions/events/signals.ts';
import { deliverToWebhooks } from '#functions/events/webhooks.ts';
import type { Services } from '#functions/services.ts';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { importsPrefix, inboundPrefix, pendingPrefix } from '#shared/casework/files/keys.ts';
import { hearSilent, subscriptions, unlessSilent } from '#shared/contract/subscriptions.ts';
import { eventSource, scanResult } from '#shared/core/events/source.ts';
import { account } from '#test/house/bus.ts';
import { mailSettings } from '#test/house/mailbox.ts';

// What the house takes over from the template: the consumers with what they hear, and what the
// local stack's SES reads of it.

const heardBy = (name: keyof typeof subscriptions): object => ({
  source: [eventSource],
  account: [account],
  'detail-type': [...subscriptions[name]],
  ...(!hearSilent.has(name) && { detail: unlessSilent }),
});
const arriving = (...prefixes: readonly string[]): object => ({
  source: ['aws.s3'],
  account: [account],
  'detail-type': ['Object Created'],
  detail: { bucket: { name: ['files'] }, object: { key: prefixes.map((prefix) => ({ prefix })) } },
});

/** The consumers with what they hear. test/conformance holds it against the template. */
export const consumers = {
  automation: { consume: automate, patterns: [heardBy('automation')], batch: 10 },
  clocks: { consume: startWakeUps, patterns: [heardBy('clocks')], batch: 10 },
  segments: { consume: keepSegments, patterns: [heardBy('segments')], batch: 10 },
  notify: { consume: notify, patterns: [heardBy('notify')], batch: 10 },
  webhooks: {
    consume: deliverToWebhooks,
    patterns: [{ source: [eventSource], account: [account], detail: unlessSilent }],
    batch: 10,
  },
  'inbound-mail': { consume: takeMail, patterns: [arriving(inboundPrefix)], batch: 1 },
  files: {
    consume: takeFiles,
    patterns: [
      arriving(pendingPrefix, importsPrefix),
      heardBy('files'),
      { source: ['clamav'], account: [account], 'detail-type': [scanResult] },
    ],
    batch: 1,
  },
  'mail-feedback': {
    consume: takeFeedback,
    patterns: [
      {
        source: ['aws.ses'],
        account: [account],
        detail: { mail: { tags: { 'ses:configuration-set': [mailSettings.MAIL_CONFIGURATION_SET] } } },
      },
    ],
    batch: 10,
  },
  signals: {
    consume: takeSignals,
    patterns: [{ source: [{ 'anything-but': [eventSource] }] }],
    batch: 10,
  },
} as const satisfies Record<
  string,
  { consume: (services: Services) => Consume; patterns: readonly object[]; batch: number }
>;

const resource = (type: string, properties: Record<string, unknown>): Resource => ({
  type,
  properties,
  logicalId: type,
  stack: 'house',
  name: type,
  arn: type,
  ref: type,
});
// What the local stack's SES reads of the template.
const declared = [
  resource('AWS::SES::ReceiptRule', {
    Rule: {
      Recipients: [mailSettings.MAIL_REPLY_DOMAIN],
      ScanEnabled: true,
      Actions: [{ S3Action: { BucketName: 'files', ObjectKeyPrefix: inboundPrefix } }],
    },
  }),
  resource('AWS::SES::ConfigurationSetEventDestination', {
    ConfigurationSetName: mailSettings.MAIL_CONFIGURATION_SET,
    EventDestination: {
      EventBridgeDestination: { EventBusArn: 'default' },
      MatchingEventTypes: ['bounce', 'complaint', 'reject'],
    },
  }),
];
export const deployment = {
  ofType: (type: string) => declared.filter((one) => one.type === type),
} as unknown as DeployedResources;
