import { invalid, Refusal } from '#shared/core/errors.ts';
import type { PersonOrGroup, RecordBase } from '#shared/core/records/primitives.ts';
import type { Item } from '#shared/core/table/decision.ts';
import {
  clientLinkPrefix,
  contactLinkPrefix,
  everyShard,
  type ListKind,
  listPartition,
  partitionOf,
  recordKey,
} from '#shared/core/table/keys.ts';
import { type ListSource, type MergedRow, mergePages, rowsAPageLooksAt } from '#shared/core/table/merge.ts';
import type { Table } from '#shared/core/table/table.ts';

// Lists of alerts, of cases, and of tasks across cases. A plan picks the partitions that hold the
// fewest rows for what is asked; everything else is a filter over them.

/** What a record has that a list can be in the order of. */
export interface ListedRecord extends RecordBase {
  priority?: string | undefined;
  dueAt?: string | undefined;
}

export interface ListRequest<R extends ListedRecord> {
  kind: ListKind;
  limit: number;
  sort: string;
  /** A position that an earlier page answered. */
  position?: string | undefined;
  openness: readonly ('open' | 'closed')[];
  /**
   * Types to look in: the one asked for, or all that the caller may find something in.
   * `everything`: they are all there are, and none was asked for.
   */
  types: readonly string[];
  everything: boolean;
  /**
   * Types whose records need not be looked for among what owners have a part in; those that are
   * looked in, unless said.
   */
  foundByType?: readonly string[] | undefined;
  /**
   * Whose partitions to look in beside those of the types: what the caller and their teams own and
   * have a part in, in other types.
   */
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
  /**
   * Further records that no partition has, unless one owner's or one contact's are asked for; they
   * have been accepted.
   */
  others?: (() => Promise<R[]>) | undefined;
  /** Reads what `accept` needs to know of rows, for many at once. */
  beforehand?: ((records: R[]) => Promise<void>) | undefined;
  accept: (record: R) => boolean;
}

export interface ListPage<R> {
  items: R[];
  next?: string;
}

/**
 * The partitions of a list, and whether their order is that of creation or of dates due. `beside`
 * are those of another order, with what the caller has beside the types that are looked in.
 */
const plan = <R extends ListedRecord>(
  request: ListRequest<R>,
): { sources: ListSource[]; beside: ListSource[]; order: 'createdAt' | 'dueAt' } => {
  const { kind, openness, types, owners, owner, createdFrom, createdTo, dueBefore } = request;
  const range = { ...(createdFrom && { from: createdFrom }), ...(createdTo && { to: `${createdTo}~` }) };
  const owned = (one: PersonOrGroup): ListSource[] =>
    openness.map((side) => ({ index: 'gsi1', pk: listPartition.ofOwner(kind, one, side), ...range }));
  const partOf = (one: PersonOrGroup): ListSource[] => {
    if (kind === 'task') return [];
    const sides = kind === 'case' ? openness : (['any'] as const);
    return sides.map((side) => ({ index: 'gsi1', pk: listPartition.ofParticipant(kind, one, side), ...range }));
  };
  if (owner) return { sources: owned(owner), beside: [], order: 'createdAt' };
  // Who has a case has a part in it.
  const theirs = owners.flatMap((one) => [...(kind === 'case' ? [] : owned(one)), ...partOf(one)]);
  if (dueBefore) {
    const sources = types.flatMap((type) =>
      everyShard.map(
        (shard): ListSource => ({ index: 'gsi4', pk: listPartition.ofDue(kind, type, shard), to: `${dueBefore}~` }),
      ),
    );
    return { sources, beside: theirs, order: 'dueAt' };
  }
  if (request.everything) {
    const sources = openness.flatMap((side) =>
      everyShard.map((shard): ListSource => ({ index: 'gsi3', pk: listPartition.ofAll(kind, side, shard), ...range })),
    );
    return { sources, beside: [], order: 'createdAt' };
  }
  const ofTypes = types.flatMap((type) =>
    openness.flatMap((side) =>
      everyShard.map(
        (shard): ListSource => ({ index: 'gsi2', pk: listPartition.ofType(kind, type, side, shard), ...range }),
      ),
    ),
  );
  return { sources: [...ofTypes, ...theirs], beside: [], order: 'createdAt' };
};

const recordOf = <R>(item: Item): R => item.record as R;

const tooMany = () =>
  new Refusal(
    'too-many-matches',
    `More than ${rowsAPageLooksAt} records would have to be looked through; narrow the filter or sort by createdAt`,
  );

/**
 * Items that lead to a record, with that record; the others have theirs. One stays without that
 * leads nowhere any more, or to what is found by its type.
 */
