import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { iso } from '#shared/core/records/instants.ts';
import { valuesOf, type WireValues, wireValues } from '#shared/core/table/attributes.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Documents, OperationName } from '#shared/core/table/dynamodb.ts';
import { behindPrefix, compareKeys } from '#shared/core/table/key-order.ts';
import { type IndexName, indexPartitionKey, indexSortKey, type Key, tableDefinition } from '#shared/core/table/keys.ts';
import { type Attributes, meets, type Terms, updated } from '#test/house/expressions.ts';
import { itemSize } from '#test/house/item-size.ts';
import { type Bounds, MemoryRows, type Row, rowOn, type Side, sortKeyOf } from '#test/house/memory-rows.ts';

// DynamoDB in memory, behind what the product asks of it.
// test/conformance holds it against DynamoDB Local.

/** One change, as the stream of the table tells it. */
export interface Change {
  keys: Attributes;
  before: Attributes | undefined;
  after: Attributes | undefined;
}

interface Conditioned {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}
type PutInput = { Item: Record<string, unknown> } & Conditioned;
type DeleteInput = { Key: Record<string, unknown> } & Conditioned;
type UpdateInput = { Key: Record<string, unknown>; UpdateExpression: string; ReturnValues?: string } & Conditioned;
type TransactItem = { Put?: PutInput; Delete?: DeleteInput; Update?: UpdateInput; ConditionCheck?: DeleteInput };
interface QueryInput extends Conditioned {
  IndexName?: string;
  KeyConditionExpression: string;
  ScanIndexForward?: boolean;
  Limit?: number;
  ConsistentRead?: boolean;
  ExclusiveStartKey?: Record<string, unknown>;
}

// Amazon's limits.
const largestItem = 400 * 1024;
const largestTransaction = 4 * 1024 * 1024;
const mostInTransaction = 100;
const largestPage = 1024 * 1024;
const readUnit = 4 * 1024;
const writeUnit = 1024;

const invalid = (message: string) =>
  new DynamoDBServiceException({ name: 'ValidationException', $fault: 'client', $metadata: {}, message });

const readUnits = (bytes: number, consistent: boolean | undefined): number =>
  Math.ceil(bytes / readUnit) * (consistent ? 1 : 0.5);
/** To look for one item costs a unit also where there is none. */
const lookUnits = (row: Row | undefined, consistent: boolean | undefined): number =>
  readUnits(row?.size ?? 1, consistent);

const termsOf = (input: Conditioned): Terms => ({
  names: input.ExpressionAttributeNames ?? {},
  values: wireValues(input.ExpressionAttributeValues ?? {}) as Attributes,
});

// What is read of a row is the same object each time, and nobody may change it: the product decides
// on values. What is worked out once of a configuration then holds in every house.
const asRead = new WeakMap<Row, Item>();
const readOf = (row: Row): Item => {
  const item = asRead.get(row) ?? (frozen(valuesOf(row.item as WireValues)) as Item);
  asRead.set(row, item);
  return item;
};

const keyOf = (item: Record<string, unknown>): Key => ({ pk: String(item.pk), sk: String(item.sk) });

const indexKeys = [
  ...new Set(tableDefinition.indexes.flatMap((index) => [indexPartitionKey(index), indexSortKey(index)])),
];

/** What DynamoDB refuses an item for: a key that is no text or empty, and its size. */
const checkItem = (item: Attributes): void => {
  for (const name of ['pk', 'sk'])
    if (!item[name]?.S) throw invalid(`One or more parameter values are not valid: the key ${name} is no text`);
  for (const name of indexKeys)
    if (item[name] !== undefined && !item[name]?.S)
      throw invalid(`One or more parameter values are not valid: the index key ${name} is no text`);
  if (itemSize(item) > largestItem) throw invalid('Item size has exceeded the maximum allowed size');
};

