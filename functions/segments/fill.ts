// Fills segments anew after a change of their definition, a part for each shard of contacts. A part
// that runs twice or is killed asks again what is known, and changes nothing.

import { createHash } from 'node:crypto';
import { armNext } from '#functions/arm-next.ts';
import { byTheSegments, reckonContact, type Wanted } from '#functions/segments/reckon.ts';
import { segmentState, segmentStates, stateWrites } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import { ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { generationOf } from '#shared/automation/segments/generation.ts';
import { beginFilling, type FillingTask, finishPart, isUnderWay } from '#shared/automation/segments/progress.ts';
import type { SegmentState } from '#shared/automation/segments/standing.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { iso } from '#shared/core/records/instants.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { memberPartition } from '#shared/core/table/automation-keys.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { contactPartition, momentKey, type Place } from '#shared/core/table/keys.ts';

/** What one run takes on, at some 20 ms each and twenty side by side: a few of its 30 seconds. */
const contactsARun = 2_000;
const atATime = 20;

const placeOf = ({ segment, what, of, shard }: FillingTask): Place & { kind: 'filling' } => {
  // Executions have names of 80 characters at the most.
  const digest = createHash('sha256')
    .update(JSON.stringify([segment, what, of, shard]))
    .digest('hex');
  return { kind: 'filling', id: digest.slice(0, 32) };
};

/** Where a part stands: its task, and the place behind which it goes on. */
interface FillingPlace {
  task: FillingTask;
  /** Epoch milliseconds: a segment that was deleted and made again has new executions. */
  begun: number;
  partition: number;
  after?: string | undefined;
}

const placeItem = (filling: FillingPlace, state: 'armed' | 'waiting', at: number): Item => ({
  ...momentWrite({ subject: placeOf(filling.task), at: iso(at), generation: filling.begun }, state).put,
  filling,
});

const startParts = async (services: Services, tasks: readonly FillingTask[]): Promise<void> => {
  await Promise.all(tasks.map((task) => armNext(services, placeOf(task))));
};

const newParts = (tasks: readonly FillingTask[], at: number): Write[] =>
  tasks.map((task) => ({ put: placeItem({ task, begun: at, partition: 0 }, 'waiting', at) }));

/** Fills a segment by the definition it has now, unless that is done or under way. */
const refill = async (services: Services, segment: string): Promise<void> => {
  const tasks = await againOnConflict(async () => {
    const { definitions } = services;
    const state = await segmentState(services, segment);
    if (!beginFilling(state, segment, await generationOf(definitions, segment))) return openTasks(state);
    // The state may know of a definition that came while this run had an older one.
    await definitions.refresh();
    const begun = beginFilling(state, segment, await generationOf(definitions, segment));
    if (!begun) return openTasks(state);
    const at = services.now();
    const writes = [...stateWrites(state, begun.next, { at }), ...newParts(begun.tasks, at)];
    await services.commit(byTheSegments(at), [], writes);
    return begun.tasks;
  });
  await startParts(services, tasks);
};

/** The parts under way, which may have been left without an execution. */
const openTasks = (state: SegmentState | undefined): FillingTask[] => {
  if (!state) return [];
  const { segment, building, settling } = state;
  return [
    ...(building?.left ?? []).map((shard) => ({ segment, what: 'build' as const, of: String(building?.id), shard })),
    ...(settling?.left ?? []).map((shard) => ({
      segment,
      what: 'settle' as const,
      of: String(settling?.token),
      shard,
    })),
  ];
};

/** Fills every segment anew whose definition is another one: its own, or one that it is made of. */
export const refillChanged = async (services: Services): Promise<void> => {
  const { definitions } = services;
  const states = await segmentStates(services);
  const keys = new Set([...(await definitions.all('segments')).keys(), ...states.keys()]);
  for (const key of keys) await refill(services, key);
};

const partitionsOf = (state: SegmentState, { what, shard, segment }: FillingTask) => {
  if (what === 'build') return [{ index: 'gsi3' as const, pk: contactPartition(shard) }];
  const generations = [...(state.settling?.generations ?? []), ...(state.live ? [state.live.id] : [])];
  return generations.map((generation) => ({ pk: memberPartition(segment, generation, shard), consistent: true }));
};

/** Whom a part asks again: by a new definition everybody, else nobody: what is known is settled. */
const wantedBy =
  ({ what, segment, of }: FillingTask): Wanted =>
  ({ key, id }) =>
    what === 'build' && key === segment && id === of;

/** Does as much of a part as one run may. @returns where it goes on; undefined where it is done */
const doSome = async (
  services: Services,
  state: SegmentState,
  { task, begun, partition, after }: FillingPlace,
): Promise<FillingPlace | undefined> => {
  const all = partitionsOf(state, task);
  const source = all[partition];
  if (!source) return undefined;
  const { items, more } = await services.table.query({ ...source, after, limit: contactsARun });
  const sortKey = 'index' in source ? 'gsi3sk' : 'sk';
  const ids = items.map((item) => String(item[sortKey]));
  const wanted = wantedBy(task);
  await sideBySide(ids, (contactId) => reckonContact(services, { contactId, wanted }, byTheSegments), atATime);
  if (more) return { task, begun, partition, after: ids.at(-1) };
  return partition + 1 < all.length ? { task, begun, partition: partition + 1 } : undefined;
};

const finish = async (services: Services, task: FillingTask): Promise<void> => {
  const tasks = await againOnConflict(async () => {
    const state = await segmentState(services, task.segment);
    const gone: Write = { delete: momentKey(placeOf(task)) };
    const at = services.now();
    if (!state || !isUnderWay(state, task)) {
      await services.commit(byTheSegments(at), [], [gone]);
      return [];
    }
    const done = finishPart(state, task, at);
    const next = stateWrites(state, done.next, { at, quietly: !done.switched });
    await services.commit(byTheSegments(at), [], [...next, gone, ...newParts(done.tasks, at)]);
    return done.tasks;
  });
  await startParts(services, tasks);
};

export const wakeFilling: Waker = async (services, wakeUp) => {
  const item = await services.table.get(momentKey({ kind: 'filling', id: wakeUp.id }));
  if (!item) return ended(wakeUp);
  const filling = item.filling as FillingPlace;
  const state = await segmentState(services, filling.task.segment);
  const next = state && isUnderWay(state, filling.task) ? await doSome(services, state, filling) : undefined;
  if (!next) {
    await finish(services, filling.task);
    return ended(wakeUp);
  }
  const now = services.now();
  await services.table.put(placeItem(next, 'armed', now));
  return waiting(wakeUp, now);
};
