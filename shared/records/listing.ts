import * as z from 'zod';
import { invalid, Refusal } from '#shared/errors.ts';
import { contactId, instant, key, type PersonOrGroup, type RecordBase } from '#shared/records/primitives.ts';
import type { Item } from '#shared/table/decision.ts';
import {
  contactLinkPrefix,
  everyShard,
  type ListKind,
  listPartition,
  partitionOf,
  recordKey,
} from '#shared/table/keys.ts';
import { mergePages, rowsAPageLooksAt, type Source } from '#shared/table/merge.ts';
import type { Table } from '#shared/table/table.ts';

// Lists of alerts, of cases, and of tasks across cases. A plan picks the partitions that hold the fewest rows for what is asked; everything else is a filter over them.

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const sortFields = ['createdAt', 'updatedAt', 'dueAt', 'priority'] as const;

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(25),
  cursor: z.string().max(2000).optional(),
};

/** Query parameters of a list that is short by its nature: all of it, unless the caller asks for pages. */
export const shortListQuery = { ...pageQuery, limit: pageQuery.limit.unwrap().optional() };

/** Query parameters that lists of alerts and of cases share. */
export const listQuery = {
  ...pageQuery,
  sort: z.enum([...sortFields, ...sortFields.map((field) => `-${field}` as const)]).default('-createdAt'),
  type: key.optional(),
  priority: key.optional(),
  group: z.string().max(64).optional(),
  contactId: contactId.optional(),
  tag: z.string().max(64).optional(),
  overdue: flag.optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
};

/** What a record has that a list can be in the order of. */
export interface Listed extends RecordBase {
  priority?: string | undefined;
  dueAt?: string | undefined;
}

export interface ListRequest<R extends Listed> {
  kind: ListKind;
  limit: number;
  sort: string;
  /** A position that an earlier page answered. */
  position?: string | undefined;
  openness: readonly ('open' | 'closed')[];
  /** Types to look in: the one asked for, or all that the caller may find something in. `everything`: they are all there are, and none was asked for. */
  types: readonly string[];
  everything: boolean;
  /** Partitions to look in beside those of the types: what the caller owns in other types. */
  owners: readonly PersonOrGroup[];
  /** Only what this one owns. */
  owner?: PersonOrGroup | undefined;
  /** Only what is about this contact; not asked of tasks, which are their case's. */
  contactId?: string | undefined;
  /** Only what is open and due at or before this instant. */
  dueBefore?: string | undefined;
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
  /** How urgent a priority is, where records have one; the most urgent has the highest number. */
  priorityRank?: (priority: string) => number;
  /** Reads what `accept` needs to know of rows, for many at once. */
  beforehand?: ((records: R[]) => Promise<void>) | undefined;
  accept: (record: R) => boolean;
}

export interface ListPage<R> {
  items: R[];
  next?: string;
}

/** The partitions of a list, and whether their order is that of creation or of dates due. */
const plan = <R extends Listed>(request: ListRequest<R>): { sources: Source[]; order: 'createdAt' | 'dueAt' } => {
  const { kind, openness, types, owners, owner, createdFrom, createdTo, dueBefore } = request;
  const range = { ...(createdFrom && { from: createdFrom }), ...(createdTo && { to: `${createdTo}~` }) };
  const owned = (one: PersonOrGroup): Source[] =>
    openness.map((side) => ({ index: 'gsi1', pk: listPartition.ofOwner(kind, one, side), ...range }));
  if (owner) return { sources: owned(owner), order: 'createdAt' };
  if (dueBefore) {
    const sources = types.flatMap((type) =>
      everyShard.map(
        (shard): Source => ({ index: 'gsi4', pk: listPartition.ofDue(kind, type, shard), to: `${dueBefore}~` }),
      ),
    );
    return { sources, order: 'dueAt' };
  }
  if (request.everything) {
    const sources = openness.flatMap((side) =>
      everyShard.map((shard): Source => ({ index: 'gsi3', pk: listPartition.ofAll(kind, side, shard), ...range })),
    );
    return { sources, order: 'createdAt' };
  }
  const ofTypes = types.flatMap((type) =>
    openness.flatMap((side) =>
      everyShard.map(
        (shard): Source => ({ index: 'gsi2', pk: listPartition.ofType(kind, type, side, shard), ...range }),
      ),
    ),
  );
  return { sources: [...ofTypes, ...owners.flatMap(owned)], order: 'createdAt' };
};

