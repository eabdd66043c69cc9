import type {
  DeleteCommandInput,
  PutCommandInput,
  QueryCommandInput,
  TransactWriteCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { own } from '#shared/core/records/own.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Documents, OperationName, Operations } from '#shared/core/table/dynamodb.ts';
import { behindPrefix, compareKeys } from '#shared/core/table/key-order.ts';
import { type IndexName, indexPartitionKey, indexSortKey, isSecretKey, type Key } from '#shared/core/table/keys.ts';

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

type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;

const reading: ReadonlySet<OperationName> = new Set(['GetItem', 'BatchGetItem', 'Query']);

// What one BatchGetItem takes.
const keysABatch = 100;

const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** Keys that are asked for in one turn of the event loop, and what is found there, by name. */
interface ReadsOfTurn {
  keys: Map<string, Key>;
  items: Promise<ReadonlyMap<string, Item>>;
}

/** When everything that can go on has, and the process would wait. */
const endOfTurn = (): Promise<void> =>
  new Promise((resolve) => void Promise.resolve().then(() => process.nextTick(resolve)));

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
  readonly #turns = new Map<boolean, ReadsOfTurn>();

  constructor(documents: Documents, name: string) {
    this.#documents = documents;
    this.#name = name;
  }

  async #send<O extends OperationName>(operation: O, input: Operations[O]['input']): Promise<Operations[O]['output']> {
    const side = reading.has(operation) ? 'reads' : 'writes';
    this.cost.calls++;
    if (this.#underWay++ === 0) this.#waitingSince = performance.now();
    try {
      const answer = await this.#documents.send(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
      const consumed = [answer.ConsumedCapacity].flat() as ({ CapacityUnits?: number } | undefined)[];
      for (const one of consumed) this.cost[side] += one?.CapacityUnits ?? 0;
      return answer;
    } finally {
      if (--this.#underWay === 0) this.cost.milliseconds += performance.now() - this.#waitingSince;
    }
  }

  async get(key: Key): Promise<Item | undefined> {
    // A function that is given a secret is refused it together with anything else.
    if (isSecretKey(key)) return this.#getOne(key);
    const { keys, items } = this.#readsOfTurn(true);
    keys.set(nameOf(key), key);
    return (await items).get(nameOf(key));
  }

  async #getOne(key: Key): Promise<Item | undefined> {
    const Key = { pk: key.pk, sk: key.sk };
    const answer = await this.#send('GetItem', { TableName: this.#name, Key, ConsistentRead: true });
    return answer.Item as Item | undefined;
  }

  /** Items by key, in the order of the keys; those that are not there are left out. */
  async getMany(keys: Key[], { consistent = false }: { consistent?: boolean } = {}): Promise<Item[]> {
    if (keys.length === 0) return [];
    const turn = this.#readsOfTurn(consistent);
    for (const key of keys) turn.keys.set(nameOf(key), key);
    const items = await turn.items;
    return keys.flatMap((key) => items.get(nameOf(key)) ?? []);
  }

  /** What is asked for by key before this process waits for anything: one call for all of it. */
  #readsOfTurn(consistent: boolean): ReadsOfTurn {
    const known = this.#turns.get(consistent);
    if (known) return known;
    const keys = new Map<string, Key>();
    const read = async () => {
      await endOfTurn();
      this.#turns.delete(consistent);
      return this.#getAll([...keys.values()], consistent);
    };
    const turn = { keys, items: read() };
    this.#turns.set(consistent, turn);
    return turn;
  }

  async #getAll(keys: readonly Key[], consistent: boolean): Promise<Map<string, Item>> {
    const found = new Map<string, Item>();
    const [only] = keys;
    if (consistent && keys.length === 1 && only) {
      const item = await this.#getOne(only);
      return item ? found.set(nameOf(only), item) : found;
    }
    const batches = Array.from({ length: Math.ceil(keys.length / keysABatch) }, (_, index) =>
      this.#getBatch(keys.slice(index * keysABatch, (index + 1) * keysABatch), consistent),
    );
    for (const item of (await Promise.all(batches)).flat()) found.set(nameOf(item), item);
    return found;
  }

  async #getBatch(keys: readonly Key[], consistent: boolean): Promise<Item[]> {
    let wanted: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
    const found: Item[] = [];
    while (wanted.length > 0) {
      const answer = await this.#send('BatchGetItem', {
        RequestItems: { [this.#name]: { Keys: wanted, ...(consistent && { ConsistentRead: true }) } },
      });
      found.push(...((own(answer.Responses, this.#name) ?? []) as Item[]));
      wanted = own(answer.UnprocessedKeys, this.#name)?.Keys ?? [];
    }
    return found;
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
      const high = to ?? (range.prefix === undefined ? undefined : behindPrefix(range.prefix));
      if (low !== undefined && high !== undefined) {
        // DynamoDB refuses a range whose end lies before its beginning.
        if (compareKeys(low, high) > 0) return { items: [], more: false };
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
    };
    this.cost.queries++;
    const answer = await this.#send('Query', input);
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
    await this.#send('PutItem', { TableName: this.#name, Item: item, ...condition });
  }

  /** Deletes one item, for half of what it costs in a transaction. */
  async delete(
    key: Key,
    condition?: Pick<
      DeleteCommandInput,
      'ConditionExpression' | 'ExpressionAttributeValues' | 'ExpressionAttributeNames'
    >,
  ): Promise<void> {
    await this.#send('DeleteItem', { TableName: this.#name, Key: { pk: key.pk, sk: key.sk }, ...condition });
  }

  async update(key: Key, input: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<Item | undefined> {
    const Key = { pk: key.pk, sk: key.sk };
    const answer = await this.#send('UpdateItem', { TableName: this.#name, Key, ...input });
    return answer.Attributes as Item | undefined;
  }

  async transact(items: TransactItems): Promise<void> {
    await this.#send('TransactWriteItems', { TransactItems: items });
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
