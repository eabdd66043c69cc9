import { Refusal } from '#shared/core/errors.ts';
import { type DomainEvent, withInitialValues } from '#shared/core/events/event.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import {
  type ChildKind,
  childKey,
  childPrefix,
  eventBesidePrefix,
  eventPrefix,
  indexSortKey,
  partitionOf,
  type RecordKind,
  recordKey,
  type SubjectRef,
  versionOfEvent,
} from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** A record by kind and id, or undefined. One consistent read. */
export const readRecord = async <R extends RecordBase>(
  table: Table,
  kind: RecordKind,
  id: string,
): Promise<R | undefined> => (await table.get(recordKey({ kind, id })))?.record as R | undefined;

/**
 * The version that a record begins with: 1, or the one after the last of a record that was removed
 * under the same id, so that what is newer has the higher version.
 */
export const firstVersion = async (table: Table, subject: SubjectRef): Promise<number> => {
  const { items } = await table.query({
    pk: partitionOf(subject),
    from: eventPrefix,
    to: eventBesidePrefix,
    descending: true,
    limit: 1,
    consistent: true,
  });
  return items[0] ? versionOfEvent(items[0].sk) + 1 : 1;
};

/** What If-Match names: versions, or `*` for whichever there is. */
export type IfMatch = readonly number[] | '*';

/** @throws `stale` (412) with the current ETag where If-Match names other versions */
export const requireVersion = (record: Pick<RecordBase, 'version'>, ifMatch: IfMatch | undefined): void => {
  if (ifMatch !== undefined && ifMatch !== '*' && !ifMatch.includes(record.version))
    throw new Refusal('stale', `The record is at version ${record.version}`, {
      headers: { etag: `"${record.version}"` },
    });
};

/**
 * Refuses a put whose If-Match does not name the record there is.
 * @throws `precondition-required` (428) to overwrite without one; `stale` (412) for another version
 */
export const requireVersionToPut = (record: RecordBase | undefined, ifMatch: IfMatch | undefined): void => {
  if (record && ifMatch === undefined) throw new Refusal('precondition-required');
  if (record) requireVersion(record, ifMatch);
  else if (ifMatch !== undefined) throw new Refusal('stale', 'There is no such record any more');
};

/** One page of a range, and the sort key to go on after where there is more. */
export const readPage = async (
  table: Table,
  { limit, ...range }: Parameters<Table['query']>[0] & { limit: number },
) => {
  // One more than the page, so that it is known whether there is another.
  const found = await table.query({ ...range, limit: limit + 1 });
  const items = found.items.slice(0, limit);
  const last = items.at(-1);
  const hasMore = found.more || found.items.length > limit;
  return { items, ...(hasMore && last && { next: String(last[range.index ? indexSortKey(range.index) : 'sk']) }) };
};

/** Something below a case by its kind and id, or undefined. One consistent read. */
export const readChild = async <C>(
  table: Table,
  caseId: string,
  child: Parameters<typeof childKey>[1],
): Promise<C | undefined> => (await table.get(childKey(caseId, child)))?.record as C | undefined;

/** One page of what lies below a case of a kind, in the order in which it was made. */
export const childrenOf = async <C>(
  table: Table,
  caseId: string,
  { kind, ...place }: { kind: ChildKind; limit: number; after: string | undefined },
): Promise<{ items: C[]; next?: string | undefined }> => {
  const { items, next } = await readBelow(table, { kind: 'case', id: caseId }, { prefix: childPrefix(kind), ...place });
  return { items: items.map(({ record }) => record as C), next };
};

interface Below {
  prefix: string;
  limit: number;
  after?: string | undefined;
  descending?: boolean;
}

/** One page below a record, in order, of what its sort keys begin with `prefix`. */
export const readBelow = (table: Table, subject: SubjectRef, below: Below) =>
  readPage(table, { pk: partitionOf(subject), consistent: true, ...below });

/** One page of the history of a record, oldest first unless it is asked for descending. */
export const readHistory = async (table: Table, subject: SubjectRef, page: Omit<Below, 'prefix'>) => {
  const { items, next } = await readBelow(table, subject, { prefix: eventPrefix, ...page });
  return { events: items.map((item) => withInitialValues(item.event as DomainEvent)), next };
};
