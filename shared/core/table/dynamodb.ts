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
import { HttpRequest } from '@smithy/core/protocols';
import { isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { valuesOf, type WireValues, wireValues } from '#shared/core/table/attributes.ts';
import { Sha256 } from '#shared/core/table/sha256.ts';

// DynamoDB by the parts of the SDK (signer, HTTP, retries, exceptions), without its client: that is
// half of a call's processor time and a quarter of what a cold start loads.

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

export interface DynamoDbAccess {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
}

type WireMembers = Record<string, unknown>;

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

interface WireAnswer {
  status: number;
  requestId: string | undefined;
  body: WireMembers;
}

const known = { ConditionalCheckFailedException, TransactionCanceledException, TransactionConflictException };

/** What DynamoDB refused, as the SDK would throw it. */
const refusalOf = ({ status, requestId, body }: WireAnswer): Error => {
  const name = String(body.__type ?? 'UnknownError').replace(/^.*#/, '');
  const message = String(body.message ?? body.Message ?? name);
  const $metadata = { httpStatusCode: status, ...(requestId !== undefined && { requestId }) };
  if (Object.hasOwn(known, name)) {
    const Exception = known[name as keyof typeof known];
    const { CancellationReasons = [] } = body as Pick<TransactionCanceledException, 'CancellationReasons'>;
    return new Exception({ message, $metadata, CancellationReasons });
  }
  return new DynamoDBServiceException({ name, $fault: status < 500 ? 'client' : 'server', message, $metadata });
};

/** What stands between us and DynamoDB may answer for it, in a language of its own. */
const parsed = (text: string): WireMembers => {
  try {
    return JSON.parse(text) as WireMembers;
  } catch {
    return {};
  }
};

// As the SDK has it.
const mostAttempts = 3;

type RetryableFailure = Parameters<typeof isThrottlingError>[0];

const kindOf = (error: RetryableFailure) => {
  if (isThrottlingError(error)) return 'THROTTLING' as const;
  return isTransientError(error) ? ('TRANSIENT' as const) : ('CLIENT_ERROR' as const);
};

/** DynamoDB itself. */
export const documentsOf = ({ endpoint, region, credentials }: DynamoDbAccess): Documents => {
  const { protocol, hostname, port, host } = new URL(endpoint);
  const { sessionToken, ...keys } = credentials;
  const signer = new SignatureV4({
    service: 'dynamodb',
    region,
    credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) },
    sha256: Sha256,
    // Of what is signed the body's is one part already.
    applyChecksum: false,
  });
  const http = new NodeHttpHandler();
  const retries = new StandardRetryStrategy(mostAttempts);

  const attempt = async (operation: string, body: string): Promise<WireMembers> => {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: '/',
      headers: {
        host,
        'content-type': 'application/x-amz-json-1.0',
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      },
      body,
    });
    const { response } = await http.handle((await signer.sign(request)) as HttpRequest);
    const text = Buffer.from(await streamCollector(response.body)).toString('utf8');
    const { statusCode: status, headers } = response;
    if (status === 200) return JSON.parse(text) as WireMembers;
    throw refusalOf({ status, requestId: headers['x-amzn-requestid'], body: parsed(text) });
  };

  const send = async (operation: OperationName, input: WireMembers): Promise<unknown> => {
    // By its token DynamoDB knows a transaction that it made and whose answer was lost.
    const token = operation === 'TransactWriteItems' && { ClientRequestToken: randomUUID() };
    const body = JSON.stringify({ ...asked(input), ...token });
    let attempts = await retries.acquireInitialRetryToken('');
    for (;;) {
      try {
        const answer = await attempt(operation, body);
        retries.recordSuccess(attempts);
        return answered(answer);
      } catch (error) {
        // It waits as long as is to be waited, and throws where there is to be no other attempt.
        const failure = error as RetryableFailure;
        const next = retries.refreshRetryTokenForRetry(attempts, { error: failure, errorType: kindOf(failure) });
        attempts = await next.catch(() => {
          throw failure;
        });
      }
    }
  };
  return { send: send as Documents['send'] };
};
