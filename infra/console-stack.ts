import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { Console } from '#infra/constructs/console.ts';
import type { DataStack } from '#infra/data-stack.ts';
import type { ServiceStack } from '#infra/service-stack.ts';
import type { Stage, TokenIssuer } from '#infra/stages.ts';

export interface ConsoleStackProps extends StackProps {
  stage: Stage;
  data: DataStack;
  service: ServiceStack;
  /** The built files of the pages. */
  files: ISource;
}

/** What people see: the pages, where they are served from, and what they have to know. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, { stage, data, service, files, ...props }: ConsoleStackProps) {
    super(scope, id, props);
    const console = new Console(this, 'Console', {
      stage,
      apiEndpoint: service.apiEndpoint,
      connectTo: data.issuer.origins,
      filesOrigin: data.files.origin,
    });
    const config = Source.jsonData('config.json', settingsOf(stage, data.issuer));
    const shared = { destinationBucket: console.bucket, memoryLimit: deploymentMemoryMb };
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
    this.#acknowledgeDeployment(console);
    new CfnOutput(this, 'Url', { value: console.url, description: 'Where people work: the pages, and the API below.' });
  }

  /** CDK brings the function that fills buckets, and its permissions. */
  #acknowledgeDeployment({ bucket }: Console): void {
    const provider = this.node.children.find((child) => child.node.id.startsWith('Custom::CDKBucketDeployment'));
    const reason = 'CDK’s own function: it runs while somebody deploys, and reaches the assets and this one bucket.';
    const actions = ['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map(
      (action) => `Action::s3:${action}`,
    );
    const resources = [
      'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*',
      `<${this.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/*`,
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
