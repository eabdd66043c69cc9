import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { hasWord, type SearchQuery, termsWanted, type WantedWord } from '#shared/insight/search/query.ts';
import { type RecentText, readRecentText } from '#shared/insight/search/recent-text.ts';
import { type KnownPages, noPages, rowsOfNumbers, typesOfNumbers } from '#shared/insight/search/rows.ts';
import {
  type LiveSegment,
  readSearchState,
  recentSearchState,
  type SearchState,
} from '#shared/insight/search/search-state.ts';
import { postingsOfEach } from '#shared/insight/search/segment.ts';
import { participantTerm } from '#shared/insight/search/terms.ts';

// Records by how many words of a search they have, then by age. The sets of each word are read
// whole, ten KB for half of 100,000 records, so that the order is exact on every page.

/** Where a record stands in the order of a search. */
export interface MatchPlace {
  /** How many words it has; nothing where the order is that of age alone. */
  count: number;
  createdAt: string;
  id: string;
  /** In the segments. */
  number?: number | undefined;
}

export interface WordMatch extends MatchPlace {
  /** The words that it has. */
  matched: string[];
}

export interface CandidateSearch {
  kind: SearchedKind;
  query: SearchQuery;
  /** `matches`: most words first, then newest. */
  order: 'matches' | 'newest' | 'oldest';
  /**
   * Which types to look in, and whose records beside those; all where it is left out. It only
   * spares reading what the caller does not see.
   */
  narrowedTo?: { types: readonly string[]; owners: readonly string[] } | undefined;
  /** How many are wanted at a time, of which it is read which records they are. */
  atATime?: number | undefined;
  /** Only what stands behind this place. */
  after?: MatchPlace | undefined;
}

/** The index at one moment. */
interface Snapshot {
  state: SearchState;
  recent: RecentText[];
  /** For each word the numbers of the records that have it. */
  found: number[][];
  /** Those of the caller. */
  own: Set<number>;
  known: KnownPages;
}

/** What a function has read of the index of a kind, and need not read again. */
interface WarmIndex {
  state: SearchState;
  known: KnownPages;
}
// It lives as long as the function does, as its table.
const warmIndexes = new WeakMap<Table, Partial<Record<SearchedKind, WarmIndex>>>();

/** Keeps the state that the next search begins with. @returns which pages are known under it */
const keepWarm = (table: Table, kind: SearchedKind, state: SearchState): KnownPages => {
  const warm = warmIndexes.get(table) ?? {};
  warmIndexes.set(table, warm);
  const before = warm[kind];
  const known = before?.state.numberedSince === state.numberedSince ? before.known : noPages();
  warm[kind] = { state, known };
  return known;
};

// Somebody who folds meanwhile takes segments away; that is over after a moment.
const mostTries = 4;

/** For each word the numbers of the records that have it in a segment. */
const numbersIn = async (
  table: Table,
  { kind, segment, words }: { kind: SearchedKind; segment: LiveSegment; words: readonly WantedWord[] },
): Promise<number[][]> => {
  const wanted = words.map(termsWanted);
  const place = { kind, segment: segment.id, blocks: segment.blocks };
  const found = (await postingsOfEach(table, place, wanted.flat()))[Symbol.iterator]();
  return wanted.map((terms) => terms.flatMap(() => found.next().value ?? []).flatMap(({ numbers }) => numbers));
};

const readSnapshot = async (table: Table, { kind, query, narrowedTo }: CandidateSearch): Promise<Snapshot> => {
  const owners = (narrowedTo?.owners ?? []).map(
    (owner): WantedWord => ({ word: owner, begins: [], equals: [participantTerm(owner)] }),
  );
  const isSame = (one: SearchState, other: SearchState) =>
    one.numberedSince === other.numberedSince && JSON.stringify(one.segments) === JSON.stringify(other.segments);
  const asked = [...query.words, ...query.inFields];
  const words = [...asked, ...owners];
  let state: SearchState = warmIndexes.get(table)?.[kind]?.state ?? (await recentSearchState(table, kind));
  for (let tries = 1; ; tries++) {
    const [recent, ...ofSegments] = await Promise.all([
      readRecentText(table, kind),
      ...state.segments.map((segment) => numbersIn(table, { kind, segment, words })),
    ]);
    const numbers = words.map((_, index) => ofSegments.flatMap((found) => found[index] ?? []));
    // A fold writes a segment, then the state, then takes away what it folded.
    const after = await readSearchState(table, kind);
    if (isSame(after, state) || tries === mostTries) {
      const [found, own] = [numbers.slice(0, asked.length), new Set(numbers.slice(asked.length).flat())];
      return { state: after, recent, found, own, known: keepWarm(table, kind, after) };
    }
    state = after;
  }
};

// A page, and whether there is another.
const usualRows = 26;
// Of so many it is looked at which types they have; most lie in one chunk.
const typesAtATime = 64;

const bitsIn = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count++;
  return count;
};

/** A record whose text lies in no segment yet. */
interface RecentRecord {
  id: string;
  createdAt: string;
  type: string | undefined;
  number: number | undefined;
  terms: string[];
}

