import { countRecords, settleFresh } from '#functions/insight/count-records.ts';
import { movesAgain } from '#functions/insight/standing.ts';
import type { Services } from '#functions/services.ts';
import { iso } from '#shared/core/records/instants.ts';
import { freshCellsKey, insightStateKey, rollupPartition } from '#shared/core/table/insight-keys.ts';
import { type Key, partitionOf } from '#shared/core/table/keys.ts';
import { partitionsOfAll } from '#shared/core/table/list-keys.ts';
import { pagesOfRanges } from '#shared/core/table/one-by-one.ts';
import type { Table } from '#shared/core/table/table.ts';
import { cellsKept } from '#shared/insight/rollups/cells.ts';
import type { CountedSubject } from '#shared/insight/rollups/counted.ts';
import { freshShards, readProgress } from '#shared/insight/rollups/fresh-cells.ts';
import { seriesByPersons, singleSeries } from '#shared/insight/rollups/series.ts';

// Makes figures anew in a generation of their own while readers have the old one. Changes count in
// the new one; what breaks off begins anew, and what is counted is not counted again.

type RebuildingServices = Pick<Services, 'table' | 'now' | 'reportingDays'>;

// What one DynamoDB transaction deletes.
const deletesAtATime = 100;
const recordsAPage = 200;

const countKind = async (services: RebuildingServices, kind: CountedSubject['kind']): Promise<number> => {
  const prefix = partitionOf({ kind, id: '' });
  let counted = 0;
  for await (const items of pagesOfRanges(services.table, partitionsOfAll(kind), recordsAPage)) {
    const all = items.map(({ pk }): CountedSubject => ({ kind, id: pk.slice(prefix.length) }));
    await countRecords(services, all, { days: services.reportingDays });
    counted += all.length;
  }
  return counted;
};

const deleteAll = async (table: Table, keys: readonly Key[]): Promise<void> => {
  for (let from = 0; from < keys.length; from += deletesAtATime)
    await table.deleteAll(keys.slice(from, from + deletesAtATime));
};

/** Takes away the rollups of a generation that nobody reads any more. */
const removeGeneration = async (table: Table, generation: number): Promise<void> => {
  const keysIn = async (series: string): Promise<Key[]> => {
    const levels = (['month', 'day'] as const).map((level) => rollupPartition(generation, series, level));
    return (await Promise.all(levels.map((pk) => table.queryAll({ pk })))).flat().map(({ pk, sk }) => ({ pk, sk }));
  };
  const persons = await table.queryAll({ pk: rollupPartition(generation, 'persons', 'month') });
  const attributes = persons.flatMap(({ cells }) => [...cellsKept(cells).keys()]);
  for (const series of [...attributes.flatMap(seriesByPersons), ...singleSeries])
    await deleteAll(table, await keysIn(series));
  const shards = Array.from({ length: freshShards }, (_, shard) => shard);
  await deleteAll(
    table,
    shards.map((shard) => freshCellsKey(generation, shard)),
  );
};

/** @returns how many records were counted */
export const rebuildFigures = async (services: RebuildingServices): Promise<number> => {
  const { table, now } = services;
  const { writing, reading, standsSince = iso(now()) } = await readProgress(table, 'writing');
  const generation = writing === reading ? reading + 1 : writing;
  await table.put({ ...insightStateKey, writing: generation, reading, standsSince });
  let counted = 0;
  for (const kind of ['contact', 'alert', 'case'] as const) counted += await countKind(services, kind);
  await settleFresh(services);
  await table.put({ ...insightStateKey, writing: generation, reading: generation });
  await movesAgain(table, 'figures');
  await removeGeneration(table, reading);
  return counted;
};
