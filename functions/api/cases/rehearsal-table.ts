import type { Case } from '#shared/casework/cases/case.ts';
import { own } from '#shared/core/records/own.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { childPrefix, filePrefix, type Key, notePrefix, partitionOf, recordKey } from '#shared/core/table/keys.ts';
import { Table } from '#shared/core/table/table.ts';

type QueriedRange = Parameters<Table['query']>[0];

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** So many items, of which nothing is asked but how many there are. */
const placeholders = (pk: string, prefix: string, count: number): Item[] =>
  Array.from({ length: count }, (_, index) => {
    const id = `${index}`;
    return { pk, sk: `${prefix}${id}`, note: { id }, file: { id }, record: { id } };
  });

/**
 * The table as actions see it that are rehearsed on a case: what was read is not read again, what
 * is asked by key is read once, and what lies below a case is known by its number.
 */
export class RehearsalTable extends Table {
  readonly #below: Table;
  readonly #pk: string;
  readonly #children: readonly Item[];
  readonly #items = new Map<string, Promise<Item | undefined>>();

  constructor(below: Table, record: Case, children: readonly Item[]) {
    super({ send: () => Promise.reject(new Error('a rehearsal sends nothing')) }, below.name);
    this.#below = below;
    this.#children = children;
    this.#pk = partitionOf({ kind: 'case', id: record.id });
    const key = recordKey({ kind: 'case', id: record.id });
    this.#items.set(nameOf(key), Promise.resolve({ ...key, record }));
    for (const item of children) this.#items.set(nameOf(item), Promise.resolve(item));
  }

  override async get(key: Key): Promise<Item | undefined> {
    const known = this.#items.get(nameOf(key)) ?? this.#below.get(key);
    this.#items.set(nameOf(key), known);
    return known;
  }

  override async getMany(keys: Key[]): Promise<Item[]> {
    return (await Promise.all(keys.map((key) => this.get(key)))).flatMap((item) => item ?? []);
  }

  override async query({ pk, prefix = '' }: QueriedRange): Promise<{ items: Item[]; more: boolean }> {
    if (pk === this.#pk && (prefix === childPrefix('task') || prefix === childPrefix('question')))
      return { items: this.#children.filter(({ sk }) => sk.startsWith(prefix)), more: false };
    const owner = (await this.get({ pk, sk: 'case' }))?.record as Case | undefined;
    const counts: Record<string, number | undefined> = {
      [notePrefix]: owner?.noteCount,
      [filePrefix]: owner?.fileCount,
      [childPrefix('task')]: owner?.taskCount,
    };
    return { items: placeholders(pk, prefix, own(counts, prefix) ?? 0), more: false };
  }
}
