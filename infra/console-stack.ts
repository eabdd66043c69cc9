import { Aws, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { AddressStack } from '#infra/address-stack.ts';
import { pagesBucketName } from '#infra/constructs/console.ts';
import type { DataStack } from '#infra/data-stack.ts';
import type { Stage, TokenIssuer } from '#infra/stages.ts';

interface ConsoleStackProps extends StackProps {
  stage: Stage;
  address: AddressStack;
  data: DataStack;
  /** The built files of the pages. */
  files: ISource;
}

/** What people see: the files of the pages, and what the pages have to know. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, { stage, address, data, files, ...props }: ConsoleStackProps) {
    super(scope, id, props);
    this.addStackDependency(address);
    const bucket = Bucket.fromBucketName(this, 'Bucket', pagesBucketName(stage));
    const config = Source.jsonData('config.json', settingsOf(stage, data.issuer));
    const shared = { destinationBucket: bucket, memoryLimit: deploymentMemoryMb, retainOnDelete: false };
    // Names of these say what is in them. They stay: a page that is open loads what it was built
    // with.
    const assets = new BucketDeployment(this, 'Assets', {
      ...shared,
      sources: [files],
      exclude: ['*'],
      include: ['assets/*'],
      prune: false,
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...shared,
      sources: [files, config],
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
    });
    pages.node.addDependency(assets); // a page that names files comes after them
    this.#acknowledgeDeployment(pagesBucketName(stage));
  }

  /** CDK brings the function that fills buckets, and its permissions. */
  #acknowledgeDeployment(bucket: string): void {
    const provider = this.node.children.find((child) => child.node.id.startsWith('Custom::CDKBucketDeployment'));
    const reason = 'CDK’s own function: it runs while somebody deploys, and reaches the assets and this one bucket.';
    const actions = ['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map(
      (action) => `Action::s3:${action}`,
    );
    const resources = [
      'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*',
      `arn:<AWS::Partition>:s3:::${bucket.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>').replace(Aws.REGION, '<AWS::Region>')}/*`,
    ].map((resource) => `Resource::${resource}`);
    const ids = [
      'AwsSolutions-L1',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      ...[...actions, ...resources].map((found) => `AwsSolutions-IAM5[${found}]`),
    ];
    for (const part of provider?.node.children ?? [])
      Validations.of(part).acknowledge(...ids.map((id) => ({ id, reason })));
  }
}

// Half of what there is by default copies some hundred files in seconds.
const deploymentMemoryMb = 512;

/** What the pages read before anything else: `config.json`. */
const settingsOf = ({ console }: Stage, { url, audience }: TokenIssuer): object => ({
  issuer: url,
  clientId: audience[0],
  scopes: ['openid', 'email', 'profile'],
  name: console.name,
  languages: console.languages,
  ...(console.basemap && { basemap: console.basemap }),
});
