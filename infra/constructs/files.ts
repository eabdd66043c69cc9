import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import type { ReceiptRule } from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import type { ServiceFunction } from '#infra/constructs/service-function.ts';
import type { PageAddresses, Stage } from '#infra/stages.ts';
import { filesEnvironment } from '#shared/casework/files/environment.ts';
import { filesPrefix, importsPrefix, inboundPrefix, jobsPrefix, pendingPrefix } from '#shared/casework/files/keys.ts';

// A mail that could not be put on its case can be looked at for a month; what came of the others is
// on their cases.
const inboundKeptFor = Duration.days(30);
// An upload that nobody finished, or that nobody announced, is waited for until the next day.
const pendingKeptFor = Duration.days(1);
// How long a browser remembers what it was answered when it asked whether it may upload.
const corsKeptForSeconds = 3600;

const bucketName = ({ name }: Stage): string => `caseward-${name}-files-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

/** Where browsers put and get by signed URLs. */
export const filesOrigin = (stage: Stage): string => `https://${bucketName(stage)}.s3.${Aws.REGION}.${Aws.URL_SUFFIX}`;

/**
 * The bucket: mails as they came in, and the files of cases. Nothing in it is public, and nobody
 * speaks to it but by TLS.
 */
export class FilesBucket extends Construct {
  readonly #bucket: Bucket;
  readonly #name: string;

  constructor(scope: Construct, id: string, { stage, pages }: { stage: Stage; pages: PageAddresses }) {
    super(scope, id);
    // Names of buckets are taken once in the whole world. One that is known beforehand lets
    // permissions name it without a reference across stacks.
    this.#name = bucketName(stage);
    this.#bucket = new Bucket(this, 'Bucket', {
      bucketName: this.#name,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        { prefix: inboundPrefix, expiration: inboundKeptFor },
        { prefix: pendingPrefix, expiration: pendingKeptFor },
        { prefix: jobsPrefix, expiration: Duration.days(stage.jobsKeptDays) },
        { prefix: importsPrefix, expiration: Duration.days(stage.jobsKeptDays) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // Pages of the deployment put and get by signed URLs; from anywhere else a browser does not.
      cors: [
        {
          allowedOrigins: pages.origins,
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedHeaders: ['content-type'],
          exposedHeaders: ['etag'],
          maxAge: corsKeptForSeconds,
        },
      ],
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // CDK's own switch for this brings a function that sets it; the property does without.
    (this.#bucket.node.defaultChild as CfnBucket).addPropertyOverride(
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      true,
    );
    Validations.of(this.#bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Who put what there stands on the history of its case; server access logs would be a second copy of it, outside what a retention policy reaches.',
    });
  }

  /** What is said on the account's own bus when something arrives below a prefix. */
  arriving(...prefixes: readonly string[]): EventPattern {
    return {
      source: ['aws.s3'],
      account: [Aws.ACCOUNT_ID],
      detailType: ['Object Created'],
      detail: { bucket: { name: [this.#name] }, object: { key: prefixes.map((prefix) => ({ prefix })) } },
    };
  }

  /**
   * What GuardDuty of this account says on the account's own bus of files that it has scanned,
   * where an institution has it scan the bucket.
   */
  scanned(): EventPattern {
    return {
      source: ['aws.guardduty'],
      account: [Aws.ACCOUNT_ID],
      detailType: ['GuardDuty Malware Protection Object Scan Result'],
      detail: { s3ObjectDetails: { bucketName: [this.#name], objectKey: [{ prefix: filesPrefix }] } },
    };
  }

  /**
   * SES may put the mails of a rule below the prefix of what comes in, and nothing else anywhere.
   */
  receiveMail(rule: ReceiptRule): void {
    rule.addAction(new S3({ bucket: this.#bucket, objectKeyPrefix: inboundPrefix }));
  }

  bindRead(fn: ServiceFunction, prefix: string): void {
    this.#bind(fn, ['s3:GetObject'], prefix);
  }

  bindWrite(fn: ServiceFunction, prefix: string): void {
    this.#bind(fn, ['s3:PutObject'], prefix);
  }

  /**
   * It may sign URLs that upload to where nothing is trusted, and that download what is kept. A URL
   * can do no more than who signed it.
   */
  bindSign(fn: ServiceFunction): void {
    this.#bind(fn, ['s3:PutObject'], pendingPrefix);
    this.#bind(fn, ['s3:GetObject'], filesPrefix);
  }

  /**
   * It writes what comes of jobs, in parts that it puts together and removes. Files of cases go
   * into what is handed out, and what was uploaded is imported, and goes then.
   */
  bindJobs(fn: ServiceFunction): void {
    this.#bind(fn, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], jobsPrefix);
    this.#bind(fn, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], importsPrefix);
    this.#bind(fn, ['s3:GetObject'], filesPrefix);
  }

  /** It takes what was uploaded to where it is kept, looks at it there, and removes it. */
  bindKeep(fn: ServiceFunction): void {
    this.#bind(fn, ['s3:GetObject', 's3:DeleteObject'], pendingPrefix);
    this.#bind(fn, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], filesPrefix);
  }

  bindRemove(fn: ServiceFunction): void {
    this.#bind(fn, ['s3:DeleteObject'], filesPrefix);
  }

  #bind(fn: ServiceFunction, actions: string[], prefix: string): void {
    fn.bindEnvironment(filesEnvironment, { FILES_BUCKET: this.#name });
    fn.allow({ actions, resources: [`arn:${Aws.PARTITION}:s3:::${this.#name}/${prefix}*`] });
    Validations.of(fn.lambda.role ?? fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${this.#name.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>').replace(Aws.REGION, '<AWS::Region>')}/${prefix}*]`,
      reason: 'The objects of one prefix of one bucket: S3 knows no narrower way to name what is not there yet.',
    });
  }
}
