import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#shared/core/errors.ts';
import { fetchedSource, sourceOf } from '#shared/insight/imports/byte-source.ts';
import { refuseColumns } from '#shared/insight/imports/cells.ts';
import { readDocument } from '#shared/insight/imports/document-rows.ts';
import { fileFormOf, rowsFrom } from '#shared/insight/imports/file-form.ts';
import type { ReadRow } from '#shared/insight/imports/read-row.ts';

const rowsOf = async (bytes: Uint8Array, place?: { offset: number; row: number }): Promise<ReadRow[]> => {
  const source = sourceOf(bytes);
  const form = await fileFormOf(source);
  if (form.shape === 'document' || form.shape === 'archive') throw new Error('it has no rows');
  const rows: ReadRow[] = [];
  for await (const row of rowsFrom(source, form, place)) rows.push(row);
  return rows;
};
const valuesOf = async (bytes: Uint8Array) => (await rowsOf(bytes)).map(({ value }) => value);

const file = 'id;Name\r\n1;Zoë Ångström\r\n2;"Łukasz; ""Ł"""\r\n';
const wanted = [
  { id: '1', Name: 'Zoë Ångström' },
  { id: '2', Name: 'Łukasz; "Ł"' },
];
const western = 'id,name\n1,Zoë\n2,“Müller” – 5€\n';
const westernBytes = Buffer.from(
  [...western].map((letter) => ({ '“': 0x93, '”': 0x94, '–': 0x96, '€': 0x80 })[letter] ?? letter.charCodeAt(0)),
);
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('[BU-2] a header of thirty thousand columns', () => {
  const columns = Array.from({ length: 30_000 }, (_, at) => `c${at}`);

  test('is refused with the first of those that are not known', () => {
    expect(() => refuseColumns('cases', columns)).toThrow(
      expect.objectContaining({ faults: expect.toSatisfy(({ length }) => length < 110) }),
    );
  });

  test('is read at once, and is refused with the first of those that are there twice', async () => {
    const form = await fileFormOf(sourceOf(Buffer.from(columns.join(','))));
    expect(form).toHaveProperty('table.columns.length', columns.length);
    const twice = Buffer.from([...columns, ...columns].join(',').slice(0, 1_000_000));
    await expect(fileFormOf(sourceOf(twice))).rejects.toMatchObject({ faults: { length: 100 } });
  });
});

