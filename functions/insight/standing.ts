import { logger } from '#functions/logger.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { insightPartition, stuckKey, stuckPrefix } from '#shared/core/table/insight-keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { Change } from '#shared/insight/change.ts';

// A change that a projection cannot take stops what comes behind it. Until it can, or all is made
// anew, its readers see as of when it is what they read.

/** When something was changed: as its record says, or else its stream. */
const changedAt = ({ before, after, at }: Change, now: number): number => {
  const record = (after ?? before)?.record as Partial<RecordBase> | undefined;
  return Math.min(now, at ?? now, record?.updatedAt === undefined ? now : epoch(record.updatedAt));
};

/** Notes that a change could not be projected; the first that cannot be is the one that counts. */
export const stands = async (
  table: Table,
  { projection, change, now }: { projection: string; change: Change; now: number },
): Promise<void> => {
  try {
    await putNew(table, { ...stuckKey(projection, change.key.pk), at: changedAt(change, now) });
  } catch (error) {
    // The table takes nothing, which is why nothing could be projected.
    logger.warn('a projection that stands could not be noted', { error: error as Error });
  }
};

/** What could not be projected of some partitions was, or is behind a change of them that was. */
export const moves = async (table: Table, changes: readonly Change[]): Promise<void> => {
  const noted = await table.queryAll({ pk: insightPartition, prefix: stuckPrefix });
  const taken = new Set(changes.map(({ key }) => key.pk));
  const over = noted.filter(({ sk }) => taken.has(sk.split('#').slice(2).join('#')));
  await table.deleteAll(over.slice(0, 100).map(({ pk, sk }) => ({ pk, sk })));
};

/** All records were projected anew. */
export const movesAgain = async (table: Table, projection: string): Promise<void> => {
  const prefix = `${stuckPrefix}${projection}#`;
  for (const { pk, sk } of await table.queryAll({ pk: insightPartition, prefix })) await table.delete({ pk, sk });
};
