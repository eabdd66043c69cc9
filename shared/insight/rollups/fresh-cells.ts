import type { Item } from '#shared/core/table/decision.ts';
import {
  freshCellsKey,
  freshCellsPrefix,
  insightPartition,
  insightStateKey,
  stuckPrefix,
} from '#shared/core/table/insight-keys.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { Transaction } from '#shared/core/table/write-each.ts';
import { addCells, type Cells, cellNamed, cellsKept, keptCells } from '#shared/insight/rollups/cells.ts';
import { placesOf } from '#shared/insight/rollups/series.ts';

// Counts first lie in a few small items whatever their day: one write. A grown item settles in the
// rollups, in transactions that take as much here as they add there; readers add up both.

/** Projectors that write at the same time seldom take the same one. */
export const freshShards = 4;
/** Packed they are a KB or little more; settling then writes each rollup for several of them. */
export const mostFresh = 120;
/** With the item itself they stay below what one transaction takes. */
const rollupsAtOnce = 60;

/** Cells that lie in no rollup yet. */
export interface Fresh {
  shard: number;
  cells: Cells;
  /** Counts with every write of the item. */
  revision: number;
  /** How often cells of it have settled, and when they last did (epoch ms). */
  settled: number;
  settledAt: number;
  /** How long after a change it was last counted, and when that was (epoch ms). */
  lag: number;
  seenAt: number;
}

const emptyFresh = (shard: number): Fresh => ({
  shard,
  cells: new Map(),
  revision: 0,
  settled: 0,
  settledAt: 0,
  lag: 0,
  seenAt: 0,
});

/**
 * Which generation of the rollups is counted in, and which is read. They differ while one is made
 * anew, and figures stand still since then.
 */
export interface CountingProgress {
  writing: number;
  reading: number;
  /** Since when figures stand still. */
  standsSince?: string;
  /** When what no projection could take yet was changed (epoch ms), by the projection. */
  standing: readonly { projection: string; at: number }[];
  /** All shards of the generation that was asked for. */
  fresh: readonly Fresh[];
}

const freshOf = (item: Item, prefix: string): Fresh => {
  const { revision, settled, settledAt, lag, seenAt } = item as unknown as Fresh;
  const shard = Number(item.sk.slice(prefix.length));
  return { shard, cells: cellsKept(item.cells), revision, settled, settledAt, lag, seenAt };
};

/** Where counting stands. @param of whose fresh cells are wanted */
export const readProgress = async (table: Table, of: 'writing' | 'reading'): Promise<CountingProgress> => {
  const items = await table.queryAll({ pk: insightPartition, consistent: true });
  const state = items.find(({ sk }) => sk === insightStateKey.sk) as Partial<CountingProgress> | undefined;
  const { writing = 0, reading = 0, standsSince } = state ?? {};
  const prefix = freshCellsPrefix(of === 'writing' ? writing : reading);
  const there = items.filter(({ sk }) => sk.startsWith(prefix)).map((item) => freshOf(item, prefix));
  const fresh = Array.from(
    { length: freshShards },
    (_, shard) => there.find((one) => one.shard === shard) ?? emptyFresh(shard),
  );
  const standing = items.flatMap(({ sk, at }) =>
    sk.startsWith(stuckPrefix) ? [{ projection: sk.split('#')[1] ?? '', at: Number(at) }] : [],
  );
  return { writing, reading, ...(standsSince !== undefined && { standsSince }), standing, fresh };
};

// It changes when all is counted anew, so what was read last is asked for first.
const lastGeneration = new WeakMap<Table, number>();

/** Which generation is counted in, and one shard of its fresh cells: all that counting needs. */
export const readFreshShard = async (table: Table, shard: number): Promise<{ generation: number; before: Fresh }> => {
  const likely = lastGeneration.get(table) ?? 0;
  const key = freshCellsKey(likely, shard);
  const items = await table.getMany([insightStateKey, key], { consistent: true });
  const state = items.find(({ sk }) => sk === insightStateKey.sk) as Partial<CountingProgress> | undefined;
  const generation = state?.writing ?? 0;
  if (generation !== likely) {
    lastGeneration.set(table, generation);
    return readFreshShard(table, shard);
  }
  const there = items.find(({ sk }) => sk === key.sk);
  return { generation, before: there ? freshOf(there, freshCellsPrefix(generation)) : emptyFresh(shard) };
};

/** The write of fresh cells, on condition that nobody wrote them since they were read. */
export const freshWrite = (
  name: string,
  { generation, before }: { generation: number; before: Fresh },
  { shard, cells, ...rest }: Fresh,
): Transaction[number] =>
  plainWrite(
    {
      put: { ...freshCellsKey(generation, shard), ...rest, revision: before.revision + 1, cells: keptCells(cells) },
      when: before.revision === 0 ? 'new' : { holds: { revision: before.revision } },
    },
    name,
  );

/** Fresh cells by the rollups that they settle in. */
const byRollup = (cells: Cells, generation: number) => {
  const rollups = new Map<string, { key: { pk: string; sk: string }; cells: [string, number][] }>();
  const settling = new Map<string, number>();
  for (const [name, count] of cells) {
    const places = placesOf(cellNamed(name), generation);
    const missing = places.filter(({ key }) => !rollups.has(`${key.pk} ${key.sk}`));
    if (rollups.size + missing.length > rollupsAtOnce) continue;
    for (const { key, name: there } of places) {
      const at = `${key.pk} ${key.sk}`;
      const rollup = rollups.get(at) ?? { key, cells: [] };
      rollup.cells.push([there, count]);
      rollups.set(at, rollup);
    }
    settling.set(name, count);
  }
  return { rollups: [...rollups.values()], settling };
};

/** A rollup as it becomes, on condition that it is as it was read. What is empty is not there. */
const rollupWrite = (
  name: string,
  key: { pk: string; sk: string },
  { item, cells }: { item: Item | undefined; cells: readonly (readonly [string, number])[] },
): Transaction[number] => {
  const after = addCells(cellsKept(item?.cells), cells);
  // The cells themselves say which state it was: the same ones are the same, however they came.
  const condition = item
    ? {
        ConditionExpression: '#cells = :cells',
        ExpressionAttributeNames: { '#cells': 'cells' },
        ExpressionAttributeValues: { ':cells': item.cells },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  if (after.size === 0) return { Delete: { TableName: name, Key: key, ...condition } };
  return { Put: { TableName: name, Item: { ...key, cells: keptCells(after) }, ...condition } };
};

/**
 * Lets fresh cells settle, as many as fit in one transaction.
 * @returns what is fresh afterwards
 */
export const settleSome = async (
  table: Table,
  { generation, before }: { generation: number; before: Fresh },
  now: number,
): Promise<Fresh> => {
  const { rollups, settling } = byRollup(before.cells, generation);
  const items = await table.getMany(
    rollups.map(({ key }) => key),
    { consistent: true },
  );
  const itemAt = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  const after: Fresh = {
    ...before,
    cells: addCells(before.cells, settling, -1),
    settled: before.settled + 1,
    settledAt: now,
  };
  await table.transact([
    freshWrite(table.name, { generation, before }, after),
    ...rollups.map(({ key, cells }) =>
      rollupWrite(table.name, key, { item: itemAt.get(`${key.pk} ${key.sk}`), cells }),
    ),
  ]);
  return { ...after, revision: before.revision + 1 };
};
