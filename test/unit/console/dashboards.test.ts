import { expect, test } from 'vitest';
import { csvOfTable } from '#console/dashboards/figure-table.ts';

test('[DA-4] a table of figures is CSV with its heads, and no cell of it is a formula', () => {
  const table = {
    rowsAre: 'Type',
    columns: ['Open', 'Before'],
    rows: [
      { key: 'a', name: '=HYPERLINK("x")', cells: [{ value: 3 }, { value: 1 }] },
      { key: 'b', name: 'Lost, found', cells: [{ value: 0 }, undefined] },
    ],
  };
  expect(csvOfTable(table)).toBe(['Type,Open,Before', `"'=HYPERLINK(""x"")",3,1`, '"Lost, found",0,', ''].join('\r\n'));
});
