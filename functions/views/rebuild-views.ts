import type { Services } from '#functions/services.ts';
import { countAgain } from '#functions/views/count-again.ts';
import { takeCountedCrossings } from '#functions/views/counted-crossings.ts';
import { allQuestions } from '#functions/views/questions.ts';
import { isConditionRefused } from '#shared/core/table/condition-refused.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { partitionsOfAll } from '#shared/core/table/list-keys.ts';
import { pagesOfRanges } from '#shared/core/table/one-by-one.ts';
import { everyTallyShard, tallyPartition } from '#shared/core/table/view-keys.ts';
import { type ViewedKind, viewedKinds } from '#shared/insight/views/cell.ts';

// Counts every record for views as its next change would. What is counted already is left, so it
// may break off, begin twice, and run beside changes.

const recordsAPage = 200;

const countKind = async (services: Services, kind: ViewedKind): Promise<number> => {
  const prefix = partitionOf({ kind, id: '' });
  let counted = 0;
  for await (const items of pagesOfRanges(services.table, partitionsOfAll(kind), recordsAPage)) {
    const ids = items.map(({ pk }) => pk.slice(prefix.length));
    const refs = ids.map((id) => ({ kind, id }));
    await countAgain(services, refs);
    counted += ids.length;
  }
  return counted;
};

/** What time has moved, also where it is in no list any more. */
const takeCrossings = async (services: Services, kind: ViewedKind): Promise<void> => {
  for (const shard of everyTallyShard)
    for (let more = true; more; ) more = await takeCountedCrossings(services, kind, shard);
};

/** Takes away the counts of what there is none of any more. */
const dropEmptyCounts = async (services: Services): Promise<void> => {
  const { table } = services;
  const isEmpty = {
    ConditionExpression: '#records = :none',
    ExpressionAttributeNames: { '#records': 'records' },
    ExpressionAttributeValues: { ':none': 0 },
  };
  const drop = (key: { pk: string; sk: string }) =>
    table.delete(key, isEmpty).catch((error: unknown) => {
      // Something is counted there again.
      if (!isConditionRefused(error)) throw error;
    });
  for (const { id } of await allQuestions(services))
    for (const shard of everyTallyShard) {
      const tallies = await table.queryAll({ pk: tallyPartition(id, shard) });
      for (const { pk, sk, records } of tallies) if (records === 0) await drop({ pk, sk });
    }
};

/** @returns how many records of each kind are counted */
export const rebuildViews = async (services: Services): Promise<Record<ViewedKind, number>> => {
  const counts = { case: 0, alert: 0 };
  for (const kind of viewedKinds) {
    counts[kind] = await countKind(services, kind);
    await takeCrossings(services, kind);
  }
  await dropEmptyCounts(services);
  return counts;
};
