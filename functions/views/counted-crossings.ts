import type { Services } from '#functions/services.ts';
import { countAgain } from '#functions/views/count-again.ts';
import { iso } from '#shared/core/records/instants.ts';
import { viewedPartition } from '#shared/core/table/view-keys.ts';
import type { ViewedKind } from '#shared/insight/views/cell.ts';

/** What one run takes on, fifty together in some 50 ms: a few of its 30 seconds. */
const mostARun = 2_000;

/** Counts anew records of a shard that time has moved. @returns whether there are more */
export const takeCountedCrossings = async (services: Services, kind: ViewedKind, shard: number): Promise<boolean> => {
  const to = `${iso(services.now())}~`;
  const { items, more } = await services.table.query({
    index: 'gsi4',
    pk: viewedPartition(kind, shard),
    to,
    limit: mostARun,
  });
  const refs = items.map(({ recordId }) => ({ kind, id: String(recordId) }));
  await countAgain(services, refs);
  return more;
};
