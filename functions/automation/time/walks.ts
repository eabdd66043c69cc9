// Goes over the open records of a kind for a rule of time, twenty pages a run from where an item
// says. Killed between two pages it does one again: runs are named by rule, occasion and record.

import { armNext } from '#functions/arm-next.ts';
import { candidatesIn, runOccasion } from '#functions/automation/time/occasions.ts';
import { expectQuiet } from '#functions/automation/time/quiet.ts';
import { ruleOfTime } from '#functions/automation/time/rule-of-time.ts';
import type { Services } from '#functions/services.ts';
import { ended, type Waker, waiting } from '#functions/wake/woken.ts';
import {
  partitionOfWalk,
  placeOfWalk,
  type RecordsWalk,
  type ShardWalk,
  shardsOf,
  type Walk,
  walkItem,
  walkKey,
} from '#shared/automation/rules/time/walk.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { readPartition } from '#shared/core/records/list-rows.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { momentKey } from '#shared/core/table/keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';

// A page of records is what one Query gives: a megabyte is some 500 of them.
const page = 200;
/** Asking a record takes some 20 ms of waiting; ten side by side use what a function has. */
const atATime = 10;
/** What a run goes over in a few of its thirty seconds. */
const pagesARun = { occasion: 20, quiet: 5 } as const;
/** Few records are run where they are found; more are dealt out, to be run side by side. */
const fewRecords = 10;
const aGroup = 50;

/** Begins a walk, unless it is under way. */
const begin = async (services: Services, walk: Walk, at: number): Promise<void> => {
  await putNew(services.table, walkItem(walk, { at, generation: services.now(), state: 'waiting' }));
  await armNext(services, placeOfWalk(walk));
};

/** Begins to go over all open records of a kind, at an instant (epoch milliseconds). */
export const beginWalks = async (
  services: Services,
  walk: Omit<ShardWalk, 'shard' | 'after'>,
  at: number,
): Promise<void> => {
  await Promise.all(shardsOf(walk.kind).map((shard) => begin(services, { ...walk, shard }, at)));
};

const inGroups = <T>(all: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, group) => all.slice(group * most, (group + 1) * most));

const runAll = async (services: Services, { ids, ...of }: RecordsWalk): Promise<void> => {
  const rule = await ruleOfTime(services, 'schedule', of.rule);
  if (rule)
    await sideBySide(ids, (id) => runOccasion(services, rule, { kind: of.kind, id, at: epoch(of.at) }), atATime);
};

const findForOccasion = async (
  services: Services,
  walk: ShardWalk,
  found: readonly { id: string }[],
): Promise<boolean> => {
  const rule = await ruleOfTime(services, 'schedule', walk.rule);
  if (!rule) return false;
  const { kind, at } = walk;
  const ids = candidatesIn(rule, found, services.now());
  const dealOut = (some: readonly string[]) => {
    const records: RecordsWalk = { what: 'records', rule: walk.rule, kind, at, ids: some };
    return some.length > fewRecords ? begin(services, records, services.now()) : runAll(services, records);
  };
  await sideBySide(inGroups(ids, aGroup), dealOut, atATime);
  return true;
};

const expectOnPage = async (
  services: Services,
  walk: ShardWalk,
  found: readonly { id: string }[],
): Promise<boolean> => {
  if (!(await ruleOfTime(services, 'no-activity', walk.rule))) return false;
  await sideBySide(found, (record) => expectQuiet(services, walk.kind, record as never), atATime);
  return true;
};

/** Does as much of a walk as one run may. @returns where it goes on; undefined where it is done */
const walkOn = async (services: Services, walk: Walk): Promise<Walk | undefined> => {
  if (walk.what === 'records') return void (await runAll(services, walk));
  let { after } = walk;
  for (let done = 0; done < pagesARun[walk.what]; done++) {
    const range = { kind: walk.kind, after, limit: page };
    const { records, next } = await readPartition<{ id: string }>(services.table, partitionOfWalk(walk), range);
    const isWanted = await (walk.what === 'occasion' ? findForOccasion : expectOnPage)(services, walk, records);
    after = next;
    if (!isWanted || after === undefined) return undefined;
  }
  return { ...walk, after };
};

export const wakeTheWalk: Waker = async (services, wakeUp) => {
  const item = await services.table.get(momentKey({ kind: 'walk', id: wakeUp.id }));
  if (item?.generation !== wakeUp.generation) return ended(wakeUp);
  const now = services.now();
  if (epoch(String(item.at)) > now) return waiting(wakeUp, epoch(String(item.at)));
  const walk = item.walk as Walk;
  const next = await walkOn(services, walk);
  if (!next) {
    await services.table.deleteAll([walkKey(walk)]);
    return ended(wakeUp);
  }
  await services.table.put(walkItem(next, { at: now, generation: wakeUp.generation, state: 'armed' }));
  return waiting(wakeUp, now);
};
