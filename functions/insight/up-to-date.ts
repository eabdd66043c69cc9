import type { Services } from '#functions/services.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { listPartitions } from '#shared/core/table/list-keys.ts';
import type { CountedSubject } from '#shared/insight/rollups/counted.ts';
import { readProgress } from '#shared/insight/rollups/fresh-cells.ts';
import { projectedUpTo } from '#shared/insight/rollups/read-cells.ts';

// A projector that stands says nothing, so what it has not done is looked for: the records that
// changed last are asked whether they are kept as they are.

/** Of each partition. Together they are seldom all of one burst. */
const newestOfEach = 5;
/** What of them is looked at: records, and what they are counted with. */
const mostAsked = 12;

export type ChangedRecord = CountedSubject & { kind: 'case' | 'alert'; at: number };

/** What is kept of records, and how it is known of some of them that it is kept otherwise. */
interface KeptProjection {
  projection: 'figures' | 'search' | 'counts';
  /** Of which it is asked; what is kept of others is kept with it. */
  kinds: readonly ChangedRecord['kind'][];
  otherwise: (some: readonly ChangedRecord[]) => Promise<readonly CountedSubject[]>;
}

/** The records that changed last, the newest first. */
const lastChanged = async (
  { table }: Pick<Services, 'table'>,
  kinds: KeptProjection['kinds'],
): Promise<ChangedRecord[]> => {
  const pages = kinds.flatMap((kind) =>
    (['open', 'closed'] as const).flatMap((openness) =>
      listPartitions({ kind, openness, order: 'updatedAt' }, 'everything').map(async (source) => {
        const { items } = await table.query({ ...source, descending: true, limit: newestOfEach });
        const idAt = partitionOf({ kind, id: '' }).length;
        return items.map(({ pk, updatedAtsk }): ChangedRecord => {
          const at = epoch(String(updatedAtsk).split('#')[0] ?? '');
          return { kind, id: pk.slice(idAt), at };
        });
      }),
    ),
  );
  return (await Promise.all(pages)).flat().sort((one, other) => other.at - one.at);
};

/** As of when that is, at the earliest, which is read from now on. */
export const upToDate = async (
  services: Pick<Services, 'table'>,
  { projection, kinds, otherwise }: KeptProjection,
  now: number,
): Promise<string> => {
  const [progress, changed] = await Promise.all([
    readProgress(services.table, 'writing'),
    lastChanged(services, kinds),
  ]);
  const known = projectedUpTo(progress, projection, now);
  // What figures have of a batch, the others have or fail with, which is noted.
  const counted = Math.max(0, ...progress.fresh.map(({ seenAt, lag }) => seenAt - lag));
  const newer = changed.filter(({ at }) => at > counted).slice(0, mostAsked);
  const found = newer.length === 0 ? [] : await otherwise(newer);
  if (found.length === 0) return iso(known);
  const missing = new Set(found.map(({ kind, id }) => `${kind} ${id}`));
  const pending = newer.filter(({ kind, id }) => missing.has(`${kind} ${id}`));
  // Where nothing that was looked at is kept as it is, what lies behind it may not be either.
  const isAll = pending.length === newer.length && newer.length === mostAsked;
  return iso(Math.min(known, isAll ? counted : Number.POSITIVE_INFINITY, ...pending.map(({ at }) => at - 1)));
};
