import type { Item } from '#shared/core/table/decision.ts';
import { type SearchedKind, searchRowsKey, searchTypesKey } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { forEachOf } from '#shared/insight/search/segment.ts';

// Which record has which number, and of which type it is. Numbers are given in the order in which
// records are folded, which is that of their creation.

/** A record that has a number. */
export interface NumberedRow {
  number: number;
  id: string;
  createdAt: string;
  type?: string | undefined;
}

// Some two KB, half a unit to read: rows that a page shows lie together or far apart.
const rowsAPage = 32;
// A byte each: four KB.
const typesAChunk = 4096;

type KeptRow = [id: string, createdAt: string] | null;
const rowsIn = (item: Item | undefined): KeptRow[] => [...((item?.rows as KeptRow[] | undefined) ?? [])];

interface TypesChunk {
  names: string[];
  /** Of each number the place of its type among the names. */
  places: Uint8Array;
}

const chunkIn = (item: Item | undefined): TypesChunk => ({
  names: [...((item?.names as string[] | undefined) ?? [])],
  places: Uint8Array.from((item?.places as Uint8Array | undefined) ?? new Uint8Array(0)),
});

const groupedBy = (rows: readonly NumberedRow[], size: number): Map<number, NumberedRow[]> =>
  Map.groupBy(rows, ({ number }) => Math.floor(number / size));

const withTypes = ({ names, places }: TypesChunk, rows: readonly NumberedRow[]): TypesChunk => {
  const length = Math.max(places.length, ...rows.map(({ number }) => (number % typesAChunk) + 1));
  const longer = new Uint8Array(length);
  longer.set(places);
  const known = [...names];
  for (const { number, type = '' } of rows) {
    if (!known.includes(type)) known.push(type);
    longer[number % typesAChunk] = known.indexOf(type);
  }
  return { names: known, places: longer };
};

/** Keeps the rows of records that are given numbers. */
export const keepRows = async (table: Table, kind: SearchedKind, rows: readonly NumberedRow[]): Promise<void> => {
  await forEachOf([...groupedBy(rows, rowsAPage)], async ([page, added]) => {
    const key = searchRowsKey(kind, page);
    const kept = rowsIn(await table.get(key));
    for (const { number, id, createdAt } of added) kept[number % rowsAPage] = [id, createdAt];
    await table.put({ ...key, rows: Array.from(kept, (row) => row ?? null) });
  });
  if (kind === 'contact') return;
  for (const [chunk, added] of groupedBy(rows, typesAChunk)) {
    const key = searchTypesKey(kind, chunk);
    await table.put({ ...key, ...withTypes(chunkIn(await table.get(key)), added) });
  }
};

/** Forgets which record had a number. */
export const removeRow = async (table: Table, kind: SearchedKind, number: number): Promise<void> => {
  const key = searchRowsKey(kind, Math.floor(number / rowsAPage));
  const item = await table.get(key);
  const kept = rowsIn(item);
  if (!item || !kept[number % rowsAPage]) return;
  kept[number % rowsAPage] = null;
  await table.put({ ...key, rows: kept });
};

/** The records of some numbers, in their order; those that are gone are left out. */
export const rowsOf = async (
  table: Table,
  kind: SearchedKind,
  numbers: readonly number[],
): Promise<Omit<NumberedRow, 'type'>[]> => {
  const pages = [...new Set(numbers.map((number) => Math.floor(number / rowsAPage)))];
  const items = await table.getMany(pages.map((page) => searchRowsKey(kind, page)));
  const byKey = new Map(items.map((item) => [item.sk, rowsIn(item)]));
  return numbers.flatMap((number) => {
    const row = byKey.get(searchRowsKey(kind, Math.floor(number / rowsAPage)).sk)?.[number % rowsAPage];
    return row ? [{ number, id: row[0], createdAt: row[1] }] : [];
  });
};

/** Says of numbers which type they have, and reads as little for it as it is asked. */
export const typesOfNumbers = (table: Table, kind: SearchedKind) => {
  const chunks = new Map<number, TypesChunk>();
  return {
    /** Reads what is needed for these. */
    read: async (numbers: readonly number[]): Promise<void> => {
      const missing = [...new Set(numbers.map((number) => Math.floor(number / typesAChunk)))].filter(
        (chunk) => !chunks.has(chunk),
      );
      const items = await table.getMany(missing.map((chunk) => searchTypesKey(kind, chunk)));
      const byKey = new Map(items.map((item) => [item.sk, item]));
      for (const chunk of missing) chunks.set(chunk, chunkIn(byKey.get(searchTypesKey(kind, chunk).sk)));
    },
    of: (number: number): string | undefined => {
      const chunk = chunks.get(Math.floor(number / typesAChunk));
      return chunk?.names[chunk.places[number % typesAChunk] ?? -1];
    },
  };
};
