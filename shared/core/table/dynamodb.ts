import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type {
  BatchGetCommandInput,
  BatchGetCommandOutput,
  DeleteCommandInput,
  DeleteCommandOutput,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  PutCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  TransactWriteCommandInput,
  TransactWriteCommandOutput,
  UpdateCommandInput,
  UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { type AwsAccess, callerOf, saidIn, type WireMembers, type WireRefusal } from '#shared/core/aws/call-aws.ts';
import { own } from '#shared/core/records/own.ts';
import { valuesOf, type WireValues, wireValues } from '#shared/core/table/attributes.ts';

/** What is asked of DynamoDB, with plain values, and what it answers. */
export interface Operations {
  GetItem: { input: GetCommandInput; output: GetCommandOutput };
  BatchGetItem: { input: BatchGetCommandInput; output: BatchGetCommandOutput };
  Query: { input: QueryCommandInput; output: QueryCommandOutput };
  PutItem: { input: PutCommandInput; output: PutCommandOutput };
  UpdateItem: { input: UpdateCommandInput; output: UpdateCommandOutput };
  DeleteItem: { input: DeleteCommandInput; output: DeleteCommandOutput };
  TransactWriteItems: { input: TransactWriteCommandInput; output: TransactWriteCommandOutput };
}
export type OperationName = keyof Operations;

/** What answers what is asked: DynamoDB, or a double of it. */
export interface Documents {
  send<O extends OperationName>(operation: O, input: Operations[O]['input']): Promise<Operations[O]['output']>;
}

const mapped = (members: WireMembers, change: (value: WireMembers, name: string) => unknown): WireMembers =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value as WireMembers, name)]));

/** What is asked, as DynamoDB has it: values stand in its members of these names. */
const asked = (input: WireMembers): WireMembers =>
  mapped(input, (value, name) => {
    switch (name) {
      case 'Key':
      case 'Item':
      case 'ExpressionAttributeValues':
      case 'ExclusiveStartKey':
        return value && wireValues(value);
      case 'Keys':
        return (value as unknown as WireMembers[]).map(wireValues);
      case 'TransactItems':
        return (value as unknown as WireMembers[]).map((one) => mapped(one, asked));
      case 'RequestItems':
        return mapped(value, asked);
      default:
        return value;
    }
  });

/** What DynamoDB answered, with plain values. */
const answered = (output: WireMembers): WireMembers =>
  mapped(output, (value, name) => {
    switch (name) {
      case 'Item':
      case 'Attributes':
      case 'LastEvaluatedKey':
        return valuesOf(value as WireValues);
      case 'Items':
      case 'Keys':
        return (value as unknown as WireValues[]).map(valuesOf);
      case 'Responses':
        return mapped(value, (items) => (items as unknown as WireValues[]).map(valuesOf));
      case 'UnprocessedKeys':
        return mapped(value, answered);
      default:
        return value;
    }
  });

/** How the SDK throws what it knows by name. */
type KnownException = new (given: {
  message: string;
  $metadata: ReturnType<typeof saidIn>['$metadata'];
  CancellationReasons: TransactionCanceledException['CancellationReasons'];
}) => Error;
const known: Readonly<Record<string, KnownException>> = {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
};

/** What DynamoDB refused, as the SDK would throw it. */
const refusalOf = (refusal: WireRefusal): Error => {
  const { status, body } = refusal;
  const { name, message, $metadata } = saidIn(refusal);
  const Exception = own(known, name);
  if (Exception) {
    const { CancellationReasons = [] } = body as Pick<TransactionCanceledException, 'CancellationReasons'>;
    return new Exception({ message, $metadata, CancellationReasons });
  }
  return new DynamoDBServiceException({ name, $fault: status < 500 ? 'client' : 'server', message, $metadata });
};

/** DynamoDB itself. */
export const documentsOf = (access: AwsAccess): Documents => {
  const call = callerOf(access, { name: 'dynamodb', refusalOf });
  const send = async (operation: OperationName, input: WireMembers): Promise<unknown> => {
    // By its token DynamoDB knows a transaction that it made and whose answer was lost.
    const token = operation === 'TransactWriteItems' && { ClientRequestToken: randomUUID() };
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    return answered(await call({ path: '/', headers, body: JSON.stringify({ ...asked(input), ...token }) }));
  };
  return { send: send as Documents['send'] };
};
