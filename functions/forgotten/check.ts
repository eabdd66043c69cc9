// Looks every night at each open case and alert, in parts that the sweep goes on with. What it
// finds is an item of the record, made once with its event; a run that breaks off repeats one part.
import { forgottenBy, type LookedAt } from '#functions/forgotten/why-forgotten.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock } from '#functions/wake/woken.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { tellForgotten } from '#shared/casework/forgotten/forgotten.ts';
import { iso } from '#shared/core/records/instants.ts';
import { withRecords } from '#shared/core/records/list-rows.ts';
import { readRecord } from '#shared/core/records/read.ts';
import {
  forgottenCheckKey,
  forgottenItem,
  forgottenKey,
  forgottenPartition,
} from '#shared/core/table/casework-keys.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { type JobPart, runJob } from '#shared/core/table/job.ts';
import { everyShard, type IndexName, indexSortKey } from '#shared/core/table/keys.ts';
import { listPartitions } from '#shared/core/table/list-keys.ts';

// What one part reads, and what one run of the sweep does: some 2,000 records in a few seconds.
const rowsAPart = 100;
const partsARun = 20;
const day = 24 * 60 * 60 * 1000;
// In the small hours of Europe and before those of America, when little else is done.
const nightBegins = 2 * 60 * 60 * 1000;

interface Source {
  index: IndexName;
  pk: string;
  kind?: 'case' | 'alert';
  /** Of what stands on the list already: whether it does so rightly. */
  isListed?: true;
}

// First what is open, then what was found before: that may be over, or closed.
const sources: readonly Source[] = [
  ...(['case', 'alert'] as const).flatMap((kind) =>
    listPartitions({ kind, openness: 'open' }, 'everything').map((one): Source => ({ ...one, kind })),
  ),
  ...everyShard.map((shard): Source => ({ index: 'gsi1', pk: forgottenPartition(shard), isListed: true })),
];

/** How far a check is. */
export interface CheckState {
  /** When it began. */
  begunAt: string;
  /** The configuration that it began with. */
  epoch: string;
  /** Which of the lists it is in, and the last row that it looked at. */
  source: number;
  after?: string;
  finishedAt?: string;
  /** The newest one that is whole. */
  whole?: { begunAt: string; epoch: string };
}

export const checkStateOf = async ({ table }: Pick<Services, 'table'>): Promise<CheckState | undefined> =>
  (await table.get(forgottenCheckKey)) as CheckState | undefined;

/** Looks at one record as it is: it goes onto the list, stays on it, or goes off it. */
const lookAt = (services: Services, { kind, id }: { kind: 'case' | 'alert'; id: string }): Promise<void> =>
  againOnConflict(async () => {
    const { table } = services;
    const key = forgottenKey({ kind, id });
    const [record, listed] = await Promise.all([readRecord<Case & Alert>(table, kind, id), table.get(key)]);
    const now = services.now();
    const reason = record && (await forgottenBy(services))({ kind, record } as LookedAt, now);
    if (listed && !reason)
      await services.commit(byTheClock(now), [], [{ delete: key, when: { holds: { since: listed.since } } }]);
    if (!record || !reason || listed) return;
    const since = iso(now);
    const item = forgottenItem({ kind, id }, { type: record.type, since });
    const decision = tellForgotten({ kind, record } as LookedAt, { reason, since });
    await services.commit(byTheClock(now), [decision], [{ put: item, when: 'new' }]);
  });

const subjectIn = (item: Item, { isListed }: Source): { kind: 'case' | 'alert'; id: string } =>
  isListed
    ? { kind: item.kind as 'case' | 'alert', id: String(item.recordId) }
    : { kind: item.sk as 'case' | 'alert', id: (item.record as { id: string }).id };

/** One part: the next rows of a list, and the place behind them. */
const lookFurther = async (services: Services, state: CheckState): Promise<CheckState> => {
  const { table } = services;
  const source = sources[state.source];
  if (!source) throw new Error('the check is over');
  const why = await forgottenBy(services);
  const { index, pk, kind, isListed } = source;
  const { items: rows, more } = await table.query({ index, pk, after: state.after, limit: rowsAPart });
  const items = kind ? (await withRecords(table, kind, rows)).filter(({ record }) => record !== undefined) : rows;
  const now = services.now();
  // A list may be a moment behind: what it shows as sound is, but for that moment; what not is read
  // afresh.
  const doubtful = items.filter((item) => {
    const subject = subjectIn(item, source);
    return isListed || why({ kind: subject.kind, record: item.record } as LookedAt, now) !== undefined;
  });
  for (const item of doubtful) await lookAt(services, subjectIn(item, source));
  const last = rows.at(-1);
  const { after: _before, ...rest } = state;
  const next: CheckState =
    more && last ? { ...rest, after: String(last[indexSortKey(index)]) } : { ...rest, source: state.source + 1 };
  const { begunAt, epoch } = next;
  const isOver = next.source === sources.length;
  const after = isOver ? { ...next, finishedAt: iso(now), whole: { begunAt, epoch } } : next;
  await table.put({ ...forgottenCheckKey, ...after });
  return after;
};

const startOfNight = (now: number): number => Math.floor((now - nightBegins) / day) * day + nightBegins;

/**
 * Does what is left of the check of this night, as much as one run may.
 * @returns how many parts it did
 */
export const checkForgotten = async (services: Services): Promise<number> => {
  const now = services.now();
  const found = await checkStateOf(services);
  const isOfTonight = found !== undefined && found.begunAt >= iso(startOfNight(now));
  if (isOfTonight && found.finishedAt) return 0;
  let state: CheckState = isOfTonight
    ? found
    : {
        begunAt: iso(now),
        epoch: await services.definitions.epoch(),
        source: 0,
        ...(found?.whole && { whole: found.whole }),
      };
  function* parts(): Generator<JobPart<void>> {
    while (!state.finishedAt)
      yield async () => {
        state = await lookFurther(services, state);
      };
  }
  const { done } = await runJob(parts(), { most: partsARun });
  return done.length;
};
