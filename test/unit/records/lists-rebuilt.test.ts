import { expect, it } from 'vitest';
import { rebuildLists } from '#functions/lists/rebuild-lists.ts';
import { alertLayout } from '#shared/casework/alerts/alert.layout.ts';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { type RecordKind, recordKey, shardOf } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { alertThatIs } from '../alerts/sample-alerts.ts';
import { openCase } from '../cases/sample-cases.ts';

const listed = ['participant#', 'label#'];

/** A record as it lies in the table, with that by which lists find it. */
const itemsOf = (
  kind: RecordKind,
  layout: { indexes: unknown; satellites: unknown },
  record: { id: string },
): Item[] => {
  const { indexes, satellites } = layout as {
    indexes: (record: object) => object;
    satellites: (before: undefined, after: object) => Write[];
  };
  const beside = satellites(undefined, record).flatMap((write) => ('put' in write ? [write.put] : []));
  return [
    { ...recordKey({ kind, id: record.id }), ...indexes(record), record },
    ...beside.filter(({ sk }) => listed.some((prefix) => sk.startsWith(prefix))),
  ];
};

/** The same as it lay there before each order was an index. */
const formerly = (kind: string, { typepk, allpk, ownerpk: _owner, row: _row, ...item }: Item): Item => {
  const { createdAtsk, updatedAtsk: _u, dueAtsk: _d, prioritysk: _p, gsi2pk: _b, gsi2sk: _s, ...rest } = item;
  if (typepk === undefined) return rest as Item;
  const id = (rest.record as { id: string }).id;
  const isClosed = String(allpk).includes('closed');
  return { ...rest, gsi3pk: `${kind}#all#${isClosed ? 'closed' : 'open'}#${shardOf(id)}`, gsi3sk: createdAtsk } as Item;
};

it('[FN-1] records from before come into every order by one command, which may be broken off and run again', async () => {
  const wanted = [
    ...itemsOf('case', caseLayout, openCase()),
    ...itemsOf('alert', alertLayout, alertThatIs('triage')),
    ...itemsOf('alert', alertLayout, { ...alertThatIs('resolved'), id: '01KAG0000000000000000000ZZ' }),
  ];
  const kindOf = ({ pk }: Item) => (pk.startsWith('CASE') ? 'case' : 'alert');
  const { memory, table } = memoryTable(wanted.map((item) => formerly(kindOf(item), item)));
  const inOrder = (items: Item[]) => items.toSorted((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
  expect(inOrder(memory.everything())).not.toEqual(inOrder(wanted));
  expect(await rebuildLists({ table })).toEqual({ case: 1, alert: 2, task: 0, contact: 0 });
  expect(JSON.stringify(inOrder(memory.everything()))).toBe(
    JSON.stringify(inOrder(memoryTable(wanted).memory.everything())),
  );
  expect(await rebuildLists({ table })).toEqual({ case: 0, alert: 0, task: 0, contact: 0 });
});

it('[CA-18] cases that lay in the trash before it was found by type and priority are found by them, too', async () => {
  const trashed = { ...openCase(), trashedAt: '2026-11-20T09:00:00.000Z' };
  const wanted = itemsOf('case', caseLayout, trashed);
  const before = wanted.map(({ typepk: _t, prioritysk: _p, ...item }) => item as Item);
  expect(before).not.toEqual(wanted);
  const { memory, table } = memoryTable(before);
  expect((await rebuildLists({ table })).case).toBe(1);
  expect(memory.everything()).toEqual(memoryTable(wanted).memory.everything());
  expect((await rebuildLists({ table })).case).toBe(0);
});
