import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { keysOfTheirOwn } from '#local/dynamodb/dynamodb.ts';
import { type Documents, documentsOf, type OperationName } from '#shared/core/table/dynamodb.ts';
import {
  attributesIn,
  type IndexName,
  indexPartitionKey,
  indexSortKey,
  tableDefinition,
} from '#shared/core/table/keys.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

// The table in memory, on which the house without walls stands, beside DynamoDB Local: the same
// random commands give the same answers, refusals and units.

const TableName = 'conformance';
let real: Documents;

beforeAll(async () => {
  const access = {
    endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    region: 'eu-west-1',
    credentials: keysOfTheirOwn(),
  };
  const client = new DynamoDBClient(access);
  const keysOfIndexes = tableDefinition.indexes.flatMap((index) => [indexPartitionKey(index), indexSortKey(index)]);
  const attributes = [...new Set(['pk', 'sk', ...keysOfIndexes])];
  const keys = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: tableDefinition.indexes.map((index) => ({
        IndexName: index,
        KeySchema: keys(indexPartitionKey(index), indexSortKey(index)),
        Projection: projectionOf(index),
      })),
    }),
  );
  real = documentsOf(access);
});

const projectionOf = (index: IndexName) => {
  const held = attributesIn(index);
  return held
    ? { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...held] }
    : { ProjectionType: 'ALL' as const };
};

/** What is asked, as it can be printed. */
type Command = readonly [operation: OperationName, input: object];

/**
 * What came of a command, as far as the product looks: items, whether there is more, units, or the
 * name of the refusal.
 */