describe('[BU-2] a table is read', () => {
  test.each([
    ['UTF-8', Buffer.from(file)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${file}`)],
    ['UTF-16, little end first, with its mark', Buffer.from(`\uFEFF${file}`, 'utf16le')],
    ['UTF-16, little end first', Buffer.from(file, 'utf16le')],
    ['UTF-16, big end first, with its mark', bigEndian(`\uFEFF${file}`)],
    ['UTF-16, big end first', bigEndian(file)],
  ])('in %s', async (_name, bytes) => {
    expect(await valuesOf(bytes)).toEqual(wanted);
  });

  test('in Windows-1252, also where rows of both are put together', async () => {
    const both = [
      { id: '1', name: 'Zoë' },
      { id: '2', name: '“Müller” – 5€' },
    ];
    expect(await valuesOf(westernBytes)).toEqual(both);
    expect(await valuesOf(Buffer.concat([westernBytes, Buffer.from('3,Žofie\n')]))).toEqual([
      ...both,
      { id: '3', name: 'Žofie' },
    ]);
  });

  test.each([',', ';', '\t', '|'])('with %j between its cells', async (delimiter) => {
    const text = [['id', 'first, second; third'].map((cell) => `"${cell}"`), ['1', '2']]
      .map((row) => row.join(delimiter))
      .join('\n');
    expect(await valuesOf(Buffer.from(text))).toEqual([{ id: '1', 'first, second; third': '2' }]);
  });

  test('whose first line names what is between its cells, as spreadsheets do', async () => {
    expect(await valuesOf(Buffer.from('sep=|\nid|name\n1|a,b;c,d\n'))).toEqual([{ id: '1', name: 'a,b;c,d' }]);
  });

  test('row by row where some are broken: each is an error of its own, and the rest count', async () => {
    const rows = await rowsOf(Buffer.from('id,name\n1,"Ada\n2,"Ben"\n3\n4,a,b\n\n5,5" of rain\n6,"two\nlines"\n'));
    expect(rows.map(({ row, value, fault }) => [row, value ?? fault?.code])).toEqual([
      [1, 'malformed-csv'],
      [2, { id: '2', name: 'Ben' }],
      [3, 'malformed-csv'],
      [4, 'malformed-csv'],
      [5, { id: '5', name: '5" of rain' }],
      [6, { id: '6', name: 'two\nlines' }],
    ]);
  });

  test('row by row where a quote that is never closed seems to be closed by that of a later row', async () => {
    const rows = await rowsOf(Buffer.from('id,name,more\n1,"Ada,x\n2,Ben,5"\n3,"two\nlines"\n4,Cy,y\n'));
    expect(rows.map(({ row, value, fault }) => [row, value ?? fault?.code])).toEqual([
      [1, 'malformed-csv'],
      [2, { id: '2', name: 'Ben', more: '5"' }],
      [3, 'malformed-csv'],
      [4, { id: '4', name: 'Cy', more: 'y' }],
    ]);
  });

  test('but for the headers of files that were put together', async () => {
    const rows = await rowsOf(Buffer.from('\uFEFFid,name\n1,Ada\n\uFEFFid,name\n2,Ben\n'));
    expect(rows.map(({ fault, value }) => value ?? fault?.code)).toEqual([
      { id: '1', name: 'Ada' },
      'malformed-csv',
      { id: '2', name: 'Ben' },
    ]);
  });

  test('with quotes as letters where its system quotes nothing between tabs', async () => {
    const text = 'id\tname\n1\t"Printer" is broken\n2\t"open\n3\tends "\n4\t"all"\n';
    const source = sourceOf(Buffer.from(text));
    const form = await fileFormOf(source, { isUnquoted: true });
    if (form.shape !== 'table') throw new Error('a table was expected');
    const names: unknown[] = [];
    for await (const { value } of rowsFrom(source, form)) names.push((value as { name: string }).name);
    expect(names).toEqual(['"Printer" is broken', '"open', 'ends "', '"all"']);
  });

  test('to its end where the last quote is never closed', async () => {
    const rows = await rowsOf(Buffer.from('id,name\n1,"Ada\n2,Ben\n3,Cy'));
    expect(rows.map(({ fault, value }) => value ?? fault?.code)).toEqual([
      'malformed-csv',
      { id: '2', name: 'Ben' },
      { id: '3', name: 'Cy' },
    ]);
  });

  test.each([
    ['id,name,id\n1,2,3\n', 'duplicate-column'],
    ['', 'malformed-csv'],
    ['"id,name\n1,2\n', 'malformed-csv'],
  ])('not with the header of %j', async (text, code) => {
    const refused = await rowsOf(Buffer.from(text)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).faults.map((fault) => fault.code)).toEqual([code]);
  });
});

describe('[BU-2] JSON lines are read', () => {
  const lines = '{"id": 1, "name": "Zoë"}\n\n{"id": \n{"id": 74140000000965463}\n["no"]\n';
  test.each([
    ['UTF-8', Buffer.from(lines)],
    ['UTF-16', Buffer.from(`\uFEFF${lines}`, 'utf16le')],
    ['UTF-16, big end first', bigEndian(`\uFEFF${lines}`)],
  ])('in %s; a broken one is an error of its own', async (_name, bytes) => {
    expect((await rowsOf(bytes)).map(({ row, value, fault }) => [row, value ?? fault?.code])).toEqual([
      [1, { id: 1, name: 'Zoë' }],
      [2, 'malformed-json'],
      [3, { id: '74140000000965463' }],
      [4, 'malformed-json'],
    ]);
  });

  test('also where the first is broken, or is alone', async () => {
    expect((await rowsOf(Buffer.from('{"id" 1}\n{"id": 2}\n'))).map(({ value }) => value)).toEqual([
      undefined,
      { id: 2 },
    ]);
    expect(await valuesOf(Buffer.from('{"id": 2}'))).toEqual([{ id: 2 }]);
  });
});

test.each(['utf8', 'utf16le'] as const)(
  '[BU-2] a line too long to be held is an error of its own, and those behind it are read, in %s',
  async (encoding) => {
    const long = `{"id": 2, "text": "${'ë'.repeat(5 * 1024 * 1024)}"}`;
    const bytes = Buffer.from(`\uFEFF{"id": 1}\n${long}\n{"id": 3}\n${long}`, encoding);
    const rows = await rowsOf(bytes);
    expect(rows.map(({ row, value, fault }) => [row, value ?? fault?.code])).toEqual([
      [1, { id: 1 }],
      [2, 'too-large'],
      [3, { id: 3 }],
      [4, 'too-large'],
    ]);
    const second = rows[1] as ReadRow;
    expect((await rowsOf(bytes, { offset: second.end, row: 2 })).map(({ row }) => row)).toEqual([3, 4]);
    expect(rows[3]?.end).toBe(bytes.length);
  },
);

describe('[BU-4] a document is told from lines', () => {
  test.each([
    ['[{"id": 1}, {"id": 2}]'],
    ['{"tickets": [{"id": 1}, {"id": 2}], "count": 2}'],
    ['{\n  "cases": [\n    {"id": 1},\n    {"id": 2}\n  ]\n}\n'],
  ])('%s', async (text) => {
    expect(await fileFormOf(sourceOf(Buffer.from(text)))).toEqual({ shape: 'document' });
    expect(readDocument(Buffer.from(text)).records).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('and one that is broken, or holds no records, is refused', () => {
    for (const text of ['[{"id": 1}', '{"count": 2', '17'])
      expect(() => readDocument(Buffer.from(text))).toThrow(Refusal);
  });
});

test('[BU-2] a file is taken up again behind any of its rows, whatever is in them', async () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom('"', '\n', 'a,b', ' '));
  const tables = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
  const kinds = fc.constantFrom<'utf8' | 'utf16le'>('utf8', 'utf16le');
  await fc.assert(
    fc.asyncProperty(tables, kinds, async (table, encoding) => {
      const written = (value: string) => `"${value.replaceAll('"', '""')}"`;
      const text = ['id,name', ...table.map((row) => row.map(written).join(','))].join('\r\n');
      const bytes = Buffer.from(`\uFEFF${text}`, encoding);
      const all = await rowsOf(bytes);
      expect(all.map(({ value }) => value)).toEqual(table.map(([id, name]) => ({ id: id.trim(), name: name.trim() })));
      for (const { row, end } of all) expect(await rowsOf(bytes, { offset: end, row })).toEqual(all.slice(row));
    }),
    { numRuns: 30 },
  );
});