const recordOf = <R>(item: Item): R => item.record as R;

/** What a page asks of the rows that it looks at. */
const looking = <R extends Listed>({ accept, beforehand }: ListRequest<R>) => ({
  accept: (item: Item) => accept(recordOf<R>(item)),
  ...(beforehand && { beforehand: (items: Item[]) => beforehand(items.map((item) => recordOf<R>(item))) }),
});

/** Everything of one contact: its links, then the records themselves. */
const ofContact = async <R extends Listed>(table: Table, request: ListRequest<R>): Promise<R[]> => {
  const kind = request.kind === 'alert' ? 'alert' : 'case';
  const prefix = contactLinkPrefix(kind);
  const links = await table.queryAll({ pk: partitionOf({ kind: 'contact', id: request.contactId ?? '' }), prefix });
  const keys = links.map((link) => recordKey({ kind, id: String(link.caseId ?? link.alertId) }));
  return (await table.getMany(keys)).map((item) => recordOf<R>(item));
};

const allMatches = async <R extends Listed>(table: Table, request: ListRequest<R>): Promise<R[]> => {
  if (request.contactId) return (await ofContact(table, request)).filter(request.accept);
  const { sources } = plan(request);
  const page = await mergePages(table, {
    sources,
    descending: true,
    limit: rowsAPageLooksAt,
    ...looking(request),
  });
  if (page.next)
    throw new Refusal(
      'too-many-matches',
      `More than ${rowsAPageLooksAt} records would have to be looked through; narrow the filter or sort by createdAt`,
    );
  return page.items.map((item) => recordOf<R>(item));
};

/** What a record is ordered by, as text; missing dates come last either way. */
const orderText = <R extends Listed>(request: ListRequest<R>, record: R): string => {
  const field = request.sort.replace('-', '');
  if (field === 'priority') return (request.priorityRank?.(record.priority ?? '') ?? 0).toString().padStart(6, '0');
  const value = field === 'dueAt' ? record.dueAt : field === 'updatedAt' ? record.updatedAt : record.createdAt;
  return value ?? (request.sort.startsWith('-') ? '' : '~');
};

/** A page in an order that no partition has: all that matches, sorted, and cut. Bounded, so only for what a person could read. */
const sortedPage = async <R extends Listed>(table: Table, request: ListRequest<R>): Promise<ListPage<R>> => {
  const descending = request.sort.startsWith('-');
  const rows = (await allMatches(table, request)).map((record) => ({
    record,
    key: `${orderText(request, record)}#${record.id}`,
  }));
  rows.sort((a, b) => (a.key < b.key ? -1 : 1) * (descending ? -1 : 1));
  const { position } = request;
  const rest =
    position === undefined
      ? rows
      : rows.filter(({ key: rowKey }) => (descending ? rowKey < position : rowKey > position));
  const page = rest.slice(0, request.limit);
  const last = page.at(-1);
  return { items: page.map(({ record }) => record), ...(rest.length > page.length && last && { next: last.key }) };
};

/** One page of a list. @throws `too-many-matches` (409) where more than 1,000 rows would have to be looked through to sort them */
export const listRecords = async <R extends Listed>(table: Table, request: ListRequest<R>): Promise<ListPage<R>> => {
  if (request.createdFrom && request.createdTo && request.createdFrom > request.createdTo)
    throw invalid([{ pointer: '/query/createdFrom', code: 'inverted', detail: 'lies after createdTo' }]);
  const field = request.sort.replace('-', '');
  const { sources, order } = plan(request);
  if (request.contactId || field !== order) return sortedPage(table, request);
  const page = await mergePages(table, {
    sources,
    descending: request.sort.startsWith('-'),
    after: request.position,
    limit: request.limit,
    ...looking(request),
  });
  return { items: page.items.map((item) => recordOf<R>(item)), ...(page.next !== undefined && { next: page.next }) };
};
