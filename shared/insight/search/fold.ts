import { iso } from '#shared/core/records/instants.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { compareKeys } from '#shared/core/table/key-order.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { Posting } from '#shared/insight/search/block.ts';
import {
  type GoneNumbers,
  mergeInto,
  removeFromSegment,
  type SegmentSizes,
  usualSizes,
} from '#shared/insight/search/merge-segment.ts';
import { union } from '#shared/insight/search/numbers.ts';
import {
  deleteRecentText,
  isFolded,
  type RecentText,
  readRecentText,
  withFolded,
} from '#shared/insight/search/recent-text.ts';
import { keepRows, type NumberedRow, noPages, removeRow, rowsOfNumbers } from '#shared/insight/search/rows.ts';
import {
  type HeldIndex,
  IndexBusy,
  isHeld,
  type LiveSegment,
  readSearchState,
  type SearchState,
  withIndex,
} from '#shared/insight/search/search-state.ts';
import { numbersOf, readSegment } from '#shared/insight/search/segment.ts';
import { idTerm, longBeginningsOf, withShortBeginnings } from '#shared/insight/search/terms.ts';

// A log-structured merge tree (O'Neil and others, 1996) with one segment on each level: what was
// written lately is merged into the lowest, and what a level cannot hold into the next.

/** How much is folded, and how large segments become. */
export interface IndexSizes extends SegmentSizes {
  /** How many parts of records the lowest level holds. */
  lowestLevel: number;
  /** How many times as much each level holds as the one below it. */
  growth: number;
}

// 100,000 records have three segments, each of which costs a search a read a word. With fewer,
// records would be written over more often.
export const usualIndex: IndexSizes = { ...usualSizes, lowestLevel: 768, growth: 14 };

/** Fewer parts than this are not worth a merge, and little for every search to read. */
const fewestParts = 32;
/** More than this take longer than the function may run; the rest waits for its next turn. */
const mostParts = 4096;
// Records of concurrent requests come in any order within a moment; numbers have the order of
// creation. In milliseconds.
const ripeAfter = 5_000;

/** The number of a record, where it has one. */
export const numberOf = async (
  table: Table,
  kind: SearchedKind,
  { segments, id }: { segments: readonly LiveSegment[]; id: string },
): Promise<number | undefined> => {
  const found = await Promise.all(segments.map((one) => numbersOf(table, { kind, segment: one.id }, idTerm(id))));
  return found.flat()[0];
};

