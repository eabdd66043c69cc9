import type { Item } from '#shared/core/table/decision.ts';
import { indexPartitionKey, indexSortKey, type Key } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * Reads of the table over rows in memory, as DynamoDB answers them: a page that is full says that
 * there is more, also at the very end.
 */
export const memoryTable = (rows: Item[]) => {
  const queries: Parameters<Table['query']>[0][] = [];
  const query: Table['query'] = async (range) => {
    queries.push(range);
    const pk = range.index ? indexPartitionKey(range.index) : 'pk';
    const sk = range.index ? indexSortKey(range.index) : 'sk';
    const keyOf = (item: Item) => String(item[sk]);
    const { from, to, prefix, after, descending = false, limit = Number.POSITIVE_INFINITY } = range;
    const found = rows
      .filter((item) => item[pk] === range.pk)
      .filter((item) => prefix === undefined || keyOf(item).startsWith(prefix))
      .filter((item) => (from === undefined || keyOf(item) >= from) && (to === undefined || keyOf(item) <= to))
      .filter((item) => after === undefined || (descending ? keyOf(item) < after : keyOf(item) > after))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1) * (descending ? -1 : 1));
    const items = found.slice(0, limit);
    return { items, more: items.length === limit };
  };
  const get = async ({ pk, sk }: Key) => rows.find((item) => item.pk === pk && item.sk === sk);
  const table = {
    query,
    get,
    queryAll: async (range: Parameters<Table['query']>[0]) => (await query(range)).items,
    getMany: async (keys: Key[]) => (await Promise.all(keys.map(get))).flatMap((item) => item ?? []),
    put: async (item: Item) => {
      await table.deleteAll([item]);
      rows.push(item);
    },
    deleteAll: async (keys: Key[]) => {
      for (const { pk, sk } of keys) {
        const at = rows.findIndex((item) => item.pk === pk && item.sk === sk);
        if (at >= 0) rows.splice(at, 1);
      }
    },
  };
  return { table: table as unknown as Table, queries };
};
