import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DeleteCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { own } from '#shared/core/records/own.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { type IndexName, indexPartitionKey, indexSortKey, type Key } from '#shared/core/table/keys.ts';
import { plainMembers } from '#shared/core/table/plain-members.ts';

/**
 * What an operation cost: calls of DynamoDB and how many were Queries, the units that it reports,
 * and the milliseconds waited; calls side by side are waited for once.
 */
export interface Cost {
  calls: number;
  queries: number;
  reads: number;
  writes: number;
  milliseconds: number;
}

interface Range {
  pk: string;
  index?: IndexName;
  /** Sort keys from this one on. */
  from?: string | undefined;
  /** Sort keys up to this one, itself included. */
  to?: string | undefined;
  prefix?: string | undefined;
  descending?: boolean | undefined;
  limit?: number | undefined;
  consistent?: boolean;
  /** Sort keys strictly behind this one in the direction of reading. */
  after?: string | undefined;
}

type TransactItems = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;

/** What sends the commands of the document client: DynamoDB, or a double of it. */
export type Documents = Pick<DynamoDBDocumentClient, 'send'>;

export const marshallOptions = { removeUndefinedValues: true } as const;

export const documentsOf = (client: DynamoDBClient): Documents =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { ...marshallOptions } });

const withPlainItem = (one: TransactItems[number]): TransactItems[number] =>
  one.Put?.Item ? { ...one, Put: { ...one.Put, Item: plainMembers(one.Put.Item) } } : one;

// What one BatchGetItem takes.
const keysABatch = 100;

/**
 * The one table. Every read and write of the product goes through here, so that what it costs is
 * counted in one place.
 */
export class Table {
  readonly #documents: Documents;
  readonly #name: string;
  readonly cost: Cost = { calls: 0, queries: 0, reads: 0, writes: 0, milliseconds: 0 };
  #underWay = 0;
  #waitingSince = 0;

  constructor(documents: Documents, name: string) {
    this.#documents = documents;
    this.#name = name;
  }

