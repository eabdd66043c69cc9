import type { OperationAnswer } from '#client/client.ts';
import { csvOf } from '#shared/insight/csv.ts';

// What any chart, table, CSV or picture of a dashboard is made of: rows of figures.

export type Overview = OperationAnswer<'insightOverview'>;
export type Figure = Overview['cases']['open'];
export type Drill = Figure['drill'];
type Breakdown = Overview['cases']['byType'];

interface FigureCell {
  value: number;
  /** The list behind it, which has as many rows. */
  drill?: Drill;
}

interface FigureRow {
  key: string;
  name: string;
  cells: readonly (FigureCell | undefined)[];
}

export interface FigureTable {
  /** What the rows are. */
  rowsAre: string;
  columns: readonly string[];
  rows: readonly FigureRow[];
}

const cellOf = ({ count, drill }: Figure): FigureCell => ({ value: count, drill });

/** A table of some figures of one thing: a row each. */
export const tableOfFigures = (
  rowsAre: string,
  column: string,
  figures: readonly (readonly [name: string, figure: Figure])[],
): FigureTable => ({
  rowsAre,
  columns: [column],
  rows: figures.map(([name, figure]) => ({ key: name, name, cells: [cellOf(figure)] })),
});

/** A table of a breakdown, beside that of the period before where there is one. */
export const tableOfBreakdown = (
  words: { rowsAre: string; now: string; before: string; nameOf: (key: string) => string },
  now: Breakdown,
  before?: Breakdown | undefined,
): FigureTable => {
  const earlier = new Map(before?.map((row) => [row.key, row]));
  const keys = [...new Set([...now, ...(before ?? [])].map(({ key }) => key))];
  const current = new Map(now.map((row) => [row.key, row]));
  const cell = (row: Breakdown[number] | undefined): FigureCell => (row ? cellOf(row) : { value: 0 });
  return {
    rowsAre: words.rowsAre,
    columns: before ? [words.now, words.before] : [words.now],
    rows: keys.map((key) => ({
      key,
      name: words.nameOf(key),
      cells: [cell(current.get(key)), ...(before ? [cell(earlier.get(key))] : [])],
    })),
  };
};

/** A row for each item, a column for each of some of its figures. */
export const tableOfItems = <Item>(
  rowsAre: string,
  columns: readonly (readonly [name: string, figure: (item: Item) => Figure])[],
  { items, nameOf }: { items: readonly Item[]; nameOf: (item: Item) => string },
): FigureTable => ({
  rowsAre,
  columns: columns.map(([name]) => name),
  rows: items.map((item) => ({
    key: nameOf(item),
    name: nameOf(item),
    cells: columns.map(([, figure]) => cellOf(figure(item))),
  })),
});

/** The table as the API writes CSV: what a spreadsheet would take for a formula is neutralised. */
export const csvOfTable = ({ rowsAre, columns, rows }: FigureTable): string => {
  const names = [rowsAre, ...columns];
  const lines = rows.map(({ name, cells }) => [name, ...columns.map((_, index) => cells[index]?.value)]);
  return csvOf(
    names,
    [names, ...lines].map((line) => Object.fromEntries(names.map((column, index) => [column, line[index]]))),
  );
};

/** A change in percent of what was before; undefined where there was nothing. */
export const changeOf = (now: number, before: number | undefined): number | undefined =>
  before === undefined || before === 0 ? undefined : (now - before) / before;