const frozen = <T>(value: T): T => {
  // Bytes cannot be frozen.
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

const isSame = (before: Row | undefined, after: Row | undefined): boolean =>
  before?.size === after?.size && isDeepStrictEqual(before?.item, after?.item);

/** Units that a write of the table itself costs, and of each index that it changes. */
const writeUnits = (before: Row | undefined, after: Row | undefined): number => {
  const units = (...sizes: number[]) => Math.max(1, Math.ceil(Math.max(...sizes) / writeUnit));
  const placed = (row: Row | undefined, index: IndexName) => {
    const [pk, sk] = [row?.item[indexPartitionKey(index)]?.S, row?.item[indexSortKey(index)]?.S];
    return row && pk !== undefined && sk !== undefined ? { place: `${pk} ${sk}`, ...rowOn(index, row) } : undefined;
  };
  const ofIndexes = tableDefinition.indexes.map((index) => {
    const [from, to] = [placed(before, index), placed(after, index)];
    if (from && to && from.place === to.place) return isSame(from, to) ? 0 : units(from.size, to.size);
    return (from ? units(from.size) : 0) + (to ? units(to.size) : 0);
  });
  return ofIndexes.reduce((sum, one) => sum + one, units(before?.size ?? 0, after?.size ?? 0));
};

/** The sort keys between which a condition holds, each itself included, where it names them. */
const boundsOf = (condition = '', { values }: Terms): Bounds & { isPrefix?: true } => {
  const prefix = values[/begins_with\(\S+, (\S+)\)/.exec(condition)?.[1] ?? '']?.S;
  if (prefix !== undefined) return { from: prefix, to: behindPrefix(prefix), isPrefix: true };
  const [, from, to] = /BETWEEN (\S+) AND (\S+)/.exec(condition) ?? [
    '',
    />= (\S+)/.exec(condition)?.[1],
    /<= (\S+)/.exec(condition)?.[1],
  ];
  return { from: values[from ?? '']?.S, to: values[to ?? '']?.S };
};

const endsBefore = ({ from, to }: Bounds): boolean =>
  from !== undefined && to !== undefined && compareKeys(from, to) > 0;

export class MemoryDynamoDb implements Documents {
  #rows: MemoryRows;
  readonly #listeners: ((changes: Change[]) => void)[] = [];
  /** How many items have been written, whether or not that changed them. */
  changes = 0;
  /** How many commands have been sent. */
  calls = 0;

  constructor(from?: MemoryDynamoDb) {
    this.#rows = new MemoryRows(from === undefined ? undefined : from.#rows);
  }

  /** Hears every change, those of one transaction together. */
  onChange(listener: (changes: Change[]) => void): void {
    this.#listeners.push(listener);
  }

  /** Puts items where they belong, whatever is there. */
  place(items: readonly Item[]): void {
    for (const Item of items) this.#write({ Put: { Item } });
  }

  #items(): Row['item'][] {
    return [...this.#rows.side('table').values()].flat().map(({ row }) => row.item);
  }

  /** The keys of every item there is. */
  keys(): Key[] {
    return this.#items().map(({ pk, sk }) => ({ pk: pk?.S as string, sk: sk?.S as string }));
  }

  /** Every item there is, for tests that look for what must not be there. */
  everything(): Item[] {
    return this.#items().map((item) => valuesOf(item as WireValues) as Item);
  }

  /** Whether anything that waits for an instant waits for one between two. */
  isAnythingDue(from: number, to: number): boolean {
    const bounds = { from: iso(from), to: `${iso(to)}~` };
    return this.#rows.isAnyIn('gsi4', bounds);
  }

  send = (async (operation: OperationName, input: unknown): Promise<unknown> => {
    this.calls++;
    switch (operation) {
      case 'GetItem':
        return this.#get(input as { Key: Record<string, unknown>; ConsistentRead?: boolean });
      case 'BatchGetItem':
        return this.#getMany(input as never);
      case 'Query':
        return this.#query(input as QueryInput);
      case 'PutItem':
        return this.#write({ Put: input as PutInput });
      case 'DeleteItem':
        return this.#write({ Delete: input as DeleteInput });
      case 'UpdateItem':
        return this.#write({ Update: input as UpdateInput });
      case 'TransactWriteItems':
        return this.#transact((input as { TransactItems: TransactItem[] }).TransactItems);
    }
  }) as Documents['send'];

  #get({ Key, ConsistentRead }: { Key: Record<string, unknown>; ConsistentRead?: boolean }) {
    const row = this.#rows.get(keyOf(Key));
    return {
      ...(row && { Item: readOf(row) }),
      ConsumedCapacity: { CapacityUnits: lookUnits(row, ConsistentRead) },
    };
  }

  #getMany({
    RequestItems,
  }: {
    RequestItems: Record<string, { Keys: Record<string, unknown>[]; ConsistentRead?: boolean }>;
  }) {
    const answers = Object.entries(RequestItems).map(([name, { Keys, ConsistentRead }]) => {
      if (Keys.length > mostInTransaction) throw invalid('Too many items requested for the BatchGetItem call');
      if (new Set(Keys.map((key) => JSON.stringify(keyOf(key)))).size < Keys.length)
        throw invalid('Provided list of item keys contains duplicates');
      const rows = Keys.map((key) => this.#rows.get(keyOf(key)));
      const units = rows.reduce((sum, row) => sum + readUnits(row?.size ?? 0, ConsistentRead), 0);
      return { name, items: rows.flatMap((row) => (row ? [readOf(row)] : [])), units };
    });
    return {
      Responses: Object.fromEntries(answers.map(({ name, items }) => [name, items])),
      ConsumedCapacity: answers.map(({ units }) => ({ CapacityUnits: units })),
    };
  }

  #query(input: QueryInput) {
    const side = (input.IndexName ?? 'table') as Side;
    if (side !== 'table' && input.ConsistentRead) throw invalid('Consistent reads are not supported on indexes');
    const terms = termsOf(input);
    const [pkTerm, ...others] = input.KeyConditionExpression.split(' AND ');
    const pk = terms.values[pkTerm?.split(' = ')[1] ?? '']?.S ?? '';
    const condition = others.length === 0 ? undefined : others.join(' AND ');
    const sk = sortKeyOf(side);
    const bounds = boundsOf(condition, terms);
    if (!bounds.isPrefix && endsBefore(bounds))
      throw invalid('The BETWEEN operator requires upper bound to be greater than or equal to lower bound');
    const within = this.#rows.partition(side, pk, bounds);
    const isBackwards = input.ScanIndexForward === false;
    const read: { sk: string; row: Row }[] = [];
    let bytes = 0;
    let isBeyond = false;
    for (let index = 0; index < within.length; index++) {
      const placed = within[isBackwards ? within.length - 1 - index : index];
      if (!placed || !meets(placed.row.item, condition, terms)) continue;
      // A page ends with the item that fills it.
      isBeyond = read.length === input.Limit || bytes >= largestPage;
      if (isBeyond) break;
      const row = rowOn(side, placed.row);
      read.push({ ...placed, row });
      bytes += row.size;
    }
    const last = read.at(-1);
    // DynamoDB stops at the limit without a look at what comes after it, unless the last item is
    // the end of the range.
    const isAtEnd = last !== undefined && !bounds.isPrefix && last.sk === (isBackwards ? bounds.from : bounds.to);
    const isMore = isBeyond || (read.length === input.Limit && !isAtEnd);
    return {
      Items: read.map(({ row }) => readOf(row)),
      ...(isMore && last && { LastEvaluatedKey: { pk: last.row.item.pk?.S, sk: last.row.item.sk?.S, [sk]: last.sk } }),
      ConsumedCapacity: { CapacityUnits: readUnits(bytes, input.ConsistentRead) },
    };
  }

  /**
   * What one write makes of the row that is there. @returns undefined where its condition is not
   * met
   */
  #decide({
    Put,
    Delete,
    Update,
    ConditionCheck,
  }: TransactItem): { key: Key; after: Attributes | undefined } | undefined {
    const input = Put ?? Delete ?? Update ?? ConditionCheck;
    if (!input) throw new Error('a write of nothing');
    const key = keyOf(Put?.Item ?? (Delete ?? Update ?? ConditionCheck)?.Key ?? {});
    const there = this.#rows.get(key)?.item;
    const terms = termsOf(input);
    // What cannot be written is refused before anything is asked.
    const given = Put && (wireValues(Put.Item) as Attributes);
    if (given) checkItem(given);
    if (!meets(there, input.ConditionExpression, terms)) return undefined;
    if (ConditionCheck) return { key, after: there };
    if (Delete) return { key, after: undefined };
    const after =
      given ?? updated(there ?? (wireValues({ ...key }) as Attributes), Update?.UpdateExpression ?? '', terms);
    checkItem(after);
    return { key, after };
  }

  #write(item: TransactItem) {
    const decided = this.#decide(item);
    if (!decided)
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    const { before, after } = this.#rows.replace(decided.key, decided.after);
    this.#tell([{ key: decided.key, before, after }]);
    return {
      ...(item.Update?.ReturnValues && after && { Attributes: valuesOf(after.item as WireValues) }),
      ConsumedCapacity: { CapacityUnits: writeUnits(before, after) },
    };
  }

  #transact(items: TransactItem[]) {
    if (items.length > mostInTransaction) throw invalid('Member must have length less than or equal to 100');
    const decided = items.map((item) => this.#decide(item));
    const keys = items.map(({ Put, ...others }) =>
      JSON.stringify(keyOf(Put?.Item ?? (others.Delete ?? others.Update ?? others.ConditionCheck)?.Key ?? {})),
    );
    if (new Set(keys).size < keys.length)
      throw invalid('Transaction request cannot include multiple operations on one item');
    const bytes = decided.reduce((sum, one) => sum + (one?.after ? itemSize(one.after) : 0), 0);
    if (bytes > largestTransaction) throw invalid('Collection size has exceeded the maximum allowed size');
    if (decided.includes(undefined))
      throw new TransactionCanceledException({
        message: 'Transaction cancelled',
        $metadata: {},
        CancellationReasons: decided.map((one) => ({ Code: one ? 'None' : 'ConditionalCheckFailed' })),
      });
    const changes = decided.flatMap((one) =>
      one ? [{ key: one.key, ...this.#rows.replace(one.key, one.after) }] : [],
    );
    this.#tell(changes);
    const units = changes.reduce((sum, { before, after }) => sum + 2 * writeUnits(before, after), 0);
    return { ConsumedCapacity: [{ CapacityUnits: units }] };
  }

  #tell(changes: { key: Key; before: Row | undefined; after: Row | undefined }[]): void {
    this.changes += changes.length;
    const told = changes
      .filter(({ before, after }) => !isSame(before, after))
      .map(({ key, before, after }) => ({
        keys: wireValues({ ...key }) as Record<string, AttributeValue>,
        before: before?.item,
        after: after?.item,
      }));
    if (told.length > 0) for (const listener of this.#listeners) listener(told);
  }
}
