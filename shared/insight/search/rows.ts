import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decodeTime } from 'ulid';
import { iso } from '#shared/core/records/instants.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import { type SearchedKind, searchRowsKey, searchTypesKey } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';

// Which record has which number, and of which type it is. Numbers are given in the order in which
// records are folded, which is that of their creation.

/** A record that has a number. */
export interface NumberedRow {
  number: number;
  id: string;
  createdAt: string;
  type?: string | undefined;
}

// As many ids as four KB hold, packed, half a unit to read, and about as many types.
const rowsAPage = 256;
const typesAChunk = 16_384;

/** The id alone of a record that was made when it was given that. */
type KeptRow = [id: string, createdAt: string] | string | null;

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/** When a record was made, as its id has it; nothing of an id that was given from outside. */
export const instantOf = (id: string): string => (ulid.test(id) ? iso(decodeTime(id)) : '');
const keptRow = ({ id, createdAt }: NumberedRow): KeptRow => (instantOf(id) === createdAt ? id : [id, createdAt]);
const rowIn = (row: KeptRow): { id: string; createdAt: string } | undefined => {
  if (row === null) return undefined;
  const [id, createdAt] = typeof row === 'string' ? [row, instantOf(row)] : row;
  return { id, createdAt };
};

const packRows = (rows: readonly KeptRow[]): Uint8Array =>
  // Numbers without a record are holes in it.
  deflateRawSync(JSON.stringify(Array.from(rows, (row) => row ?? null)));
const rowsIn = (item: Item | undefined): KeptRow[] =>
  item ? JSON.parse(inflateRawSync(item.rows as Uint8Array).toString()) : [];

interface TypesChunk {
  names: string[];
  /** Of each number the place of its type among the names. */
  places: Uint8Array;
}

const chunkIn = (item: Item | undefined): TypesChunk => ({
  names: [...((item?.names as string[] | undefined) ?? [])],
  places: item ? new Uint8Array(inflateRawSync(item.places as Uint8Array)) : new Uint8Array(0),
});

/**
 * Pages that a function has read and that stay as they are, since all their numbers are given. A
 * record that is gone has a row there still, and is found nowhere.
 */
export interface KnownPages {
  rows: Map<number, KeptRow[]>;
  types: Map<number, TypesChunk>;
}
export const noPages = (): KnownPages => ({ rows: new Map(), types: new Map() });

// Of 256,000 records: some fifteen MB.
const mostKnown = 1_000;

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
  await sideBySide([...groupedBy(rows, rowsAPage)], async ([page, added]) => {
    const key = searchRowsKey(kind, page);
    const kept = rowsIn(await table.get(key));
    for (const row of added) kept[row.number % rowsAPage] = keptRow(row);
    await table.put({ ...key, rows: packRows(kept) });
  });
  if (kind === 'contact') return;
  for (const [chunk, added] of groupedBy(rows, typesAChunk)) {
    const key = searchTypesKey(kind, chunk);
    const { names, places } = withTypes(chunkIn(await table.get(key)), added);
    await table.put({ ...key, names, places: deflateRawSync(places) });
  }
};

/** Forgets which record had a number. */
export const removeRow = async (table: Table, kind: SearchedKind, number: number): Promise<void> => {
  const key = searchRowsKey(kind, Math.floor(number / rowsAPage));
  const item = await table.get(key);
  const kept = rowsIn(item);
  if (!item || !kept[number % rowsAPage]) return;
  kept[number % rowsAPage] = null;
  await table.put({ ...key, rows: packRows(kept) });
};

interface KnownNumbers {
  known: KnownPages;
  /** How many numbers are given. */
  numbered: number;
}

/** What numbers have pages of, and where. */
interface PageReading<T> {
  size: number;
  known: Map<number, T>;
  /** How many numbers are given. */
  numbered: number;
  keyOf: (page: number) => Key;
  read: (item: Item) => T;
  lengthOf: (page: T) => number;
}

/** Reads pages, each once, and those that are known not at all. */
const pageReader = <T>(table: Table, { size, known, numbered, keyOf, read, lengthOf }: PageReading<T>) => {
  const pages = new Map<number, T>();
  const pageOf = (number: number) => Math.floor(number / size);
  return {
    read: async (numbers: readonly number[]): Promise<void> => {
      const missing: number[] = [];
      for (const page of new Set(numbers.map(pageOf))) {
        const one = pages.get(page) ?? known.get(page);
        if (one) pages.set(page, one);
        else missing.push(page);
      }
      const items = new Map((await table.getMany(missing.map(keyOf))).map((item) => [item.sk, item]));
      for (const page of missing) {
        const item = items.get(keyOf(page).sk);
        if (!item) continue;
        const one = read(item);
        pages.set(page, one);
        // A fold that was broken off may have written rows for numbers that it did not get to give.
        if (lengthOf(one) === size && (page + 1) * size <= numbered) known.set(page, one);
      }
      for (const page of [...known.keys()].slice(0, Math.max(0, known.size - mostKnown))) known.delete(page);
    },
    of: (number: number): { page: T; place: number } | undefined => {
      const page = pages.get(pageOf(number));
      return page && { page, place: number % size };
    },
  };
};

/** Says of numbers which records have them. */
export const rowsOfNumbers = (table: Table, kind: SearchedKind, { known, numbered }: KnownNumbers) => {
  const pages = pageReader(table, {
    size: rowsAPage,
    known: known.rows,
    numbered,
    keyOf: (page) => searchRowsKey(kind, page),
    read: rowsIn,
    lengthOf: ({ length }) => length,
  });
  /** The records of some numbers, in their order; those that are gone are left out. */
  return async (numbers: readonly number[]): Promise<Omit<NumberedRow, 'type'>[]> => {
    await pages.read(numbers);
    return numbers.flatMap((number) => {
      const found = pages.of(number);
      const row = rowIn(found?.page[found.place] ?? null);
      return row ? [{ number, ...row }] : [];
    });
  };
};

/** Says of numbers which type they have. */
export const typesOfNumbers = (table: Table, kind: SearchedKind, { known, numbered }: KnownNumbers) => {
  const chunks = pageReader(table, {
    size: typesAChunk,
    known: known.types,
    numbered,
    keyOf: (chunk) => searchTypesKey(kind, chunk),
    read: chunkIn,
    lengthOf: ({ places }) => places.length,
  });
  return async (numbers: readonly number[]): Promise<(string | undefined)[]> => {
    await chunks.read(numbers);
    return numbers.map((number) => {
      const found = chunks.of(number);
      return found?.page.names[found.page.places[found.place] ?? -1];
    });
  };
};