test('[BU-2] a hundred thousand rows are read a window at a time, and go on from the middle', async () => {
  const rows = 100_000;
  const line = (row: number) => `${row},"Row ${row}, as it was",${'x'.repeat(8)}\n`;
  const head = Buffer.from('id,name,text\n');
  // A file that lies nowhere: each window is written when it is fetched.
  const width = 64;
  const padded = (row: number) =>
    Buffer.from(
      line(row)
        .slice(0, -1)
        .padEnd(width - 1, 'y') + '\n',
    );
  const size = head.length + rows * width;
  let largest = 0;
  const source = fetchedSource(size, async (from, length) => {
    largest = Math.max(largest, length);
    const first = Math.max(0, Math.floor((from - head.length) / width));
    const last = Math.min(rows, Math.ceil((from + length - head.length) / width));
    const begins = from < head.length ? 0 : head.length + first * width;
    const pieces = [
      ...(from < head.length ? [head] : []),
      ...Array.from({ length: last - first }, (_, at) => padded(first + at + 1)),
    ];
    return Buffer.concat(pieces).subarray(from - begins, from - begins + length);
  });
  const form = await fileFormOf(source);
  if (form.shape !== 'table') throw new Error('a table was expected');
  let count = 0;
  let middle = { offset: 0, row: 0 };
  for await (const { row, end, value } of rowsFrom(source, form)) {
    count++;
    if (row === rows / 2) middle = { offset: end, row };
    if (row === rows) expect(value).toMatchObject({ id: String(rows), name: `Row ${rows}, as it was` });
  }
  expect(count).toBe(rows);
  expect(largest).toBeLessThanOrEqual(1024 * 1024);
  for await (const { row, value } of rowsFrom(source, form, middle)) {
    expect([row, (value as { id: string }).id]).toEqual([rows / 2 + 1, String(rows / 2 + 1)]);
    break;
  }
});
