import { sight } from '#functions/api/sight.ts';
import { visibleTypes } from '#functions/api/visible.ts';
import { conditionOnRecords, type MeetCondition } from '#functions/search/condition-on-records.ts';
import { isFound, type SearchedRecord } from '#functions/search/read-text.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { seesAlertsByType, seesByType } from '#shared/access/policy.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { ownerKey } from '#shared/core/records/person-or-group.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { rowsAPageLooksAt } from '#shared/core/table/merge.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import {
  type CandidateSearch,
  candidates,
  type MatchPlace,
  type WordMatch,
} from '#shared/insight/search/candidates.ts';
import type { SearchQuery } from '#shared/insight/search/query.ts';

// What the caller finds by words: the index says in which order, the policy says of each record
// whether the caller may see it.

interface MatchSearch {
  kind: SearchedKind;
  query: SearchQuery;
  order: CandidateSearch['order'];
  condition?: Condition | undefined;
  caller: Person;
  /** Epoch milliseconds. */
  at: number;
  after?: MatchPlace | undefined;
  /** How many are wanted, about. */
  wanted: number;
  /** A record that is shown already. */
  but?: string | undefined;
}

interface FoundMatch {
  kind: SearchedKind;
  record: SearchedRecord;
  matched: string[];
  place: MatchPlace;
}

const narrowing = async (
  { definitions }: Services,
  kind: SearchedKind,
  caller: Person,
): Promise<CandidateSearch['narrowedTo']> => {
  if (kind === 'contact') return undefined;
  const { everything, types, owners } =
    kind === 'case'
      ? visibleTypes(caller, await definitions.all('case-types'), { sees: (type) => seesByType(caller, type) })
      : visibleTypes(caller, await definitions.all('alert-types'), { sees: (type) => seesAlertsByType(caller, type) });
  return everything ? undefined : { types, owners: owners.map(ownerKey) };
};

/** All records that words may find for a caller, by id, with its words; none of them is read. */
export const everyMatch = async (
  services: Services,
  { kind, query, caller }: Pick<MatchSearch, 'kind' | 'query' | 'caller'>,
): Promise<ReadonlyMap<string, string[]>> => {
  const narrowedTo = await narrowing(services, kind, caller);
  const matched = new Map<string, string[]>();
  const search = { kind, query, order: 'newest', narrowedTo, atATime: Number.POSITIVE_INFINITY } as const;
  for await (const one of candidates(services.table, search)) matched.set(one.id, one.matched);
  return matched;
};

const placeOf = ({ count, createdAt, id, number }: WordMatch): MatchPlace => ({
  count,
  createdAt,
  id,
  ...(number !== undefined && { number }),
});

/** The matches of one kind, read as far as they are asked for. */
export class Matches {
  readonly #services: Services;
  readonly #search: MatchSearch;
  readonly #sees: (kind: string, record: unknown) => boolean;
  readonly #meet: MeetCondition;
  readonly #candidates: AsyncGenerator<WordMatch>;
  readonly #shown = new Set<string>();
  #found: FoundMatch[] = [];
  #isOver = false;
  #looked = 0;
  /** Everything up to here was shown, or is nothing for the caller. */
  #place: MatchPlace | undefined;

  private constructor(
    services: Services,
    search: MatchSearch,
    using: { sees: (kind: string, record: unknown) => boolean; meet: MeetCondition; found: AsyncGenerator<WordMatch> },
  ) {
    this.#services = services;
    this.#search = search;
    this.#sees = using.sees;
    this.#meet = using.meet;
    this.#candidates = using.found;
    this.#place = search.after;
  }

  static async open(services: Services, search: MatchSearch): Promise<Matches> {
    const { kind, query, order, after, caller } = search;
    const narrowedTo = await narrowing(services, kind, caller);
    const found = candidates(services.table, { kind, query, order, narrowedTo, after, atATime: search.wanted });
    const sees = kind === 'contact' ? () => true : await sight(services, caller);
    return new Matches(services, search, { sees, meet: await conditionOnRecords(services, search), found });
  }