  async #timed<T extends { ConsumedCapacity?: unknown }>(side: 'reads' | 'writes', call: Promise<T>): Promise<T> {
    this.cost.calls++;
    if (this.#underWay++ === 0) this.#waitingSince = performance.now();
    try {
      const answer = await call;
      const consumed = [answer.ConsumedCapacity].flat() as ({ CapacityUnits?: number } | undefined)[];
      for (const one of consumed) this.cost[side] += one?.CapacityUnits ?? 0;
      return answer;
    } finally {
      if (--this.#underWay === 0) this.cost.milliseconds += performance.now() - this.#waitingSince;
    }
  }

  async get(key: Key): Promise<Item | undefined> {
    const answer = await this.#timed(
      'reads',
      this.#documents.send(
        new GetCommand({
          TableName: this.#name,
          Key: { pk: key.pk, sk: key.sk },
          ConsistentRead: true,
          ReturnConsumedCapacity: 'TOTAL',
        }),
      ),
    );
    return answer.Item as Item | undefined;
  }

  /** Items by key, in the order of the keys; those that are not there are left out. */
  async getMany(keys: Key[], { consistent = false }: { consistent?: boolean } = {}): Promise<Item[]> {
    const batches = Array.from({ length: Math.ceil(keys.length / keysABatch) }, (_, index) =>
      this.#getBatch(keys.slice(index * keysABatch, (index + 1) * keysABatch), consistent),
    );
    return (await Promise.all(batches)).flat();
  }

  async #getBatch(keys: Key[], consistent: boolean): Promise<Item[]> {
    let wanted: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
    const found = new Map<string, Item>();
    while (wanted.length > 0) {
      const answer = await this.#timed(
        'reads',
        this.#documents.send(
          new BatchGetCommand({
            RequestItems: { [this.#name]: { Keys: wanted, ...(consistent && { ConsistentRead: true }) } },
            ReturnConsumedCapacity: 'TOTAL',
          }),
        ),
      );
      for (const item of (own(answer.Responses, this.#name) ?? []) as Item[]) found.set(`${item.pk} ${item.sk}`, item);
      wanted = own(answer.UnprocessedKeys, this.#name)?.Keys ?? [];
    }
    return keys.flatMap(({ pk, sk }) => found.get(`${pk} ${sk}`) ?? []);
  }

  /** One Query: one page of a partition or of an index. */
  async query(range: Range): Promise<{ items: Item[]; more: boolean }> {
    const pk = range.index ? indexPartitionKey(range.index) : 'pk';
    const sk = range.index ? indexSortKey(range.index) : 'sk';
    const conditions = ['#pk = :pk'];
    const values: Record<string, unknown> = { ':pk': range.pk };
    const bound = (expression: string, name: ':prefix' | ':from' | ':to', value: string) => {
      conditions.push(expression);
      values[name] = value;
    };
    // A key condition takes one expression on the sort key, so `after` narrows the range rather
    // than adding to it.
    const from = range.after !== undefined && !range.descending ? `${range.after}\u0001` : range.from;
    const to = range.after !== undefined && range.descending ? range.after : range.to;
    if (range.prefix !== undefined && range.after === undefined)
      bound('begins_with(#sk, :prefix)', ':prefix', range.prefix);
    else {
      const low = from ?? range.prefix;
      const high = to ?? (range.prefix === undefined ? undefined : `${range.prefix}\uffff`);
      if (low !== undefined && high !== undefined) {
        bound('#sk BETWEEN :from AND :to', ':from', low);
        values[':to'] = high;
      } else if (low !== undefined) bound('#sk >= :from', ':from', low);
      else if (high !== undefined) bound('#sk <= :to', ':to', high);
    }
    const limit =
      range.limit === undefined ? undefined : range.limit + (range.after !== undefined && range.descending ? 1 : 0);
    const input: QueryCommandInput = {
      TableName: this.#name,
      ...(range.index && { IndexName: range.index }),
      KeyConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: { '#pk': pk, ...(conditions.length > 1 && { '#sk': sk }) },
      ExpressionAttributeValues: values,
      ScanIndexForward: !range.descending,
      ...(limit !== undefined && { Limit: limit }),
      ...(range.consistent && { ConsistentRead: true }),
      ReturnConsumedCapacity: 'TOTAL',
    };
    this.cost.queries++;
    const answer = await this.#timed('reads', this.#documents.send(new QueryCommand(input)));
    const items = ((answer.Items ?? []) as Item[]).filter(
      (item) => range.after === undefined || item[sk] !== range.after,
    );
    return { items, more: answer.LastEvaluatedKey !== undefined };
  }

  /**
   * Every item of a range, page by page. For small ranges only: configuration, a person's own
   * things.
   */
  async queryAll(range: Omit<Range, 'after' | 'limit'>): Promise<Item[]> {
    const sk = range.index ? indexSortKey(range.index) : 'sk';
    const all: Item[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.query({ ...range, after });
      all.push(...page.items);
      const last = page.items.at(-1);
      if (!page.more || !last) return all;
      after = String(last[sk]);
    }
  }

  async put(
    item: Item,
    condition?: Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues' | 'ExpressionAttributeNames'>,
  ): Promise<void> {
    await this.#timed(
      'writes',
      this.#documents.send(
        new PutCommand({
          TableName: this.#name,
          Item: plainMembers(item),
          ReturnConsumedCapacity: 'TOTAL',
          ...condition,
        }),
      ),
    );
  }

  /** Deletes one item, for half of what it costs in a transaction. */
  async delete(
    key: Key,
    condition?: Pick<
      DeleteCommandInput,
      'ConditionExpression' | 'ExpressionAttributeValues' | 'ExpressionAttributeNames'
    >,
  ): Promise<void> {
    await this.#timed(
      'writes',
      this.#documents.send(
        new DeleteCommand({
          TableName: this.#name,
          Key: { pk: key.pk, sk: key.sk },
          ReturnConsumedCapacity: 'TOTAL',
          ...condition,
        }),
      ),
    );
  }

  async update(key: Key, input: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<Item | undefined> {
    const answer = await this.#timed(
      'writes',
      this.#documents.send(
        new UpdateCommand({
          TableName: this.#name,
          Key: { pk: key.pk, sk: key.sk },
          ReturnConsumedCapacity: 'TOTAL',
          ...input,
          ...(input.ExpressionAttributeValues && {
            ExpressionAttributeValues: plainMembers(input.ExpressionAttributeValues),
          }),
        }),
      ),
    );
    return answer.Attributes as Item | undefined;
  }

  async transact(items: TransactItems): Promise<void> {
    await this.#timed(
      'writes',
      this.#documents.send(
        new TransactWriteCommand({ TransactItems: items.map(withPlainItem), ReturnConsumedCapacity: 'TOTAL' }),
      ),
    );
  }

  /** Deletes items by key, unconditionally, in one transaction; at most 100. */
  async deleteAll(keys: Key[]): Promise<void> {
    if (keys.length > 0)
      await this.transact(keys.map(({ pk, sk }) => ({ Delete: { TableName: this.#name, Key: { pk, sk } } })));
  }

  get name(): string {
    return this.#name;
  }
}