async function* merged(inputs: readonly AsyncIterable<Posting>[]): AsyncGenerator<Posting> {
  const iterators = inputs.map((input) => input[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map(async (one) => (await one.next()).value as Posting | undefined));
  for (;;) {
    const terms = heads.flatMap((head) => (head ? [head.term] : []));
    if (terms.length === 0) return;
    const term = terms.reduce((a, b) => (compareKeys(b, a) < 0 ? b : a));
    let numbers: readonly number[] = [];
    for (const [index, head] of heads.entries()) {
      if (head?.term !== term) continue;
      numbers = union(numbers, head.numbers);
      heads[index] = (await iterators[index]?.next())?.value as Posting | undefined;
    }
    yield { term, numbers };
  }
}

/** Postings that are gathered in any order. */
class GatheredPostings {
  readonly #found = new Map<string, Set<number>>();

  add(term: string, numbers: readonly number[]): void {
    const set = this.#found.get(term) ?? new Set();
    for (const number of numbers) set.add(number);
    this.#found.set(term, set);
  }

  async *inOrder(): AsyncGenerator<Posting> {
    for (const [term, set] of [...this.#found].sort(([a], [b]) => compareKeys(a, b)))
      yield { term, numbers: [...set].sort((a, b) => a - b) };
  }
}

/** The postings of parts of records, in order. */
const postingsOfTexts = (
  texts: readonly RecentText[],
  numbers: ReadonlyMap<string, number>,
): AsyncGenerator<Posting> => {
  const postings = new GatheredPostings();
  for (const { id, terms } of texts)
    for (const term of [...withShortBeginnings(terms), idTerm(id)]) postings.add(term, [numbers.get(id) as number]);
  return postings.inOrder();
};

/** What else is found by its beginnings in a segment that is not the lowest. */
const longBeginningsIn = async (young: readonly AsyncIterable<Posting>[]): Promise<AsyncGenerator<Posting>> => {
  const postings = new GatheredPostings();
  for (const some of young)
    for await (const { term, numbers } of some)
      for (const beginning of longBeginningsOf(term)) postings.add(beginning, numbers);
  return postings.inOrder();
};

/** Which level takes so many parts, with all that lies on the levels up to it. */
const levelFor = (segments: readonly LiveSegment[], parts: number, { lowestLevel, growth }: IndexSizes) => {
  const taken: LiveSegment[] = [];
  let sum = parts;
  for (let level = 0; ; level++) {
    const there = segments.find((segment) => segment.level === level);
    if (there) taken.push(there);
    sum += there?.parts ?? 0;
    if (sum <= lowestLevel * growth ** level) return { level, taken, parts: sum };
  }
};

const isEarlier = (one: RecentText, other: RecentText): number =>
  `${one.createdAt}#${one.id}` < `${other.createdAt}#${other.id}` ? -1 : 1;

interface Folding {
  kind: SearchedKind;
  held: HeldIndex;
  texts: readonly RecentText[];
  sizes: IndexSizes;
}

/**
 * The numbers of some records, as far as they have any: those that a function has set aside that
 * died at its fold are in no segment yet, but rows say whose they are.
 */
const numbersOfAll = async (
  table: Table,
  { kind, state: { segments, numbered, given } }: { kind: SearchedKind; state: SearchState },
  ids: readonly string[],
): Promise<Map<string, number>> => {
  const aside = Array.from({ length: given - numbered }, (_, index) => numbered + index);
  const rows = await rowsOfNumbers(table, kind, { known: noPages(), numbered })(aside);
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const found = new Map<string, number>();
  await sideBySide(ids, async (id) => {
    const number = (await numberOf(table, kind, { segments, id })) ?? numbers.get(id);
    if (number !== undefined) found.set(id, number);
  });
  return found;
};

/** Gives numbers to records that have none. A function that dies then leaves numbers of nobody. */
const numbersFor = async (table: Table, { kind, held, texts }: Folding): Promise<Map<string, number>> => {
  const { given } = held.state;
  const byId = new Map([...texts].sort(isEarlier).map((text) => [text.id, text]));
  const numbers = await numbersOfAll(table, { kind, state: held.state }, [...byId.keys()]);
  const added = [...byId.values()].filter(({ id }) => !numbers.has(id));
  const rows = added.map(({ id, createdAt, type }, index): NumberedRow => {
    numbers.set(id, given + index);
    return { number: given + index, id, createdAt, type };
  });
  await keepRows(table, kind, rows);
  if (rows.length > 0) await held.replace({ ...held.state, given: given + rows.length });
  return numbers;
};

const fold = async (table: Table, folding: Folding): Promise<void> => {
  const { kind, held, texts, sizes } = folding;
  const numbers = await numbersFor(table, folding);
  const { segments } = held.state;
  const { level, taken, parts } = levelFor(segments, texts.length, sizes);
  const base = taken.at(-1) ?? { id: held.segment, blocks: 0, cleaned: 0 };
  const place = { kind, segment: base.id, sizes };
  const read = ({ id }: LiveSegment) => readSegment(table, { kind, segment: id });
  const lowest = taken.filter((one) => one.level === 0).map(read);
  const inputs = [
    postingsOfTexts(texts, numbers),
    ...(level > 0 ? [await longBeginningsIn([postingsOfTexts(texts, numbers), ...lowest])] : []),
    ...taken.slice(0, -1).map(read),
  ];
  const blocks = base.blocks + (await mergeInto(table, place, merged(inputs)));
  const left = segments.filter((segment) => !taken.includes(segment));
  await held.replace({
    ...held.state,
    numbered: held.state.given,
    folded: withFolded(held.state.folded, texts),
    segments: [{ ...base, level, parts, blocks }, ...left].sort((a, b) => a.level - b.level),
  });
  await sideBySide(texts, (text) => deleteRecentText(table, text));
};

/** Which numbers have terms no more, by what is to be taken out. */
const goneFrom = (
  texts: readonly RecentText[],
  { numbers, termsOf }: { numbers: ReadonlyMap<string, number>; termsOf: (text: RecentText) => readonly string[] },
): Map<string, Set<number>> => {
  const gone = new Map<string, Set<number>>();
  for (const text of texts) {
    const number = numbers.get(text.id);
    if (number === undefined) continue;
    for (const term of termsOf(text)) gone.set(term, (gone.get(term) ?? new Set()).add(number));
  }
  return gone;
};

/** Takes out of the segments what records have no more; a name is often one of many of them. */
const takeOut = async (
  table: Table,
  kind: SearchedKind,
  { held, texts }: { held: HeldIndex; texts: readonly RecentText[] },
): Promise<void> => {
  const { segments } = held.state;
  const ids = [...new Set(texts.map(({ id }) => id))];
  const numbers = await numbersOfAll(table, { kind, state: held.state }, ids);
  const remove = async (gone: GoneNumbers) => {
    for (const { id: segment } of segments) await removeFromSegment(table, { kind, segment }, gone);
  };
  const whole = texts.filter(({ isWhole }) => isWhole);
  await remove(goneFrom(texts, { numbers, termsOf: ({ id, terms }) => terms.filter((term) => term !== idTerm(id)) }));
  for (const { id } of whole) {
    const number = numbers.get(id);
    if (number !== undefined) await removeRow(table, kind, number);
  }
  // The id last: by it the next function finds the number where this one dies.
  await remove(goneFrom(whole, { numbers, termsOf: ({ id }) => [idTerm(id)] }));
  // Functions that keep pieces read them anew.
  await held.replace({ ...held.state, segments: segments.map((one) => ({ ...one, cleaned: one.cleaned + 1 })) });
  await sideBySide(texts, (text) => deleteRecentText(table, text));
};

interface Upkeep {
  kind: SearchedKind;
  /** Epoch milliseconds. */
  now: number;
  /** Folds also what is young, and few. */
  everything?: boolean;
  sizes?: IndexSizes;
}

/**
 * Takes out of the index what is gone, and folds what was written lately where it is much; may
 * break off and be repeated. @throws IndexBusy where somebody else is at it
 */
export const keepUpIndex = async (
  table: Table,
  { kind, now, everything = false, sizes = usualIndex }: Upkeep,
): Promise<void> => {
  const least = everything ? 1 : fewestParts;
  const ripe = iso(now - ripeAfter);
  const waiting = async (state: SearchState) => {
    const recent = await readRecentText(table, kind, { consistent: true });
    const texts = recent.filter((text) => !text.isGone && !isFolded(text, state));
    return {
      gone: recent.filter(({ isGone }) => isGone),
      ripe: texts.filter(({ createdAt }) => everything || createdAt <= ripe),
    };
  };
  if (!everything) {
    const state = await readSearchState(table, kind);
    // In a storm many look, of whom one is enough.
    if (isHeld(state, now)) throw new IndexBusy();
    const { gone, ripe } = await waiting(state);
    if (gone.length === 0 && ripe.length < least) return;
  }
  await withIndex(table, { kind, now }, async (held) => {
    const { gone, ripe } = await waiting(held.state);
    if (gone.length > 0) await takeOut(table, kind, { held, texts: gone });
    const texts = ripe.sort(isEarlier).slice(0, mostParts);
    if (texts.length >= least) await fold(table, { kind, held, texts, sizes });
  });
};
