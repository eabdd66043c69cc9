import type { Item } from '#shared/core/table/decision.ts';
import { indexSortKey, recordKey } from '#shared/core/table/keys.ts';
import type { ListKind, ListPartition } from '#shared/core/table/list-keys.ts';
import { recordIn } from '#shared/core/table/packed-row.ts';
import type { Table } from '#shared/core/table/table.ts';

/** Contacts lie in a list of their own, whole. */
type ListedKind = ListKind | 'contact';

/**
 * Items that lead to a record, with that record; the others have theirs. One stays without that
 * leads nowhere any more.
 */
export const withRecords = async (table: Table, kind: ListedKind, items: readonly Item[]): Promise<Item[]> => {
  const whole = items.map((item) => ({ ...item, record: recordIn(item) }));
  const keyOf = ({ pk, sk, recordId }: Item) =>
    recordId === undefined || kind === 'task' ? { pk, sk } : recordKey({ kind, id: String(recordId) });
  const leading = whole.filter(({ record }) => record === undefined);
  if (leading.length === 0) return whole;
  const found = await table.getMany([
    ...new Map(leading.map((item) => [JSON.stringify(keyOf(item)), keyOf(item)])).values(),
  ]);
  const records = new Map(found.map((item) => [`${item.pk} ${item.sk}`, item.record]));
  return whole.map((item) => {
    const { pk, sk } = keyOf(item);
    return { ...item, record: item.record ?? records.get(`${pk} ${sk}`) };
  });
};

/**
 * Some rows of one partition of a list, in its order: for what goes over all of it. A record that
 * is gone since is left out.
 */
export const readPartition = async <R>(
  table: Table,
  { index, pk }: ListPartition,
  { kind, after, limit }: { kind: ListedKind; after?: string | undefined; limit?: number },
): Promise<{ records: R[]; next?: string }> => {
  const { items, more } = await table.query({ index, pk, after, limit });
  const records = (await withRecords(table, kind, items)).flatMap(({ record }) => (record as R | undefined) ?? []);
  const last = items.at(-1);
  return { records, ...(more && last && { next: String(last[indexSortKey(index)]) }) };
};
