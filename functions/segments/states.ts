import type { Services } from '#functions/services.ts';
import { type CompiledGeneration, type Generation, loadGeneration } from '#shared/automation/segments/generation.ts';
import type { SegmentState } from '#shared/automation/segments/standing.ts';
import { iso } from '#shared/core/records/instants.ts';
import { segmentStateKey, segmentStatePartition } from '#shared/core/table/automation-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { configurationEpochKey } from '#shared/core/table/keys.ts';

export type SegmentStates = ReadonlyMap<string, SegmentState>;

const stateOf = (item: Item): SegmentState => item.state as SegmentState;

/**
 * How far all segments have come. What a batch reads after it got an event is no older than the
 * event: a filling that began before it is seen, so no contact falls between the two.
 */
export const segmentStates = ({ definitions, table }: Services): Promise<SegmentStates> =>
  definitions.beside('segment-states', async () => {
    const items = await table.queryAll({ pk: segmentStatePartition, consistent: true });
    return new Map(items.map((item) => [stateOf(item).segment, stateOf(item)]));
  });

/** How far one segment has come, as it is now. */
export const segmentState = async ({ table }: Services, segment: string): Promise<SegmentState | undefined> => {
  const item = await table.get(segmentStateKey(segment));
  return item && stateOf(item);
};

/**
 * Writes the next state of a segment, on condition that nobody wrote another. What others keep of
 * the states is compared with the epoch of the configuration, so that moves with it.
 */
export const stateWrites = (
  before: SegmentState | undefined,
  after: Omit<SegmentState, 'revision'> | undefined,
  { at, quietly = false }: { at: number; quietly?: boolean },
): Write[] => {
  const segment = String(after?.segment ?? before?.segment);
  const revision = (before?.revision ?? 0) + 1;
  const when = before ? { holds: { revision: before.revision } } : ('new' as const);
  const key = segmentStateKey(segment);
  return [
    after ? { put: { ...key, revision, state: { ...after, revision } }, when } : { delete: key, when },
    ...(quietly ? [] : [{ put: { ...configurationEpochKey, epoch: `${iso(at)} segment ${segment} ${revision}` } }]),
  ];
};

// A generation never changes. A few hundred segments, twice each while they are refilled.
const mostCompiled = 1000;
const compiled = new WeakMap<object, Map<string, Promise<CompiledGeneration>>>();

/** A generation of a segment, made ready once. */
export const compiledGeneration = (
  { definitions }: Services,
  segment: string,
  generation: Generation,
): Promise<CompiledGeneration> => {
  const known = compiled.get(definitions) ?? new Map<string, Promise<CompiledGeneration>>();
  compiled.set(definitions, known);
  const name = `${segment} ${generation.id}`;
  const loading = known.get(name) ?? loadGeneration(definitions, segment, generation);
  if (known.size > mostCompiled) known.clear();
  known.set(name, loading);
  loading.catch(() => known.delete(name));
  return loading;
};

/** The generations of a segment that have to be kept: what is read, and what is being filled. */
export const generationsOf = ({ live, building }: SegmentState): Generation[] => [
  ...(live ? [live] : []),
  ...(building ? [building] : []),
];
