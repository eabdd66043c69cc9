import { deflateRawSync, inflateRawSync } from 'node:zlib';

// A cell counts records that are alike in what figures ask for. Its name says in what: of which
// series, of which day or instant, of which type, and the members of the series.

/** What is counted how often; a cell of nothing is not there. */
export type Cells = ReadonlyMap<string, number>;

export interface Cell {
  /** What is counted, such as `cases`, or `cases@year` by an attribute of the contacts. */
  series: string;
  /** A date, an instant, or nothing where there is no time in it. */
  at: string;
  type: string;
  members: readonly string[];
  /** Once unless said. */
  count?: number;
}

// Parts are keys, ids and what people wrote.
const escaped = (part: string): string => part.replaceAll('%', '%25').replaceAll('|', '%7C');
const unescaped = (part: string): string => part.replaceAll('%7C', '|').replaceAll('%25', '%');

export const joinParts = (parts: readonly string[]): string => parts.map(escaped).join('|');
export const splitParts = (text: string): string[] => text.split('|').map(unescaped);

export const nameOfCell = ({ series, at, type, members }: Cell): string => joinParts([series, at, type, ...members]);
export const cellNamed = (name: string): Cell => {
  const [series = '', at = '', type = '', ...members] = splitParts(name);
  return { series, at, type, members };
};

/** How often each of the cells is there. */
export const countsOf = (cells: readonly Cell[]): Cells =>
  addCells(
    new Map(),
    cells.map((cell) => [nameOfCell(cell), cell.count ?? 1]),
  );

/** Cells with others added to them, or taken away. */
export const addCells = (to: Cells, added: Iterable<readonly [string, number]>, factor: 1 | -1 = 1): Cells => {
  const sum = new Map(to);
  for (const [name, count] of added) {
    const counted = (sum.get(name) ?? 0) + factor * count;
    if (counted === 0) sum.delete(name);
    else sum.set(name, counted);
  }
  return sum;
};

const inOrder = (cells: Cells): [string, number][] => [...cells].sort(([one], [other]) => (one < other ? -1 : 1));

/** What tells cells from others. */
export const textOfCells = (cells: Cells): string => JSON.stringify(inOrder(cells));

/**
 * As an item has them: in one order, so that the same cells are the same bytes, and packed, since
 * their names are much alike and items are paid by the KB.
 */
export const keptCells = (cells: Cells): Uint8Array => deflateRawSync(textOfCells(cells));
/** Cells of an item; those of before were not packed. */
export const cellsKept = (kept: unknown): Cells =>
  kept instanceof Uint8Array
    ? new Map(JSON.parse(inflateRawSync(kept).toString()) as [string, number][])
    : new Map(Object.entries((kept ?? {}) as Record<string, number>));