const withRecords = async <R extends ListedRecord>(
  table: Table,
  { kind, types, foundByType = types }: ListRequest<R>,
  items: Item[],
): Promise<Item[]> => {
  const leading = items.filter(({ record, type }) => record === undefined && !foundByType.includes(String(type)));
  if (kind === 'task' || leading.length === 0) return items;
  const found = await table.getMany(leading.map(({ recordId }) => recordKey({ kind, id: String(recordId) })));
  const records = new Map(found.map(({ record }) => [(record as ListedRecord).id, record]));
  return items.map((item) => ({ ...item, record: item.record ?? records.get(String(item.recordId)) }));
};

/** What a page asks of the rows that it looks at. */
const looking = <R extends ListedRecord>(table: Table, request: ListRequest<R>) => ({
  accept: (item: Item) => item.record !== undefined && request.accept(recordOf<R>(item)),
  complete: async (items: Item[]) => {
    const whole = await withRecords(table, request, items);
    await request.beforehand?.(whole.flatMap((item) => (item.record === undefined ? [] : recordOf<R>(item))));
    return whole;
  },
});

/** A record as a row in an order that it has a date of. */
const rowIn =
  (order: 'createdAt' | 'dueAt') =>
  (record: ListedRecord): MergedRow[] =>
    record[order] === undefined
      ? []
      : [{ key: `${record[order]}#${record.id}`, item: { pk: record.id, sk: order, record } }];

/**
 * What partitions of another order have of a list, and what was found otherwise, as rows of its
 * order.
 * @throws `too-many-matches`
 */
const rowsBeside = async <R extends ListedRecord>(
  table: Table,
  request: ListRequest<R>,
  { beside, order }: Pick<ReturnType<typeof plan>, 'beside' | 'order'>,
): Promise<MergedRow[]> => {
  const found = { sources: beside, descending: true, limit: rowsAPageLooksAt, ...looking(table, request) };
  const page = beside.length === 0 ? { items: [] } : await mergePages(table, found);
  if (page.next) throw tooMany();
  const others = request.owner || request.contactId ? [] : ((await request.others?.()) ?? []);
  return [...page.items.map((item) => recordOf<R>(item)), ...others].flatMap(rowIn(order));
};

/** Everything of one contact: its links, then the records themselves. */
const ofContact = async <R extends ListedRecord>(table: Table, request: ListRequest<R>): Promise<R[]> => {
  const kind = request.kind === 'alert' ? 'alert' : 'case';
  const pk = partitionOf({ kind: 'contact', id: request.contactId ?? '' });
  const prefixes = [contactLinkPrefix(kind), ...(kind === 'case' ? [clientLinkPrefix] : [])];
  const links = (await Promise.all(prefixes.map((prefix) => table.queryAll({ pk, prefix })))).flat();
  const ids = new Set(links.map((link) => String(link.caseId ?? link.alertId)));
  return (await table.getMany([...ids].map((id) => recordKey({ kind, id })))).map((item) => recordOf<R>(item));
};

const allMatches = async <R extends ListedRecord>(table: Table, request: ListRequest<R>): Promise<R[]> => {
  if (request.contactId) return (await ofContact(table, request)).filter(request.accept);
  const planned = plan(request);
  const page = await mergePages(table, {
    sources: planned.sources,
    rows: await rowsBeside(table, request, planned),
    descending: true,
    limit: rowsAPageLooksAt,
    ...looking(table, request),
  });
  if (page.next) throw tooMany();
  return page.items.map((item) => recordOf<R>(item));
};

/** What a record is ordered by, as text; missing dates come last either way. */
const orderText = <R extends ListedRecord>(request: ListRequest<R>, record: R): string => {
  const field = request.sort.replace('-', '');
  if (field === 'priority') return (request.priorityRank?.(record.priority ?? '') ?? 0).toString().padStart(6, '0');
  const value = field === 'dueAt' ? record.dueAt : field === 'updatedAt' ? record.updatedAt : record.createdAt;
  return value ?? (request.sort.startsWith('-') ? '' : '~');
};

/**
 * A page in an order that no partition has: all that matches, sorted, and cut. Bounded, so only for
 * what a person could read.
 */
const sortedPage = async <R extends ListedRecord>(table: Table, request: ListRequest<R>): Promise<ListPage<R>> => {
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

/**
 * One page of a list.
 * @throws `too-many-matches` (409) where more than 1,000 rows would have to be looked through to
 * sort them
 */
export const listRecords = async <R extends ListedRecord>(
  table: Table,
  request: ListRequest<R>,
): Promise<ListPage<R>> => {
  if (request.createdFrom && request.createdTo && request.createdFrom > request.createdTo)
    throw invalid([{ pointer: '/query/createdFrom', code: 'inverted', detail: 'lies after createdTo' }]);
  const field = request.sort.replace('-', '');
  const planned = plan(request);
  if (request.contactId || field !== planned.order) return sortedPage(table, request);
  const page = await mergePages(table, {
    sources: planned.sources,
    rows: await rowsBeside(table, request, planned),
    descending: request.sort.startsWith('-'),
    after: request.position,
    limit: request.limit,
    ...looking(table, request),
  });
  return { items: page.items.map((item) => recordOf<R>(item)), ...(page.next !== undefined && { next: page.next }) };
};
