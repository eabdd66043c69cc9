import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { numbersHeld } from '#shared/insight/search/block.ts';
import { hasWord, type SearchQuery, termsWanted, type WantedWord } from '#shared/insight/search/query.ts';
import { isFolded, type RecentText, readRecentText } from '#shared/insight/search/recent-text.ts';
import { type KnownPages, noPages, rowsOfNumbers, typesOfNumbers } from '#shared/insight/search/rows.ts';
import {
  type LiveSegment,
  readSearchState,
  recentSearchState,
  type SearchState,
} from '#shared/insight/search/search-state.ts';
import { pieceKeys, postingsOfEach } from '#shared/insight/search/segment.ts';
import { participantTerm } from '#shared/insight/search/terms.ts';
import { type KnownPieces, type ReadWord, WordNumbers } from '#shared/insight/search/word-numbers.ts';

// Records by how many words of a search they have, then by age. Of words that many have, what is
// older is read only where an older record may stand before the next one of the page.

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
  /** What is read of each word, and behind them of each owner. */
  found: ReadWord[];
  known: KnownParts;
}

interface KnownParts extends KnownPages {
  pieces: KnownPieces;
}

/** What a function has read of the index of a kind, and need not read again. */
interface WarmIndex {
  state: SearchState;
  known: KnownParts;
}
// It lives as long as the function does, as its table.
const warmIndexes = new WeakMap<Table, Partial<Record<SearchedKind, WarmIndex>>>();

/** Keeps the state that the next search begins with. @returns which pages are known under it */
const keepWarm = (table: Table, kind: SearchedKind, state: SearchState): KnownParts => {
  const warm = warmIndexes.get(table) ?? {};
  warmIndexes.set(table, warm);
  const before = warm[kind];
  const known =
    before?.state.numberedSince === state.numberedSince ? before.known : { ...noPages(), pieces: new Map() };
  warm[kind] = { state, known };
  return known;
};

// Somebody who folds meanwhile takes segments away; that is over after a moment.
const mostTries = 4;

/** What is read first of each word in a segment. */
const wordsIn = async (
  table: Table,
  { kind, segment, words }: { kind: SearchedKind; segment: LiveSegment; words: readonly WantedWord[] },
): Promise<ReadWord[]> => {
  const wanted = words.map((word) => termsWanted(word, { isLowest: segment.level === 0 }));
  const place = { kind, segment: segment.id };
  const found = (await postingsOfEach(table, { ...place, blocks: segment.blocks }, wanted.flat()))[Symbol.iterator]();
  const version = `${segment.id} ${segment.parts} ${segment.cleaned}`;
  return wanted.map((terms) => {
    const postings = terms.flatMap(() => found.next().value ?? []);
    const older = postings.flatMap((posting) =>
      pieceKeys(place, posting).map((key, index) => ({
        key,
        end: posting.ends[index] ?? 0,
        name: `${version} ${key.sk}`,
      })),
    );
    return { numbers: postings.flatMap(numbersHeld), older };
  });
};