const recordsIn = (texts: readonly RecentText[]): RecentRecord[] =>
  [
    ...Map.groupBy(
      texts.filter(({ isGone }) => !isGone),
      ({ id }) => id,
    ),
  ].map(([id, parts]) => ({
    id,
    createdAt: parts[0]?.createdAt ?? '',
    type: parts.find(({ type }) => type !== undefined)?.type,
    number: parts.find(({ number }) => number !== undefined)?.number,
    terms: parts.flatMap(({ terms }) => [...terms]),
  }));

/** The candidates of a search, in its order. */
export async function* candidates(table: Table, search: CandidateSearch): AsyncGenerator<WordMatch> {
  const { kind, query, order, narrowedTo, after, atATime = usualRows } = search;
  const snapshot = await readSnapshot(table, search);
  const all = [...query.words, ...query.inFields];
  const ofText = (1 << query.words.length) - 1;
  const ofFields = ((1 << all.length) - 1) & ~ofText;
  const masks = new Uint32Array(snapshot.state.numbered);
  for (const [index, numbers] of snapshot.found.entries())
    for (const number of numbers) masks[number] = (masks[number] ?? 0) | (1 << index);
  const isMatch = (mask: number) =>
    (mask & ofFields) === ofFields && (query.words.length === 0 || (mask & ofText) !== 0);
  const countOf = (mask: number) => (order === 'matches' ? bitsIn(mask & ofText) : 0);
  const wordsIn = (mask: number) => query.words.flatMap(({ word }, index) => ((mask >> index) & 1 ? [word] : []));
  const isTheirs = ({ type, terms }: RecentRecord) =>
    !narrowedTo ||
    (type !== undefined && narrowedTo.types.includes(type)) ||
    narrowedTo.owners.some((owner) => terms.includes(participantTerm(owner)));

  const fresh: (WordMatch & { mask: number })[] = [];
  for (const record of recordsIn(snapshot.recent)) {
    const mask = all.reduce((bits, word, index) => (hasWord(word, record.terms) ? bits | (1 << index) : bits), 0);
    if (record.number !== undefined) {
      masks[record.number] = (masks[record.number] ?? 0) | mask;
      if (isTheirs(record)) snapshot.own.add(record.number);
    } else if (isMatch(mask) && isTheirs(record))
      fresh.push({ id: record.id, createdAt: record.createdAt, count: countOf(mask), matched: wordsIn(mask), mask });
  }

  const isOlderFirst = order === 'oldest';
  const isBefore = (one: MatchPlace, other: MatchPlace): boolean => {
    if (one.count !== other.count) return one.count > other.count;
    const [a, b] = [`${one.createdAt}#${one.id}`, `${other.createdAt}#${other.id}`];
    return isOlderFirst ? a < b : a > b;
  };
  const byCount = new Map<number, number[]>();
  masks.forEach((mask, number) => {
    if (!isMatch(mask)) return;
    const numbers = byCount.get(countOf(mask)) ?? [];
    numbers.push(number);
    byCount.set(countOf(mask), numbers);
  });
  const pages = { known: snapshot.known, numbered: snapshot.state.numbered };
  const typesOf = typesOfNumbers(table, kind, pages);
  const rowsOf = rowsOfNumbers(table, kind, pages);
  const theirsAmong = async (numbers: readonly number[]): Promise<readonly number[]> => {
    if (!narrowedTo) return numbers;
    const types = await typesOf(numbers);
    return numbers.filter((number, index) => snapshot.own.has(number) || narrowedTo.types.includes(types[index] ?? ''));
  };

  // Each row may be another page to read, so no more are read than are wanted still.
  let given = 0;
  const wanted = () => atATime - (given % atATime);

  /** Those in segments, of one count, in order. */
  async function* settled(count: number): AsyncGenerator<WordMatch> {
    const numbers = byCount.get(count) ?? [];
    const resumesAt = after?.count === count ? after.number : undefined;
    const ordered = (isOlderFirst ? numbers : numbers.toReversed()).filter(
      (number) => resumesAt === undefined || (isOlderFirst ? number > resumesAt : number < resumesAt),
    );
    const theirs: number[] = [];
    for (let start = 0; ; ) {
      const most = wanted();
      for (; theirs.length < most && start < ordered.length; start += typesAtATime)
        theirs.push(...(await theirsAmong(ordered.slice(start, start + typesAtATime))));
      if (theirs.length === 0) return;
      for (const { number, id, createdAt } of await rowsOf(theirs.splice(0, most)))
        yield { number, id, createdAt, count, matched: wordsIn(masks[number] ?? 0) };
    }
  }

  const counts = [...new Set([...byCount.keys(), ...fresh.map(({ count }) => count)])].sort((a, b) => b - a);
  for (const count of counts) {
    if (after && count > after.count) continue;
    const young = fresh.filter((one) => one.count === count).sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const old = settled(count);
    let next = (await old.next()).value as WordMatch | undefined;
    for (;;) {
      const [first] = young;
      const isYoung = first !== undefined && (next === undefined || isBefore(first, next));
      const one = isYoung ? first : next;
      if (one === undefined) break;
      const isBehind =
        !after || count < after.count || (!isYoung && after.number !== undefined) || isBefore(after, one);
      if (isBehind) {
        given++;
        yield one;
      }
      if (isYoung) young.shift();
      else next = (await old.next()).value as WordMatch | undefined;
    }
  }
}
