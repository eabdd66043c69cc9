import { type Generation, isEmpty, nobody } from '#shared/automation/segments/generation.ts';
import type { SegmentState } from '#shared/automation/segments/standing.ts';
import { iso } from '#shared/core/records/instants.ts';
import { contactShards, everyContactShard } from '#shared/core/table/keys.ts';

// A new definition of a segment is filled contact by contact beside the old one, takes its place at
// one instant, and then the rest of the old one is taken away, with events of who joined and left.

/** A part of the way, of one shard of contacts. */
export interface FillingTask {
  segment: string;
  what: 'build' | 'settle';
  /** Of `build` the generation, of `settle` its token: a task of another one is over. */
  of: string;
  shard: number;
}

type NextState = Omit<SegmentState, 'revision'>;

const tasksOf = (segment: string, what: FillingTask['what'], of: string | number): FillingTask[] =>
  everyContactShard.map((shard) => ({ segment, what, of: String(of), shard }));

const settlingFor = (
  state: SegmentState | undefined,
  generations: readonly (string | undefined)[],
  live: string | undefined,
): NextState['settling'] => {
  const all = [...(state?.settling?.generations ?? []), ...generations.filter((id) => id !== undefined)];
  const gone = [...new Set(all)].filter((id) => id !== live && id !== nobody.id);
  return { generations: gone, left: [...everyContactShard], token: (state?.revision ?? 0) + 1 };
};

/**
 * Begins with a generation, unless it is there or under way. A filling that it takes over from is
 * given up.
 */
export function beginFilling(
  state: SegmentState | undefined,
  segment: string,
  wanted: Generation,
): { next: NextState; tasks: FillingTask[] } | undefined {
  if (state ? (state.building ?? state.live)?.id === wanted.id : isEmpty(wanted)) return undefined;
  const { live, building, settling } = state ?? {};
  if (live?.id === wanted.id) {
    const next = { segment, live, settling: settlingFor(state, [building?.id], live.id) };
    return { next, tasks: tasksOf(segment, 'settle', next.settling?.token ?? 0) };
  }
  const given = building && settlingFor(state, [building.id], live?.id);
  const next = {
    segment,
    live,
    building: { ...wanted, left: [...everyContactShard] },
    settling: given ?? settling,
  };
  return {
    next,
    tasks: [...tasksOf(segment, 'build', wanted.id), ...(given ? tasksOf(segment, 'settle', given.token) : [])],
  };
}

/** Whether a part is still to be done. */
export const isUnderWay = (state: SegmentState | undefined, { what, of, shard }: FillingTask): boolean => {
  if (what === 'settle')
    return String(state?.settling?.token) === of && (state?.settling?.left.includes(shard) ?? false);
  return state?.building?.id === of && state.building.left.includes(shard);
};

const withoutShard = (left: readonly number[], shard: number): number[] => left.filter((one) => one !== shard);

/** The new generation takes the place of the old one. */
const switchOver = (state: SegmentState, at: number): { next: NextState; tasks: FillingTask[] } => {
  const { segment, live, building, settling } = state;
  if (!building) throw new Error('nothing is being filled');
  const { left: _left, ...generation } = building;
  const next = { segment, live: { ...generation, at: iso(at) } };
  // Of a first filling nobody is to hear anything.
  if (!live && !settling) return { next, tasks: [] };
  const settled = settlingFor(state, [live?.id], generation.id);
  return { next: { ...next, settling: settled }, tasks: tasksOf(segment, 'settle', settled?.token ?? 0) };
};

/**
 * The state after a part was done, and the parts that follow; undefined as next where the segment
 * has gone.
 */
export function finishPart(
  state: SegmentState,
  { what, shard }: FillingTask,
  at: number,
): { next: NextState | undefined; tasks: FillingTask[]; switched: boolean } {
  const { segment, live, building, settling } = state;
  if (what === 'build' && building) {
    const left = withoutShard(building.left, shard);
    if (left.length === 0) return { ...switchOver(state, at), switched: true };
    return { next: { segment, live, settling, building: { ...building, left } }, tasks: [], switched: false };
  }
  const left = withoutShard(settling?.left ?? [], shard);
  const rest = { segment, live, building, ...(settling && left.length > 0 && { settling: { ...settling, left } }) };
  const isGone = live?.id === nobody.id && !building && left.length === 0;
  return { next: isGone ? undefined : rest, tasks: [], switched: isGone };
}

/** How much of a filling is done, from 0 to 1; undefined where none is under way. */
export const progressOf = (state: SegmentState | undefined): number | undefined =>
  state?.building && 1 - state.building.left.length / contactShards;
