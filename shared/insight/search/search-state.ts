import { isConditionRefused } from '#shared/core/table/condition-refused.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { type SearchedKind, searchStateKey } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { dropSegment } from '#shared/insight/search/segment.ts';

/** A segment that is searched. */
export interface LiveSegment {
  id: number;
  level: number;
  /** How many records, or later parts of records, were folded into it. */
  parts: number;
  /** In how many it lies. */
  blocks: number;
  /** How often something was taken out of it. */
  cleaned: number;
}

/** Of each place of what was written lately, by shards, up to which revision it is folded. */
export type FoldedPlaces = readonly (readonly number[])[];

/** How far the index of a kind is. */
export interface SearchState {
  /** One of each level at the most, the lowest level first. */
  segments: readonly LiveSegment[];
  /** The first number that is not searched, since not all of it may lie in the segments. */
  numbered: number;
  /** The next number of a record. */
  given: number;
  /** Since when numbers mean what they mean (epoch ms): since the index was made anew. */
  numberedSince: number;
  /** The next id of a segment. */
  next: number;
  folded: FoldedPlaces;
}

interface KeptState extends SearchState {
  version: number;
  /** Segments that are not searched any more, or never were, and are still to be deleted. */
  dropping: readonly number[];
  /** Who works on the index, until an instant (epoch ms), and the segment that they may write. */
  lease?: { until: number; segment: number };
  /** Which form segments have. */
  form: number;
}

// Those of an earlier form are dropped: what is in them is found again once the index is rebuilt.
const formNow = 3;

/** Somebody else works on the index: what has to wait for that tries again. */
export class IndexBusy extends Error {
  override name = 'IndexBusy';
}

const unused: KeptState = {
  segments: [],
  numbered: 0,
  given: 0,
  numberedSince: 0,
  next: 0,
  folded: [],
  version: 0,
  dropping: [],
  form: formNow,
};

const stateIn = (item: Item | undefined): KeptState => {
  const kept = (item?.state as KeptState | undefined) ?? unused;
  if (kept.form === formNow) return kept;
  const dropping = [...kept.dropping, ...kept.segments.map(({ id }) => id)];
  return { ...kept, segments: [], given: kept.numbered, dropping, folded: [], form: formNow };
};

/** What of the index is searched, and whether somebody works on it. */
export const readSearchState = async (table: Table, kind: SearchedKind): Promise<KeptState> =>
  stateIn(await table.get(searchStateKey(kind)));

/** The same as it was a moment ago, for half as much. */
export const recentSearchState = async (table: Table, kind: SearchedKind): Promise<SearchState> =>
  stateIn((await table.getMany([searchStateKey(kind)]))[0]);

const keep = async (table: Table, kind: SearchedKind, state: KeptState): Promise<KeptState> => {
  const next = { ...state, version: state.version + 1 };
  try {
    await table.put(
      { ...searchStateKey(kind), state: next },
      state.version === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#state.#version = :version',
            ExpressionAttributeNames: { '#state': 'state', '#version': 'version' },
            ExpressionAttributeValues: { ':version': state.version },
          },
    );
    return next;
  } catch (error) {
    if (isConditionRefused(error)) throw new IndexBusy();
    throw error;
  }
};

// As long as the function may run that works on it: one that has it longer is dead.
const leaseMs = 60_000;

/** The index while one alone works on it. */
export interface HeldIndex {
  readonly state: SearchState;
  /** The id of the segment that may be written. */
  segment: number;
  /** Has another state searched from now on. What is not in it any more is deleted. */
  replace: (state: SearchState) => Promise<void>;
}

/** Whether somebody works on the index. */
export const isHeld = ({ lease }: Pick<KeptState, 'lease'>, now: number): boolean =>
  lease !== undefined && lease.until > now;

const isSearched = ({ segments }: SearchState, id: number): boolean => segments.some((one) => one.id === id);

/**
 * Works on the index of a kind alone. What somebody left behind who died at it is taken away first.
 * @throws IndexBusy where somebody else works on it
 */
export const withIndex = async <T>(
  table: Table,
  { kind, now }: { kind: SearchedKind; now: number },
  work: (held: HeldIndex) => Promise<T>,
): Promise<T> => {
  const found = await readSearchState(table, kind);
  if (isHeld(found, now)) throw new IndexBusy();
  const left = found.lease && !isSearched(found, found.lease.segment) ? [found.lease.segment] : [];
  let current = await keep(table, kind, {
    ...found,
    dropping: [...found.dropping, ...left],
    next: found.next + 1,
    lease: { until: now + leaseMs, segment: found.next },
  });
  const drop = async () => {
    for (const id of current.dropping) await dropSegment(table, { kind, segment: id });
    const { lease: _lease, ...rest } = current;
    current = await keep(table, kind, { ...rest, dropping: [] });
  };
  const held: HeldIndex = {
    get state() {
      return current;
    },
    segment: found.next,
    replace: async (state) => {
      const gone = current.segments.filter(({ id }) => !isSearched(state, id)).map(({ id }) => id);
      current = await keep(table, kind, { ...current, ...state, dropping: [...current.dropping, ...gone] });
    },
  };
  try {
    return await work(held);
  } finally {
    if (!isSearched(current, held.segment) && !current.dropping.includes(held.segment))
      current = { ...current, dropping: [...current.dropping, held.segment] };
    await drop();
  }
};
