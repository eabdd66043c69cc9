import type { Item } from '#shared/core/table/decision.ts';
import { compareKeys } from '#shared/core/table/key-order.ts';
import type { Key } from '#shared/core/table/keys.ts';
import { Table } from '#shared/core/table/table.ts';

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
type OverlayRange = Parameters<Table['query']>[0];

const isWithin = (sk: string, { prefix, from, to, after, descending }: OverlayRange): boolean =>
  (prefix === undefined || sk.startsWith(prefix)) &&
  (from === undefined || compareKeys(sk, from) >= 0) &&
  (to === undefined || compareKeys(sk, to) <= 0) &&
  (after === undefined || (descending ? compareKeys(sk, after) < 0 : compareKeys(sk, after) > 0));

/**
 * A table as it would be with some writes: what is written here stays in memory, over what is read
 * of the table below. Only what is asked by the table's own keys shows it, not what indexes find.
 */
export class OverlayTable extends Table {
  readonly #below: Table;
  /** By key; undefined for what was deleted. */
  readonly #written = new Map<string, Item | undefined>();

  constructor(below: Table) {
    super({ send: () => Promise.reject(new Error('an overlay sends nothing')) }, below.name);
    this.#below = below;
  }

  override async get(key: Key): Promise<Item | undefined> {
    const name = nameOf(key);
    return this.#written.has(name) ? this.#written.get(name) : this.#below.get(key);
  }

  override async getMany(keys: Key[], options?: { consistent?: boolean }): Promise<Item[]> {
    const below = await this.#below.getMany(
      keys.filter((key) => !this.#written.has(nameOf(key))),
      options,
    );
    const found = new Map(below.map((item) => [nameOf(item), item]));
    return keys.flatMap((key) => this.#written.get(nameOf(key)) ?? found.get(nameOf(key)) ?? []);
  }

  override async query(range: OverlayRange): Promise<{ items: Item[]; more: boolean }> {
    const below = await this.#below.query(range);
    if (range.index) return below;
    const last = below.more ? below.items.at(-1)?.sk : undefined;
    // Behind the end of this page the next one has it.
    const inOrder = (one: string, other: string) => compareKeys(one, other) * (range.descending ? -1 : 1);
    const isOnPage = (sk: string) => last === undefined || inOrder(sk, last) <= 0;
    const own = [...this.#written.values()].filter(
      (item) => item?.pk === range.pk && isWithin(item.sk, range) && isOnPage(item.sk),
    ) as Item[];
    const rest = below.items.filter((item) => !this.#written.has(nameOf(item)));
    const items = [...rest, ...own].sort((a, b) => inOrder(a.sk, b.sk));
    return { items, more: below.more };
  }

  /** Keeps the writes of a transaction; that their conditions hold is for who decided them. */
  override async transact(writes: Parameters<Table['transact']>[0]): Promise<void> {
    for (const { Put, Delete } of writes) {
      if (Put?.Item) this.#written.set(nameOf(Put.Item as Item), Put.Item as Item);
      if (Delete?.Key) this.#written.set(nameOf(Delete.Key as unknown as Key), undefined);
    }
  }

  override async put(item: Item): Promise<void> {
    this.#written.set(nameOf(item), item);
  }

  override async delete(key: Key): Promise<void> {
    this.#written.set(nameOf(key), undefined);
  }

  override async update(key: Key): Promise<Item | undefined> {
    return this.get(key);
  }

  /** Everything that was written, in the order in which it was first. */
  get written(): Item[] {
    return [...this.#written.values()].filter((item) => item !== undefined);
  }
}
