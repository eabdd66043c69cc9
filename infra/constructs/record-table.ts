import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ServiceFunction } from '#infra/constructs/service-function.ts';
import { secretsOf } from '#infra/functions.ts';
import type { Stage } from '#infra/stages.ts';
import { tableEnvironment } from '#shared/core/table/environment.ts';
import {
  attributesIn,
  type IndexName,
  indexPartitionKey,
  indexSortKey,
  secretPartition,
  tableDefinition,
} from '#shared/core/table/keys.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

const projectionOf = (index: IndexName) => {
  const attributes = attributesIn(index);
  return attributes && { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...attributes] };
};

// Scan is not among them: a list costs its page, never the table. A transaction needs the
// permissions of what it consists of.
const readAndWrite = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
];

/**
 * The one table, encrypted with the deployment's key. It is the only thing that holds what people
 * entrusted to Caseward.
 */
export class RecordTable extends Construct {
  readonly table: Table;
  readonly #key: Key;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const removalPolicy = stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.#key = new Key(this, 'Key', {
      description: `Records of Caseward ${stage.name}`,
      enableKeyRotation: true,
      removalPolicy,
    });
    this.table = new Table(this, 'Table', {
      partitionKey: text(tableDefinition.partitionKey),
      sortKey: text(tableDefinition.sortKey),
      timeToLiveAttribute: tableDefinition.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.#key,
      deletionProtection: stage.keepsData,
      removalPolicy,
    });
    for (const index of tableDefinition.indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: index,
        partitionKey: text(indexPartitionKey(index)),
        sortKey: text(indexSortKey(index)),
        ...projectionOf(index),
      });
    }
  }

  bindWrite(fn: ServiceFunction): void {
    fn.bindEnvironment(tableEnvironment, { TABLE_NAME: this.table.tableName });
    const indexes = tableDefinition.indexes.map((index) => `${this.table.tableArn}/index/${index}`);
    fn.allow({ actions: readAndWrite, resources: [this.table.tableArn, ...indexes] });
    this.#withholdSecrets(fn);
    this.#bindKey(fn);
  }

  /**
   * A secret is an item like any other, so who may read the table would have it. By their partition
   * they are denied to all but those who sign with them.
   */
  #withholdSecrets(fn: ServiceFunction): void {
    const given = secretsOf(fn.name).map((name) => secretPartition(name));
    fn.deny({
      actions: readAndWrite,
      resources: [this.table.tableArn],
      conditions: {
        'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [secretPartition('*')] },
        ...(given.length > 0 && { 'ForAnyValue:StringNotEquals': { 'dynamodb:LeadingKeys': given } }),
      },
    });
  }

  /** The changes of the table, in order, for a function that follows them. */
  bindStream(fn: ServiceFunction): string {
    const streamArn = this.table.tableStreamArn;
    if (!streamArn) throw new Error('The table has no stream.');
    fn.allow({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    });
    // The one action on a stream that takes no resource. It tells names, no content.
    fn.allow({ actions: ['dynamodb:ListStreams'], resources: ['*'] });
    this.#bindKey(fn);
    return streamArn;
  }

  // The key opens only through DynamoDB: who may use the table gets at its records, not at the key.
  #bindKey(fn: ServiceFunction): void {
    fn.allow({
      actions: [
        'kms:Decrypt',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:DescribeKey',
      ],
      resources: [this.#key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(fn).region}.amazonaws.com` } },
    });
  }
}
