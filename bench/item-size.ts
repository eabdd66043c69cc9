import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { attributesIn, indexPartitionKey, indexSortKey, tableDefinition } from '#shared/core/table/keys.ts';

// What a write costs by the items before and after it, after the DynamoDB developer guide (capacity
// units, indexes, transactions), since DynamoDB Local reports it wrongly: docs/decisions/0004.

/** An item as DynamoDB and its stream have it. */
export type StoredItem = Record<string, AttributeValue>;

/**
 * One item that an operation wrote, as it was and as it is; without `before` it is new, without
 * `after` it is gone.
 */
export interface ItemChange {
  before?: StoredItem | undefined;
  after?: StoredItem | undefined;
}

interface WriteUnits {
  table: number;
  indexes: number;
}

// A list or a map, whatever is in it, and each of its elements.
const containerBytes = 3;
const elementBytes = 1;
const bytesOfAUnit = 1024;
// DynamoDB prepares and commits every item of a transaction.
const writesOfATransaction = 2;

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/**
 * One byte for two significant digits, and one; zeroes at either end do not count. AWS itself says
 * "approximately".
 */
const numberSize = (written: string): number => {
  const [mantissa = ''] = written.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1;
};

const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);

const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return bytesOf(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return containerBytes + sum(value.L.map((element) => elementBytes + valueSize(element)));
  if (value.M !== undefined) return containerBytes + elementBytes * Object.keys(value.M).length + itemSize(value.M);
  // Nothing that the product writes is a set, and AWS does not say what one costs beside its
  // elements.
  throw new Error(`no rule for the size of ${JSON.stringify(value)}`);
};

/** The size of an item in bytes: names and values of all attributes. */
export const itemSize = (item: StoredItem): number =>
  sum(Object.entries(item).map(([name, value]) => bytesOf(name) + valueSize(value)));

const units = (bytes: number): number => Math.max(1, Math.ceil(bytes / bytesOfAUnit));

const sizeOf = (item: StoredItem | undefined): number => (item ? itemSize(item) : 0);

const sameText = (one: StoredItem, other: StoredItem): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Where an item stands in an index: undefined where it has no place in it. */
const placeIn = (index: (typeof tableDefinition.indexes)[number], item: StoredItem | undefined): string | undefined => {
  const partition = item?.[indexPartitionKey(index)]?.S;
  const sort = item?.[indexSortKey(index)]?.S;
  return partition === undefined || sort === undefined ? undefined : `${partition} ${sort}`;
};

/** An item as an index holds it. */
const heldBy = (index: (typeof tableDefinition.indexes)[number], item: StoredItem | undefined) => {
  const held = attributesIn(index);
  if (!held || !item) return item;
  const names = ['pk', 'sk', indexPartitionKey(index), indexSortKey(index), ...held];
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
};

/**
 * An index entry is written once when it comes, goes or changes in place, and twice when its key
 * moves.
 */
const indexUnits = (index: (typeof tableDefinition.indexes)[number], change: ItemChange): number => {
  const from = placeIn(index, change.before);
  const to = placeIn(index, change.after);
  const [before, after] = [heldBy(index, change.before), heldBy(index, change.after)];
  if (from !== undefined && from === to)
    return before && after && sameText(before, after) ? 0 : units(Math.max(sizeOf(before), sizeOf(after)));
  return (from === undefined ? 0 : units(sizeOf(before))) + (to === undefined ? 0 : units(sizeOf(after)));
};

/**
 * Write units of one item in a transaction: in the table two per started KB of its larger side; in
 * each index one, since an index follows the commit (AWS is silent on that).
 */
export const writeUnits = (change: ItemChange): WriteUnits => ({
  table: writesOfATransaction * units(Math.max(sizeOf(change.before), sizeOf(change.after))),
  indexes: sum(tableDefinition.indexes.map((index) => indexUnits(index, change))),
});

/** What all items of an operation cost together. */
export const writeUnitsOf = (changes: ItemChange[]): WriteUnits => {
  const each = changes.map(writeUnits);
  return { table: sum(each.map(({ table }) => table)), indexes: sum(each.map(({ indexes }) => indexes)) };
};
