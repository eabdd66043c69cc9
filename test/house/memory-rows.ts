import { compareKeys } from '#shared/core/table/key-order.ts';
import {
  attributesIn,
  type IndexName,
  indexPartitionKey,
  indexSortKey,
  type Key,
  tableDefinition,
} from '#shared/core/table/keys.ts';
import type { Attributes } from '#test/house/expressions.ts';
import { itemSize } from '#test/house/item-size.ts';

// The rows of the table in memory and their places in its indexes, by sort key. A row is never
// changed, only replaced; a copy shares each partition until one of the two writes to it.

export interface Row {
  item: Attributes;
  /** In bytes. */
  size: number;
}

interface Placed {
  sk: string;
  /** Tells rows of one sort key apart, which an index may have. */
  tie: string;
  row: Row;
}

/** Sort keys, themselves included. */
export interface Bounds {
  from?: string | undefined;
  to?: string | undefined;
}

type Partitions = Map<string, Placed[]>;

/** Where a partition is read: the table itself, or one of its indexes. */
export type Side = IndexName | 'table';
const sides: readonly Side[] = ['table', ...tableDefinition.indexes];

const keyNames = (side: Side): readonly [string, string] =>
  side === 'table' ? ['pk', 'sk'] : [indexPartitionKey(side), indexSortKey(side)];

/** A row as a side holds it: an index may hold less than the item. */
export const rowOn = (side: Side, row: Row): Row => {
  const held = side === 'table' ? undefined : attributesIn(side);
  if (!held) return row;
  const known = onSides.get(row) ?? new Map<Side, Row>();
  onSides.set(row, known);
  const there = known.get(side) ?? heldOf(row, [...keyNames(side), ...held]);
  known.set(side, there);
  return there;
};
const onSides = new WeakMap<Row, Map<Side, Row>>();
const heldOf = (row: Row, held: readonly string[]): Row => {
  const names = ['pk', 'sk', ...held];
  const item = Object.fromEntries(
    names.flatMap((name) => (row.item[name] === undefined ? [] : [[name, row.item[name]]])),
  ) as Attributes;
  return { item, size: itemSize(item) };
};

export const sortKeyOf = (side: Side): string => keyNames(side)[1];

const inOrder = (one: Pick<Placed, 'sk' | 'tie'>, other: Pick<Placed, 'sk' | 'tie'>): number =>
  compareKeys(one.sk, other.sk) || compareKeys(one.tie, other.tie);

/** The first place from which on something holds, in an order in which it does not end to hold. */
const firstPlace = (partition: readonly Placed[], holds: (one: Placed) => boolean): number => {
  let [low, high] = [0, partition.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(partition[middle] as Placed)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Where a row stands in a partition, or would stand. */
const placeIn = (partition: readonly Placed[], wanted: Pick<Placed, 'sk' | 'tie'>): number =>
  firstPlace(partition, (one) => inOrder(one, wanted) >= 0);

export class MemoryRows {
  readonly #sides: ReadonlyMap<Side, Partitions>;
  /** Partitions that no copy shares. */
  #unshared = new WeakSet<Placed[]>();

  constructor(from?: MemoryRows) {
    this.#sides = new Map(sides.map((side) => [side, new Map(from?.side(side))]));
    if (from) from.#unshared = new WeakSet();
  }

  side(side: Side): Partitions {
    return this.#sides.get(side) as Partitions;
  }

  get({ pk, sk }: Key): Row | undefined {
    const partition = this.side('table').get(pk) ?? [];
    const found = partition[placeIn(partition, { sk, tie: '' })];
    return found?.sk === sk ? found.row : undefined;
  }

  /**
   * Puts an item in the place of the one under its key, or takes that away. @returns the row before
   * and the one after
   */
  replace(key: Key, item: Attributes | undefined): { before: Row | undefined; after: Row | undefined } {
    const before = this.get(key);
    const after = item && { item, size: itemSize(item) };
    for (const side of sides) {
      const [from, to] = [this.#placeOf(side, before), this.#placeOf(side, after)];
      if (from) this.#remove(side, from);
      if (to) this.#insert(side, to);
    }
    return { before, after };
  }

  /** The sort keys and rows of a partition, in order. */
  partition(side: Side, pk: string, { from, to }: Bounds = {}): readonly { sk: string; row: Row }[] {
    const all = this.side(side).get(pk) ?? [];
    const first = from === undefined ? 0 : firstPlace(all, (one) => compareKeys(one.sk, from) >= 0);
    const behind = to === undefined ? all.length : firstPlace(all, (one) => compareKeys(one.sk, to) > 0);
    return all.slice(first, behind);
  }

  /** Whether any partition of an index has a row between two sort keys. */
  isAnyIn(side: Side, bounds: Bounds): boolean {
    return [...this.side(side).keys()].some((pk) => this.partition(side, pk, bounds).length > 0);
  }

  #placeOf(side: Side, row: Row | undefined) {
    const [pkName, skName] = keyNames(side);
    const [pk, sk] = [row?.item[pkName]?.S, row?.item[skName]?.S];
    if (!row || pk === undefined || sk === undefined) return undefined;
    return { pk, sk, tie: side === 'table' ? '' : `${row.item.pk?.S} ${row.item.sk?.S}`, row };
  }

  #remove(side: Side, { pk, ...place }: Placed & { pk: string }): void {
    const partition = this.#toChange(side, pk);
    partition.splice(placeIn(partition, place), 1);
    if (partition.length === 0) this.side(side).delete(pk);
  }

  #insert(side: Side, { pk, ...place }: Placed & { pk: string }): void {
    const partition = this.#toChange(side, pk);
    partition.splice(placeIn(partition, place), 0, place);
  }

  #toChange(side: Side, pk: string): Placed[] {
    const there = this.side(side).get(pk);
    if (there && this.#unshared.has(there)) return there;
    const own = [...(there ?? [])];
    this.#unshared.add(own);
    this.side(side).set(pk, own);
    return own;
  }
}