  /** The next match; none at the end, or where this page has looked at enough. */
  async head(): Promise<FoundMatch | undefined> {
    while (this.#found.length === 0 && !this.#isOver && this.#looked < rowsAPageLooksAt) await this.#fill();
    return this.#found[0];
  }

  shift(): void {
    const first = this.#found.shift();
    if (first) this.#place = first.place;
  }

  /** There may be more, for which this page has looked at too many already. */
  get isPaused(): boolean {
    return this.#found.length === 0 && !this.#isOver;
  }

  /** Where the next page begins; none where there is nothing more. */
  get position(): MatchPlace | 'start' | undefined {
    return this.#isOver && this.#found.length === 0 ? undefined : (this.#place ?? 'start');
  }

  async #fill(): Promise<void> {
    const some: WordMatch[] = [];
    while (some.length < this.#search.wanted) {
      const { value, done } = await this.#candidates.next();
      if (done) {
        this.#isOver = true;
        break;
      }
      some.push(value);
    }
    this.#looked += some.length;
    const { kind, but } = this.#search;
    const fresh = some.filter(({ id }) => id !== but && !this.#shown.has(id));
    for (const { id } of fresh) this.#shown.add(id);
    const items = await this.#services.table.getMany(fresh.map(({ id }) => recordKey({ kind, id })));
    const records = items.map(({ record }) => record as SearchedRecord);
    const seen = records.filter((record) => isFound(record) && this.#sees(kind, record));
    const held = await this.#meet(seen);
    const byId = new Map([...held].map((record) => [record.id, record]));
    this.#found = fresh.flatMap((candidate) => {
      const record = byId.get(candidate.id);
      return record ? [{ kind, record, matched: candidate.matched, place: placeOf(candidate) }] : [];
    });
    const last = some.at(-1);
    if (this.#found.length === 0 && last) this.#place = placeOf(last);
  }
}

const isBefore = (one: MatchPlace, other: MatchPlace, order: CandidateSearch['order']): boolean => {
  if (one.count !== other.count) return one.count > other.count;
  const [a, b] = [`${one.createdAt}#${one.id}`, `${other.createdAt}#${other.id}`];
  return order === 'oldest' ? a < b : a > b;
};

/** Where each kind of record goes on. A kind that is not in it is at its end. */
type MatchPosition = Partial<Record<SearchedKind, MatchPlace | 'start'>>;

interface MatchPage {
  items: FoundMatch[];
  next?: string;
}

/** A page of the matches of some kinds, in one order. */
export const pageOfMatches = async (
  services: Services,
  search: Omit<MatchSearch, 'kind' | 'after' | 'wanted'> & { kinds: readonly SearchedKind[] },
  { limit, after }: { limit: number; after: string | undefined },
): Promise<MatchPage> => {
  const { kinds, ...rest } = search;
  const position: MatchPosition =
    after === undefined ? Object.fromEntries(kinds.map((kind) => [kind, 'start'])) : JSON.parse(after);
  const readers = new Map<SearchedKind, Matches>();
  for (const kind of kinds) {
    const place = position[kind];
    if (place === undefined) continue;
    const one = { ...rest, kind, after: place === 'start' ? undefined : place, wanted: limit + 1 };
    readers.set(kind, await Matches.open(services, one));
  }
  const items: FoundMatch[] = [];
  for (;;) {
    const heads = await Promise.all([...readers.values()].map((one) => one.head()));
    const first = heads.reduce<FoundMatch | undefined>(
      (best, head) => (head && (!best || isBefore(head.place, best.place, search.order)) ? head : best),
      undefined,
    );
    if (!first || items.length === limit || [...readers.values()].some(({ isPaused }) => isPaused)) {
      const next: MatchPosition = {};
      for (const [kind, { position: place }] of readers) if (place) next[kind] = place;
      return { items, ...(Object.keys(next).length > 0 && { next: JSON.stringify(next) }) };
    }
    items.push(first);
    readers.get(first.kind)?.shift();
  }
};
