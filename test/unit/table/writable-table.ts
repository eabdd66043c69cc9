import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { Item } from '#shared/core/table/decision.ts';
import { indexPartitionKey, indexSortKey, type Key } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

// A table in memory that takes transactions and updates on condition, as DynamoDB does: all of it
// or nothing. It reads what is written at once, in its indexes too.

interface Condition {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}
type TransactItem = {
  Put?: { Item: Item } & Condition;
  Delete?: { Key: Key } & Condition;
};

const valueAt = (item: Item | undefined, path: string, names: Record<string, string>): unknown =>
  path.split('.').reduce<unknown>((value, part) => (value as Item | undefined)?.[names[part] ?? part], item);

/**
 * Whether an item meets a condition, of those that the product writes: `attribute_not_exists`, `=`
 * and `<`, joined by AND or OR.
 */
const meets = (item: Item | undefined, condition: Condition): boolean => {
  const {
    ConditionExpression: text,
    ExpressionAttributeNames: names = {},
    ExpressionAttributeValues: values = {},
  } = condition;
  if (text === undefined) return true;
  const holds = (term: string): boolean => {
    const [, absent] = /^attribute_not_exists\((\S+)\)$/.exec(term) ?? [];
    if (absent !== undefined) return valueAt(item, absent, names) === undefined;
    const [path = '', operator, value = ''] = term.split(' ');
    const [left, right] = [valueAt(item, path, names), values[value]];
    if (operator !== '=' && operator !== '<') throw new Error(`cannot tell ${term}`);
    return operator === '=' ? left === right : Number(left) < Number(right);
  };
  return text.split(' OR ').some((either) => either.split(' AND ').every(holds));
};

const indexes = ['gsi1', 'gsi2', 'gsi3', 'gsi4'] as const;
type Partitions = Map<string, Map<string, Item>>;

export const writableTable = (): Table => {
  const rows: Partitions = new Map();
  const indexed = Object.fromEntries(indexes.map((index) => [index, new Map()])) as Record<string, Partitions>;
  const keyOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
  const placesOf = (item: Item) =>
    indexes.flatMap((index) => {
      const pk = item[indexPartitionKey(index)];
      return typeof pk === 'string' ? [{ partitions: indexed[index] as Partitions, pk }] : [];
    });
  const find = ({ pk, sk }: Key): Item | undefined => rows.get(pk)?.get(sk);
  const remove = (key: Key): void => {
    const item = find(key);
    if (!item) return;
    for (const { partitions, pk } of placesOf(item)) partitions.get(pk)?.delete(keyOf(item));
    rows.get(key.pk)?.delete(key.sk);
  };
  const into = (partitions: Partitions, pk: string, key: string, item: Item): void => {
    const partition = partitions.get(pk) ?? new Map<string, Item>();
    partitions.set(pk, partition.set(key, item));
  };
  const put = (given: Item): void => {
    remove(given);
    const item = structuredClone(given);
    into(rows, item.pk, item.sk, item);
    for (const { partitions, pk } of placesOf(item)) into(partitions, pk, keyOf(item), item);
  };
  const query: Table['query'] = async ({ pk, index, from, to, prefix, after, descending, limit }) => {
    const sk = index ? indexSortKey(index) : 'sk';
    const found = [...((index ? indexed[index] : rows)?.get(pk)?.values() ?? [])]
      .filter((item) => {
        const key = String(item[sk]);
        return (
          (prefix === undefined || key.startsWith(prefix)) &&
          (from === undefined || key >= from) &&
          (to === undefined || key <= to) &&
          (after === undefined || (descending ? key < after : key > after))
        );
      })
      .sort((a, b) => (String(a[sk]) < String(b[sk]) ? -1 : 1) * (descending ? -1 : 1));
    const items = found.slice(0, limit ?? found.length);
    return { items: structuredClone(items), more: items.length < found.length };
  };
  const table = {
    name: 'memory',
    get: async (key: Key) => structuredClone(find(key)),
    query,
    queryAll: async (range: Parameters<Table['query']>[0]) => (await query(range)).items,
    transact: async (items: TransactItem[]) => {
      const failed = items.map((item) => {
        const write = item.Put ?? item.Delete ?? {};
        const key = item.Put?.Item ?? item.Delete?.Key;
        return key !== undefined && !meets(find(key), write);
      });
      if (failed.includes(true))
        throw new TransactionCanceledException({
          message: 'cancelled',
          $metadata: {},
          CancellationReasons: failed.map((one) => ({ Code: one ? 'ConditionalCheckFailed' : 'None' })),
        });
      for (const item of items) {
        if (item.Put) put(item.Put.Item);
        if (item.Delete) remove(item.Delete.Key);
      }
    },
    /** Of updates, `SET a = :a, b = :b`. */
    update: async (key: Key, input: Condition & { UpdateExpression: string }) => {
      const item = find(key);
      if (!item || !meets(item, input))
        throw new ConditionalCheckFailedException({ message: 'not as expected', $metadata: {} });
      const sets = input.UpdateExpression.replace(/^SET /, '')
        .split(', ')
        .map((set) => set.split(' = '))
        .map(([name = '', value = '']) => [name, input.ExpressionAttributeValues?.[value]]);
      put({ ...item, ...Object.fromEntries(sets) });
    },
  };
  return table as unknown as Table;
};