const outcomeOf = async (documents: Documents, [operation, input]: Command): Promise<unknown> => {
  // The emulator counts the units of transactions in a way of its own: two plain puts cost as much
  // as one.
  const hasUnits = operation !== 'TransactWriteItems';
  try {
    const answer = (await documents.send(operation, input as never)) as {
      Item?: object;
      Items?: object[];
      Attributes?: object;
      Responses?: Record<string, { pk: string; sk: string }[]>;
      LastEvaluatedKey?: object;
      ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
    };
    const found = answer.Responses?.[TableName]?.toSorted((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
    return {
      item: answer.Item,
      items: answer.Items,
      attributes: answer.Attributes,
      found,
      more: answer.LastEvaluatedKey !== undefined,
      ...(hasUnits && { units: [answer.ConsumedCapacity].flat().map((one) => one?.CapacityUnits) }),
    };
  } catch (error) {
    const { name, CancellationReasons } = error as Error & { CancellationReasons?: { Code?: string }[] };
    return { refused: name, reasons: CancellationReasons?.map(({ Code }) => Code) };
  }
};

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const partitions = some('CASE#1', 'CASE#2', 'ALERT#ä');
const sortKeys = some(
  'case',
  'note#1',
  'note#2',
  'note#é',
  '~event#0000000001#000',
  '~event#0000000010#000',
  'Z',
  '\u{1f600}',
);
const key = fc.record({ pk: partitions, sk: sortKeys });
const indexed = fc.record(
  Object.fromEntries([
    ...['gsi1', 'gsi2', 'gsi4', 'owner'].map((scope) => [`${scope}pk`, some('OWNER#a', 'OWNER#b')]),
    ...['gsi1', 'gsi2', 'gsi4', 'dueAt', 'priority'].map((order) => [`${order}sk`, some('1', '10', '2', 'é', 'z')]),
    ['row', some(new Uint8Array(10), new Uint8Array(1500))],
  ]),
  { requiredKeys: [] },
);
const values = fc.record(
  {
    version: fc.integer({ min: 1, max: 3 }),
    record: fc.record({
      version: fc.integer({ min: 1, max: 3 }),
      text: some('', 'x', 'ü'.repeat(700), 'y'.repeat(5000)),
    }),
    state: some('waiting', 'sending', 'sent'),
    expiresAt: fc.integer({ min: 0, max: 30 }),
    list: some([1, -2.5, 1e21], [], [null, true, { a: { b: 'c' } }]),
    count: fc.integer({ min: -3, max: 3 }),
  },
  { requiredKeys: [] },
);
const item = fc.tuple(key, indexed, values).map(([one, places, more]) => ({ ...one, ...places, ...more }));

interface Condition {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}
const condition = some<Condition>(
  {},
  { ConditionExpression: 'attribute_not_exists(pk)' },
  {
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
    ExpressionAttributeValues: { ':now': 15 },
  },
  {
    ConditionExpression: '#record.#version = :version',
    ExpressionAttributeNames: { '#record': 'record', '#version': 'version' },
    ExpressionAttributeValues: { ':version': 2 },
  },
  {
    ConditionExpression: 'attribute_exists(pk) AND (#state <> :sent AND NOT #state = :waiting)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':sent': 'sent', ':waiting': 'waiting' },
  },
);
const update = some<Condition & { UpdateExpression: string; ReturnValues?: 'ALL_NEW' }>(
  {
    UpdateExpression: 'SET #state = :state, gsi1pk = :pk, gsi1sk = :sk REMOVE expiresAt, version',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': 'sent', ':pk': 'OWNER#b', ':sk': '10' },
  },
  {
    UpdateExpression: 'ADD #count :one SET expiresAt = :end',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: { ':one': 1, ':end': 20 },
    ReturnValues: 'ALL_NEW',
  },
  {
    UpdateExpression: 'SET version = if_not_exists(version, :zero) + :one',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':zero': 0, ':one': 1 },
  },
);

const ranges = some<{ text: string; values: Record<string, string> }>(
  { text: '#pk = :pk', values: {} },
  { text: '#pk = :pk AND begins_with(#sk, :prefix)', values: { ':prefix': 'note#' } },
  { text: '#pk = :pk AND #sk BETWEEN :from AND :to', values: { ':from': 'note#1\u0001', ':to': 'note#\uffff' } },
  { text: '#pk = :pk AND #sk BETWEEN :from AND :to', values: { ':from': 'note#2', ':to': 'note#1' } },
  { text: '#pk = :pk AND #sk >= :from', values: { ':from': '10' } },
  { text: '#pk = :pk AND #sk <= :to', values: { ':to': 'note#é' } },
);
const sides = some<IndexName | 'table'>('table', 'gsi1', 'gsi2', 'gsi4', 'owner-dueAt', 'owner-priority');
const query = fc
  .record({
    side: sides,
    range: ranges,
    limit: some(undefined, 1, 2, 50),
    backwards: fc.boolean(),
    strong: fc.boolean(),
  })
  .chain(({ side, ...rest }) =>
    (side === 'table' ? partitions : some('OWNER#a', 'OWNER#b')).map((pk) => {
      const [pkName, skName] = side === 'table' ? ['pk', 'sk'] : [indexPartitionKey(side), indexSortKey(side)];
      const input = {
        TableName,
        ...(side !== 'table' && { IndexName: side }),
        KeyConditionExpression: rest.range.text,
        ExpressionAttributeNames: { '#pk': pkName, ...(rest.range.text.includes('#sk') && { '#sk': skName }) },
        ExpressionAttributeValues: { ':pk': pk, ...rest.range.values },
        ScanIndexForward: !rest.backwards,
        ...(rest.limit !== undefined && { Limit: rest.limit }),
        ...(rest.strong && { ConsistentRead: true }),
        ReturnConsumedCapacity: 'TOTAL',
      };
      return ['Query', input] as const;
    }),
  );

const transactItem = fc.oneof(
  fc.tuple(item, condition).map(([Item, when]) => ({ Put: { TableName, Item, ...when } })),
  fc.tuple(key, condition).map(([Key, when]) => ({ Delete: { TableName, Key, ...when } })),
  fc.tuple(key, update).map(([Key, { ReturnValues: _none, ...how }]) => ({ Update: { TableName, Key, ...how } })),
);
const keyIn = (one: object): string => {
  const [{ Item, Key }] = Object.values(one) as [
    { Item?: { pk: string; sk: string }; Key?: { pk: string; sk: string } },
  ];
  const { pk, sk } = Item ?? Key ?? { pk: '', sk: '' };
  return `${pk} ${sk}`;
};
const units = { ReturnConsumedCapacity: 'TOTAL' as const };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(item, condition).map(([Item, when]): Command => ['PutItem', { TableName, Item, ...when, ...units }]),
  fc.tuple(key, condition).map(([Key, when]): Command => ['DeleteItem', { TableName, Key, ...when, ...units }]),
  fc.tuple(key, update).map(([Key, how]): Command => ['UpdateItem', { TableName, Key, ...how, ...units }]),
  // Each of another item: where two are of one, the emulator looks at conditions first, AWS at
  // that.
  fc
    .uniqueArray(transactItem, { minLength: 1, maxLength: 4, selector: keyIn })
    .map((TransactItems): Command => ['TransactWriteItems', { TransactItems, ...units }]),
  fc
    .tuple(key, fc.boolean())
    .map(([Key, ConsistentRead]): Command => ['GetItem', { TableName, Key, ConsistentRead, ...units }]),
  fc
    .uniqueArray(key, { minLength: 1, maxLength: 5, selector: ({ pk, sk }) => `${pk} ${sk}` })
    .map((Keys): Command => ['BatchGetItem', { RequestItems: { [TableName]: { Keys } }, ...units }]),
  query,
  query,
);