const readSnapshot = async (
  table: Table,
  { kind, words }: { kind: SearchedKind; words: readonly WantedWord[] },
): Promise<Snapshot> => {
  const isSame = (one: SearchState, other: SearchState) =>
    one.numberedSince === other.numberedSince && JSON.stringify(one.segments) === JSON.stringify(other.segments);
  let state: SearchState = warmIndexes.get(table)?.[kind]?.state ?? (await recentSearchState(table, kind));
  for (let tries = 1; ; tries++) {
    const [recent, ...ofSegments] = await Promise.all([
      readRecentText(table, kind),
      ...state.segments.map((segment) => wordsIn(table, { kind, segment, words })),
    ]);
    const found = words.map((_, index) => ({
      numbers: ofSegments.flatMap((read) => read[index]?.numbers ?? []),
      older: ofSegments.flatMap((read) => read[index]?.older ?? []),
    }));
    // A fold writes into a segment, then the state, then takes away what it folded.
    const after = await readSearchState(table, kind);
    if (isSame(after, state) || tries === mostTries)
      return {
        state: after,
        recent: recent.filter((text) => !isFolded(text, after)),
        found,
        known: keepWarm(table, kind, after),
      };
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
  const all = [...query.words, ...query.inFields];
  const owners = (narrowedTo?.owners ?? []).map(
    (owner): WantedWord => ({ word: owner, begins: [], equals: [participantTerm(owner)] }),
  );
  const { state, recent, found, known } = await readSnapshot(table, { kind, words: [...all, ...owners] });
  const { numbered } = state;
  const masks = new Uint32Array(numbered);
  const own = new Set<number>();
  const numbers = new WordNumbers({ table, known: known.pieces }, found, (word, some) => {
    for (const number of some)
      if (word >= all.length) own.add(number);
      else masks[number] = (masks[number] ?? 0) | (1 << word);
  });

  const ofText = (1 << query.words.length) - 1;
  const ofFields = ((1 << all.length) - 1) & ~ofText;
  const isMatch = (mask: number) =>
    (mask & ofFields) === ofFields && (query.words.length === 0 || (mask & ofText) !== 0);
  const countOf = (mask: number) => (order === 'matches' ? bitsIn(mask & ofText) : 0);
  const matchedBy = (mask: number) => query.words.flatMap(({ word }, index) => ((mask >> index) & 1 ? [word] : []));
  const isTheirs = ({ type, terms }: RecentRecord) =>
    !narrowedTo ||
    (type !== undefined && narrowedTo.types.includes(type)) ||
    narrowedTo.owners.some((owner) => terms.includes(participantTerm(owner)));

  const fresh: WordMatch[] = [];
  for (const record of recordsIn(recent)) {
    const mask = all.reduce((bits, word, index) => (hasWord(word, record.terms) ? bits | (1 << index) : bits), 0);
    // One that is being given its number is not searched by it yet.
    if (record.number !== undefined && record.number < numbered) {
      masks[record.number] = (masks[record.number] ?? 0) | mask;
      if (isTheirs(record)) own.add(record.number);
    } else if (isMatch(mask) && isTheirs(record))
      fresh.push({ id: record.id, createdAt: record.createdAt, count: countOf(mask), matched: matchedBy(mask) });
  }

  const isOlderFirst = order === 'oldest';
  const isBefore = (one: MatchPlace, other: MatchPlace): boolean => {
    if (one.count !== other.count) return one.count > other.count;
    const [a, b] = [`${one.createdAt}#${one.id}`, `${other.createdAt}#${other.id}`];
    return isOlderFirst ? a < b : a > b;
  };

  /** The most words that a record may have of which not all is read. */
  const mostUnread = (): number => {
    const ends = all.map((_, word) => numbers.endOf(word));
    const most = after?.count ?? query.words.length;
    let found = -1;
    for (let number = numbers.wholeFrom - 1; number >= 0; number--) {
      let mask = masks[number] ?? 0;
      for (let word = 0; word < ends.length; word++) if (number < (ends[word] ?? 0)) mask |= 1 << word;
      if (isMatch(mask)) found = Math.max(found, Math.min(countOf(mask), most));
      if (found === most) break;
    }
    return found;
  };
  const ofCount = (count: number, { from, to }: { from: number; to: number }): number[] => {
    const some: number[] = [];
    for (let number = from; number < to; number++) {
      const mask = masks[number] ?? 0;
      if (isMatch(mask) && countOf(mask) === count) some.push(number);
    }
    return some;
  };

  const pages = { known, numbered };
  const typesOf = typesOfNumbers(table, kind, pages);
  const rowsOf = rowsOfNumbers(table, kind, pages);
  const theirsAmong = async (some: readonly number[]): Promise<readonly number[]> => {
    if (!narrowedTo) return some;
    const types = await typesOf(some);
    return some.filter((number, index) => own.has(number) || narrowedTo.types.includes(types[index] ?? ''));
  };

  // Each row may be another page to read, so no more are read than are wanted still.
  let given = 0;
  const wanted = () => atATime - (given % atATime);

  async function* shown(ordered: readonly number[], count: number): AsyncGenerator<WordMatch> {
    const theirs: number[] = [];
    for (let start = 0; ; ) {
      const most = wanted();
      for (; theirs.length < most && start < ordered.length; start += typesAtATime)
        theirs.push(...(await theirsAmong(ordered.slice(start, start + typesAtATime))));
      if (theirs.length === 0) return;
      for (const { number, id, createdAt } of await rowsOf(theirs.splice(0, most)))
        yield { number, id, createdAt, count, matched: matchedBy(masks[number] ?? 0) };
    }
  }

  /** Those in segments, of one count, in order. */
  async function* settled(count: number): AsyncGenerator<WordMatch> {
    const resumesAt = after?.count === count ? after.number : undefined;
    if (isOlderFirst) {
      while (numbers.wholeFrom > 0) await numbers.readOlder();
      yield* shown(ofCount(count, { from: (resumesAt ?? -1) + 1, to: numbered }), count);
      return;
    }
    for (let to = resumesAt ?? numbered; ; await numbers.readOlder()) {
      const from = numbers.wholeFrom;
      yield* shown(ofCount(count, { from, to }).reverse(), count);
      to = Math.min(to, from);
      // None that is older has more words, or the higher count would not be over.
      if (mostUnread() < count) return;
    }
  }

  const mostWords = order === 'matches' ? query.words.length : 0;
  for (let count = Math.min(mostWords, after?.count ?? mostWords); count >= Math.min(1, mostWords); count--) {
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
