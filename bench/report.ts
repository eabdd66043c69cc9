// What the bench found, in one shape for the table and for the JSON.

export interface Figure {
  value: number;
  unit?: 's' | 'ms' | 'KB' | 'MB' | '×' | '%' | '/s';
  /** What issue 2 asks for: the value is to be no more than this. */
  aim?: number;
}

/** One line of a table: what was measured, and its figures by column. */
export interface Row {
  name: string;
  figures: Record<string, Figure>;
}

export interface Section {
  title: string;
  /** How it was measured, in a sentence or two. */
  note: string;
  rows: Row[];
}

export type Verdict = 'ok' | 'over';

export const verdictOf = ({ value, aim }: Figure): Verdict | undefined => {
  if (aim === undefined) return undefined;
  // NaN, where nothing was measured, is not reached either.
  return value <= aim ? 'ok' : 'over';
};

// Three digits are more than any of this can be trusted for.
const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();

const textOf = (figure: Figure | undefined): string => {
  if (!figure) return '';
  const { value, unit, aim } = figure;
  const said = `${rounded(value)}${unit ? ` ${unit}` : ''}`;
  return aim === undefined ? said : `${said} (≤ ${aim}) ${verdictOf(figure)}`;
};

/** The section as lines of text: its title, how it was measured, and a table. */
export const linesOf = ({ title, note, rows }: Section): string[] => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.figures)))];
  const lines = [
    ['', ...columns],
    ...rows.map((row) => [row.name, ...columns.map((column) => textOf(row.figures[column]))]),
  ];
  const widths = ['', ...columns].map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [title, note, '', ...table.map((line) => `  ${line.trimEnd()}`), ''];
};

/** Every figure that has an aim and is over it, as a line; and how many have one. */
export const judge = (sections: Section[]): { aimed: number; over: string[] } => {
  const aimed = sections.flatMap(({ title, rows }) =>
    rows.flatMap((row) =>
      Object.entries(row.figures)
        .filter(([, figure]) => figure.aim !== undefined)
        .map(([column, figure]) => ({ line: `${title}: ${row.name}, ${column}: ${textOf(figure)}`, figure })),
    ),
  );
  return {
    aimed: aimed.length,
    over: aimed.filter(({ figure }) => verdictOf(figure) === 'over').map(({ line }) => line),
  };
};

/** The sections with the verdict beside each aim, as they are written as JSON. */
export const withVerdicts = (sections: Section[]): Section[] =>
  sections.map((section) => ({
    ...section,
    rows: section.rows.map((row) => ({
      ...row,
      figures: Object.fromEntries(
        Object.entries(row.figures).map(([column, figure]) => [
          column,
          { ...figure, ...(figure.aim !== undefined && { verdict: verdictOf(figure) }) },
        ]),
      ),
    })),
  }));