/** Empties the emulator's table, so that each run begins alike. */
const empty = async (): Promise<void> => {
  for (const pk of ['CASE#1', 'CASE#2', 'ALERT#ä']) {
    const values = { ':pk': pk };
    const found = await real.send('Query', {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: values,
    });
    for (const one of found.Items ?? []) await real.send('DeleteItem', { TableName, Key: { pk: one.pk, sk: one.sk } });
  }
};

describe('the table in memory', () => {
  test('answers, refuses and costs what DynamoDB Local does, whatever is asked of both', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (asked) => {
        await empty();
        const memory = new MemoryDynamoDb();
        for (const one of asked)
          expect(await outcomeOf(memory, one), JSON.stringify(one)).toEqual(await outcomeOf(real, one));
      }),
      { numRuns: Number(process.env.CONFORMANCE_RUNS ?? 25) },
    );
  });

  test('refuses two writes of one item in a transaction, as DynamoDB does', async () => {
    const Put = { TableName, Item: { pk: 'CASE#1', sk: 'case' } };
    const twice: Command = ['TransactWriteItems', { TransactItems: [{ Put }, { Put }] }];
    const refused = await outcomeOf(real, twice);
    expect(refused).toMatchObject({ refused: 'ValidationException' });
    expect(await outcomeOf(new MemoryDynamoDb(), twice)).toEqual(refused);
  });

  test('appends to a list until it is full, as DynamoDB does', async () => {
    await empty();
    const memory = new MemoryDynamoDb();
    const append = (id: string): Command => [
      'UpdateItem',
      {
        TableName,
        Key: { pk: 'CASE#1', sk: 'case' },
        UpdateExpression: 'SET ids = list_append(if_not_exists(ids, :none), :id)',
        ConditionExpression: 'attribute_not_exists(ids) OR size(ids) < :most',
        ExpressionAttributeValues: { ':none': [], ':id': [id], ':most': 2 },
        ReturnValues: 'ALL_NEW',
        ...units,
      },
    ];
    const outcomes: unknown[] = [];
    for (const id of ['a', 'b', 'c']) {
      const outcome = await outcomeOf(memory, append(id));
      expect(outcome).toEqual(await outcomeOf(real, append(id)));
      outcomes.push(outcome);
    }
    expect(JSON.stringify(outcomes[1])).toContain('["a","b"]');
    expect(outcomes[2]).toMatchObject({ refused: 'ConditionalCheckFailedException' });
  });

  test('ends pages at a megabyte, and refuses items over 400 KB, as DynamoDB does', async () => {
    await empty();
    const memory = new MemoryDynamoDb();
    const put = (n: number, bytes: number): Command => [
      'PutItem',
      { TableName, Item: { pk: 'CASE#1', sk: `note#${n}`, text: 'x'.repeat(bytes) }, ...units },
    ];
    const whole: Command = [
      'Query',
      {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'CASE#1' },
        ...units,
      },
    ];
    // Without the texts, which would fill the report of a failure.
    const briefly = (outcome: unknown): unknown =>
      JSON.parse(JSON.stringify(outcome).replaceAll(/x{9,}/g, ({ length }) => `${length} x`));
    for (const one of [put(1, 390_000), put(2, 390_000), put(3, 390_000), put(4, 9), put(5, 410_000), whole])
      expect(briefly(await outcomeOf(memory, one))).toEqual(briefly(await outcomeOf(real, one)));
  });
});
