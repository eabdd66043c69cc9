// What serves the pages, and fills their bucket.

import { all, arn, byName, labels, permissions, type RunKind, words } from '#local/cloud-assembly/resource-kind.ts';

const network = 'one machine has no edges, and speaks http';

export const pagesKinds: Record<string, RunKind> = {
  'AWS::CloudFront::Distribution': {
    by: 'console/distribution.ts',
    ref: byName,
    arn: arn('cloudfront', (name) => `distribution/${name}`),
    // Where the pages are is where the stack is.
    attributes: { DomainName: ({ endpoints }) => new URL(endpoints.api).host, Id: byName },
    runs: ['DistributionConfig'],
    ignores: { Tags: labels },
  },
  'AWS::CloudFront::Function': {
    by: 'console/distribution.ts',
    ref: byName,
    arn: arn('cloudfront', (name) => `function/${name}`),
    attributes: { FunctionARN: arn('cloudfront', (name) => `function/${name}`) },
    runs: ['FunctionCode'],
    ignores: { ...all(labels, 'Name FunctionMetadata Tags'), ...all(network, 'AutoPublish FunctionConfig') },
  },
  'AWS::CloudFront::OriginAccessControl': {
    by: 'console/distribution.ts',
    ref: byName,
    arn: arn('cloudfront', (name) => `origin-access-control/${name}`),
    attributes: { Id: byName },
    runs: [],
    ignores: { OriginAccessControlConfig: permissions },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    by: 'console/headers.ts',
    ref: byName,
    arn: arn('cloudfront', (name) => `response-headers-policy/${name}`),
    attributes: { Id: byName },
    runs: ['ResponseHeadersPolicyConfig'],
    ignores: {},
  },
  'Custom::CDKBucketDeployment': {
    by: 'console/files.ts',
    ref: byName,
    arn: arn('s3', (name) => `deployment/${name}`),
    runs: words(
      'SourceBucketNames SourceObjectKeys SourceMarkers DestinationBucketName Exclude Include SystemMetadata',
    ),
    ignores: {
      ServiceToken: 'its work is done by reading',
      SourceMarkersConfig: 'what is filled in is JSON already',
      RetainOnDelete: 'what lies there is not copied, so nothing has to go',
      Prune: 'nothing is there but what the template names',
      WaitForDistributionInvalidation: network,
      OutputObjectKeys: 'nothing asks for them',
    },
  },
};
