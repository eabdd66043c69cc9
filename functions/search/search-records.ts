import type { RowKind } from '#functions/lists/condition-on-rows.ts';
import { findRows } from '#functions/lists/find-rows.ts';
import { conditionOnRecords } from '#functions/search/condition-on-records.ts';
import { everyMatch, Matches, pageOfMatches } from '#functions/search/find-matches.ts';
import type { SearchedRecord } from '#functions/search/read-text.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { Refusal } from '#shared/core/errors.ts';
import { contactPartition, everyContactShard } from '#shared/core/table/keys.ts';
import { mergePages, rowsAPageLooksAt } from '#shared/core/table/merge.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import type { SearchQuery } from '#shared/insight/search/query.ts';

// One search of one kind: by words, or without any by a condition alone, which lists can do.

export interface RecordSearch {
  kind: SearchedKind;
  query: SearchQuery;
  condition?: Condition | undefined;
  /** By how many words were found, then newest, where there are words and nothing is said. */
  sort?: string | undefined;
  caller: Person;
  /** Epoch milliseconds. */
  at: number;
}

export interface SearchHit {
  record: SearchedRecord;
  matched: string[];
}

interface FoundPage {
  items: SearchHit[];
  next?: string | undefined;
}

interface PagePlace {
  limit: number;
  after: string | undefined;
}

const byCondition = async (
  services: Services,
  { kind, condition, sort = '-createdAt', caller, at }: RecordSearch,
  { limit, after }: PagePlace,
): Promise<FoundPage> => {
  if (kind === 'contact') return contactsByCondition(services, { kind, condition, caller, at }, { limit, after });
  const { items, next } = await findRows(services, { kind, condition, sort, caller, at, limit, position: after });
  return { items: items.map((record) => ({ record, matched: [] })), next };
};

/** In the order of their ids, which is the only one that contacts lie in. */
const contactsByCondition = async (
  services: Services,
  asked: { kind: 'contact'; condition: Condition | undefined; caller: Person; at: number },
  { limit, after }: PagePlace,
): Promise<FoundPage> => {
  const meet = await conditionOnRecords(services, asked);
  const held = new Set<SearchedRecord>();
  const { items, next } = await mergePages(services.table, {
    sources: everyContactShard.map((shard) => ({ pk: contactPartition(shard), index: 'gsi3' as const })),
    descending: false,
    limit,
    after,
    complete: async (some) => {
      for (const one of await meet(some.map(({ record }) => record as Contact))) held.add(one);
      return some;
    },
    accept: ({ record }) => held.has(record as Contact),
  });
  return { items: items.map(({ record }) => ({ record: record as Contact, matched: [] })), next };
};

type Sorted = SearchedRecord & { priority?: string; dueAt?: string };

/** What a record is sorted by; `undefined` stands at the end, whichever way. */
const sortKeyOf = async ({ definitions }: Services, sort: string) => {
  const field = sort.replace('-', '');
  const priorities = await definitions.all('priorities');
  return (record: Sorted): string | undefined => {
    if (field === 'priority') {
      const order = priorities.get(record.priority ?? '')?.value.order;
      // The most urgent is the first in their order, and the highest.
      return order === undefined ? undefined : (1_000_000 - order).toString().padStart(8, '0');
    }
    return field === 'updatedAt' ? record.updatedAt : field === 'dueAt' ? record.dueAt : record.createdAt;
  };
};

// Before the place of a page that was read from a list in its order, not sorted here.
const fromList = 'list:';

/** Of more matches than are sorted here: the list of all records in this order has those, too. */
const listedMatches = async (
  services: Services,
  { kind, query, condition, sort = '', caller, at }: RecordSearch & { kind: RowKind },
  { limit, after }: PagePlace,
): Promise<FoundPage> => {
  const matched = await everyMatch(services, { kind, query, caller });
  const asked = { kind, caller, at, condition, sort, limit, fits: ({ id }: SearchedRecord) => matched.has(id) };
  const { items, next } = await findRows(services, { ...asked, position: after?.slice(fromList.length) });
  return {
    items: items.map((record) => ({ record, matched: matched.get(record.id) ?? [] })),
    ...(next !== undefined && { next: `${fromList}${next}` }),
  };
};

/** In an order that words do not have: all that match, sorted, or as a list has them. */
const sortedMatches = async (
  services: Services,
  { sort = '', ...search }: RecordSearch,
  { limit, after }: PagePlace,
): Promise<FoundPage> => {
  // Contacts have no other order.
  const listed = { ...search, sort, kind: search.kind as RowKind };
  if (after?.startsWith(fromList)) return listedMatches(services, listed, { limit, after });
  const matches = await Matches.open(services, { ...search, order: 'newest', wanted: rowsAPageLooksAt / 10 });
  const found: SearchHit[] = [];
  for (let head = await matches.head(); head; head = await matches.head()) {
    found.push(head);
    matches.shift();
  }
  if (matches.isPaused) {
    if (after !== undefined) throw new Refusal('invalid-cursor');
    return listedMatches(services, listed, { limit, after });
  }
  const keyOf = await sortKeyOf(services, sort);
  const isDescending = sort.startsWith('-');
  const keys = new Map(found.map(({ record }) => [record, keyOf(record as Sorted)]));
  found.sort((one, other) => {
    const [a, b] = [keys.get(one.record), keys.get(other.record)];
    if ((a === undefined) !== (b === undefined)) return a === undefined ? 1 : -1;
    const [x, y] = [`${a}#${one.record.id}`, `${b}#${other.record.id}`];
    return (x < y ? -1 : 1) * (isDescending ? -1 : 1);
  });
  const start = after === undefined ? 0 : found.findIndex(({ record }) => record.id === after) + 1;
  const items = found.slice(start, start + limit);
  const last = items.at(-1);
  return { items, ...(last && found.length > start + limit && { next: last.record.id }) };
};

/** A page of a search. */
export const searchRecords = async (services: Services, search: RecordSearch, place: PagePlace): Promise<FoundPage> => {
  const { kind, query, sort, ...rest } = search;
  if (query.words.length + query.inFields.length === 0) return byCondition(services, search, place);
  if (sort !== undefined && !sort.endsWith('createdAt')) return sortedMatches(services, search, place);
  const order = sort === undefined ? 'matches' : sort.startsWith('-') ? 'newest' : 'oldest';
  return pageOfMatches(services, { ...rest, query, kinds: [kind], order }, place);
};
