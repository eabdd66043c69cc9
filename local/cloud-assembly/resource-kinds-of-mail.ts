// What sends, receives and keeps mails and files.

import {
  all,
  arn,
  byName,
  encryption,
  labels,
  permissions,
  type ResourceNames,
  type RunKind,
  words,
} from '#local/cloud-assembly/resource-kind.ts';

// A bucket is part of a host name or a path, so its name has no capital letters and slashes.
const bucketName = ({ name }: ResourceNames) => name.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');

export const mailKinds: Record<string, RunKind> = {
  'AWS::SES::EmailIdentity': {
    by: 'mail/mail.ts',
    nameProperty: 'EmailIdentity',
    ref: byName,
    arn: arn('ses', (name) => `identity/${name}`),
    runs: ['EmailIdentity'],
    ignores: all(
      'mail stays on this machine',
      'ConfigurationSetAttributes DkimAttributes DkimSigningAttributes FeedbackAttributes ' + 'MailFromAttributes Tags',
    ),
  },
  'AWS::SES::ConfigurationSet': {
    by: 'mail/mail.ts',
    nameProperty: 'Name',
    ref: byName,
    arn: arn('ses', (name) => `configuration-set/${name}`),
    runs: ['Name'],
    ignores: all(
      'mail stays on this machine',
      'DeliveryOptions ReputationOptions SendingOptions SuppressionOptions TrackingOptions VdmOptions ' + 'Tags',
    ),
  },
  'AWS::SES::ConfigurationSetEventDestination': {
    by: 'mail/feedback.ts',
    ref: byName,
    arn: arn('ses', (name) => `event-destination/${name}`),
    runs: words('ConfigurationSetName EventDestination'),
    ignores: {},
  },
  'AWS::SES::ReceiptRuleSet': {
    by: 'mail/incoming.ts',
    nameProperty: 'RuleSetName',
    ref: byName,
    arn: arn('ses', (name) => `receipt-rule-set/${name}`),
    runs: ['RuleSetName'],
    ignores: {},
  },
  'AWS::SES::ReceiptRule': {
    by: 'mail/incoming.ts',
    ref: byName,
    arn: arn('ses', (name) => `receipt-rule/${name}`),
    runs: words('RuleSetName Rule'),
    ignores: { After: 'every rule that is for a mail gets it' },
  },
  'AWS::S3::Bucket': {
    by: 'objects/objects.ts',
    nameProperty: 'BucketName',
    ref: bucketName,
    arn: (names) => `arn:aws:s3:::${bucketName(names)}`,
    attributes: { RegionalDomainName: (names) => `${bucketName(names)}.s3.${names.region}.amazonaws.com` },
    runs: words('BucketName NotificationConfiguration CorsConfiguration'),
    ignores: {
      BucketEncryption: encryption,
      PublicAccessBlockConfiguration: permissions,
      OwnershipControls: permissions,
      LifecycleConfiguration: 'nothing is thrown away here but with the state folder',
      VersioningConfiguration: 'copy the state folder instead',
      Tags: labels,
    },
  },
};
