import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { accessOf } from '#shared/core/aws/environment.ts';
import { marshallOptions, valuesOf, wireValues } from '#shared/core/table/attributes.ts';
import { documentsOf } from '#shared/core/table/dynamodb.ts';
import { answeringServer } from '../answering-server.ts';

const ok = { status: 200, body: '{}' };
const refusal = (status: number, name: string, more: object = {}) => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: `it is ${name}`, ...more }),
});

const server = await answeringServer(ok);
const { heard, answers } = server;
const access = accessOf({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIA',
  AWS_SECRET_ACCESS_KEY: 'not/a+secret',
  AWS_SESSION_TOKEN: 'of a session',
  AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
});
const documents = documentsOf(access);
const client = new DynamoDBClient({
  endpoint: access.endpoint,
  region: access.region,
  credentials: { accessKeyId: 'AKIA', secretAccessKey: 'not/a+secret', sessionToken: 'of a session' },
});
afterAll(() => void server.close());
beforeEach(server.forget);

const write: TransactWriteCommandInput = {
  TransactItems: [
    {
      Put: {
        TableName: 't',
        Item: { pk: 'ü', sk: 's', bytes: new Uint8Array([0, 255]), left: undefined, list: [1.5, null, { a: true }] },
        ConditionExpression: 'version = :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
    { Delete: { TableName: 't', Key: { pk: 'p', sk: 's' } } },
  ],
  ReturnConsumedCapacity: 'TOTAL',
};

const get = { TableName: 't', Key: { pk: 'p', sk: 's' } };

describe('DynamoDB is asked', () => {
  test('for the same as by the client of the SDK', async () => {
    await documents.send('TransactWriteItems', write);
    await DynamoDBDocumentClient.from(client, { marshallOptions: { ...marshallOptions } }).send(
      new TransactWriteCommand(write),
    );
    const [ours, theirs] = heard.map(({ headers, body }) => ({
      target: headers['x-amz-target'],
      type: headers['content-type'],
      token: headers['x-amz-security-token'],
      body,
    }));
    const ClientRequestToken = expect.stringMatching(/^[\da-f-]{36}$/);
    expect(theirs).toMatchObject({ body: { ClientRequestToken } });
    expect(ours).toEqual({ ...theirs, body: { ...(theirs?.body as object), ClientRequestToken } });
  });

  test('under a signature that holds for all it says', async () => {
    await documents.send('GetItem', get);
    const { headers, body } = heard[0] as (typeof heard)[number];
    const [, signed = ''] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
    expect(signed.split(';')).toEqual(
      expect.arrayContaining(['content-type', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target']),
    );
    const date = String(headers['x-amz-date']).replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z');
    const signer = new SignatureV4({
      service: 'dynamodb',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'not/a+secret', sessionToken: 'of a session' },
      sha256: client.config.sha256,
      applyChecksum: false,
    });
    const given = Object.fromEntries(
      signed.split(';').flatMap((name) => (name.startsWith('x-amz-date') ? [] : [[name, String(headers[name])]])),
    );
    const again = await signer.sign(
      { method: 'POST', protocol: 'http:', hostname: '', path: '/', headers: given, body: JSON.stringify(body) },
      { signingDate: new Date(date) },
    );
    expect(again.headers.authorization).toBe(headers.authorization);
  });

  test('again where it is throttled or fails, three times at most', async () => {
    answers.push(refusal(400, 'ThrottlingException'), refusal(500, 'InternalServerError'));
    expect(await documents.send('GetItem', get)).toEqual({});
    expect(heard).toHaveLength(3);
    answers.push(...Array.from({ length: 3 }, () => ({ status: 503, body: '<html>Service Unavailable</html>' })));
    await expect(documents.send('TransactWriteItems', write)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 503 },
    });
    expect(heard).toHaveLength(6);
    // The same transaction each time.
    expect(new Set(heard.slice(3).map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test('once where it refuses, and throws what the SDK throws', async () => {
    answers.push(refusal(400, 'ConditionalCheckFailedException'));
    await expect(documents.send('GetItem', get)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    const CancellationReasons = [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }];
    answers.push(refusal(400, 'TransactionCanceledException', { CancellationReasons }));
    const cancelled = documents.send('TransactWriteItems', write);
    await expect(cancelled).rejects.toBeInstanceOf(TransactionCanceledException);
    await expect(cancelled).rejects.toMatchObject({ CancellationReasons });
    answers.push(refusal(400, 'ValidationException'));
    await expect(documents.send('GetItem', get)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'it is ValidationException',
    });
    expect(heard).toHaveLength(3);
  });

  test('at its address in the region', () => {
    const environment = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' };
    expect(accessOf({ ...environment, AWS_REGION: 'eu-west-1' }).endpoint).toBe(
      'https://dynamodb.eu-west-1.amazonaws.com',
    );
    expect(accessOf({ ...environment, AWS_REGION: 'cn-north-1' }).endpoint).toBe(
      'https://dynamodb.cn-north-1.amazonaws.com.cn',
    );
  });
});

describe('values', () => {
  // The library loses what is called so.
  const name = fc.string({ maxLength: 5 }).filter((text) => text !== '__proto__');
  const one = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -9e15, max: 9e15 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;
  const values = fc.dictionary(name, one, { noNullPrototype: true });

  test('are written and read as by the library of the SDK', () => {
    fc.assert(
      fc.property(values, (all) => {
        const wire = wireValues(all);
        expect(wire).toEqual(marshall(all, marshallOptions));
        expect(valuesOf(JSON.parse(JSON.stringify(wire)))).toEqual(unmarshall(wire as never));
      }),
    );
  });

  test('keep their bytes and names, and numbers that only a text holds are refused', () => {
    const all = { bytes: new Uint8Array([0, 127, 255]), none: new Uint8Array(0), ['__proto__']: 'a text' };
    expect(Object.entries(valuesOf(wireValues(all)))).toEqual(Object.entries(all));
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
      expect(() => wireValues({ number })).toThrow();
    expect(valuesOf({ number: { N: '1152921504606846976' } })).toEqual({ number: 2n ** 60n });
  });
});
