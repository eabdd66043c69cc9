import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { project } from '#functions/events/project.ts';
import { logger } from '#functions/logger.ts';
import { noteKey, recordKey } from '#shared/core/table/keys.ts';
import { type Change, fileChange, noteChange, type Projection, recordChange } from '#shared/insight/change.ts';
import { readProgress } from '#shared/insight/rollups/fresh-cells.ts';
import { memoryTable } from '#test/house/memory-table.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const definitions = { refreshWhenRead: () => undefined } as never;
const keyOf = (id: string) => recordKey({ kind: 'case', id });
const streamed = (id: string, number: number, images: { before?: object; after?: object }): DynamoDBRecord =>
  ({
    dynamodb: {
      SequenceNumber: String(number),
      Keys: marshall(keyOf(id)),
      ...(images.before && { OldImage: marshall({ ...keyOf(id), record: images.before }) }),
      ...(images.after && { NewImage: marshall({ ...keyOf(id), record: images.after }) }),
    },
  }) as DynamoDBRecord;
const records = ['a', 'b', 'c'].map((id, index) => streamed(id, index + 1, { after: { id } }));

/** A projection that keeps what it took, but for what it fails with. */
const keeping = (name: string, failsWith: string[] = []) => {
  const taken: string[][] = [];
  const take = async (changes: readonly Change[]) => {
    const ids = changes.flatMap((change) => recordChange('case', change)?.id ?? []);
    if (ids.some((id) => failsWith.includes(id))) throw new Error('no');
    taken.push(ids);
  };
  return { name, wants: () => true, take, taken } satisfies Projection & { taken: string[][] };
};
const hand = (projections: Projection[], Records = records, table = memoryTable().table) =>
  project({ definitions, table, now: () => noon }, projections)({ Records }, {} as Context);

describe('what is kept from the stream of the table', () => {
  beforeAll(() => void logger.setLogLevel('SILENT'));

  test('[FN-2] a projection takes the changes of a batch together, and only those that it wants', async () => {
    const all = keeping('all');
    const some = { ...keeping('some'), wants: ({ key }: Change) => key.pk.endsWith('b') };
    expect(await hand([all, some])).toEqual({ batchItemFailures: [] });
    expect([all.taken, some.taken]).toEqual([[['a', 'b', 'c']], [['b']]]);
  });

  test('[FN-2] what cannot be taken comes again with all behind it, and keeps no other projection from its changes', async () => {
    const [whole, failing] = [keeping('whole'), keeping('failing', ['b'])];
    expect(await hand([failing, whole])).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(failing.taken).toEqual([['a']]);
    expect(whole.taken).toEqual([['a', 'b', 'c'], ['a'], ['b']]);
  });

  test('[DA-1] what cannot be taken is noted as of its change, until it or a later change of it is', async () => {
    const { table } = memoryTable();
    const changedAt = noon - 60_000;
    const changed = streamed('b', 2, { after: { id: 'b', updatedAt: new Date(changedAt).toISOString() } });
    const noted = async () => (await readProgress(table, 'writing')).standing;
    await hand([keeping('failing', ['b']), keeping('whole')], [changed], table);
    await hand([keeping('failing', ['b']), keeping('whole')], [changed], table);
    expect(await noted()).toEqual([{ projection: 'failing', at: changedAt }]);
    await hand([keeping('failing')], [streamed('a', 3, { after: { id: 'a' } })], table);
    expect(await noted()).toHaveLength(1);
    await hand([keeping('failing')], [streamed('b', 4, { after: { id: 'b' } })], table);
    expect(await noted()).toEqual([]);
  });

  test('[FN-2] a change has the record before and after it', async () => {
    const seen: unknown[] = [];
    const take = async (changes: readonly Change[]) =>
      void seen.push(...changes.map((change) => recordChange('case', change)));
    const lives = [
      streamed('a', 1, { after: { version: 1 } }),
      streamed('a', 2, { before: { version: 1 }, after: { version: 2 } }),
      streamed('a', 3, { before: { version: 2 } }),
    ];
    await hand([{ name: 'seeing', wants: () => true, take }], lives);
    expect(seen).toEqual([
      { id: 'a', before: undefined, after: { version: 1 } },
      { id: 'a', before: { version: 1 }, after: { version: 2 } },
      { id: 'a', before: { version: 2 }, after: undefined },
    ]);
  });

  test('[FN-2] a change says which note or file it is of, and below which record', () => {
    const key = noteKey({ kind: 'alert', id: 'x' }, 'n');
    const change: Change = { key, after: { ...key, note: { text: 'hello' } } };
    expect(noteChange(change)).toMatchObject({ of: { kind: 'alert', id: 'x' }, id: 'n', after: { text: 'hello' } });
    expect([fileChange(change), recordChange('alert', change)]).toEqual([undefined, undefined]);
  });
});
