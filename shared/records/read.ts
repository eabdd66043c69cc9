import { Refusal } from '#shared/errors.ts';
import type { DomainEvent } from '#shared/events/event.ts';
import type { RecordBase } from '#shared/records/primitives.ts';
import { eventPrefix, partitionOf, type RecordKind, recordKey, type SubjectRef } from '#shared/table/keys.ts';
import type { Table } from '#shared/table/table.ts';

/** A record by kind and id, or undefined. One consistent read. */
export const readRecord = async <R extends RecordBase>(
  table: Table,
  kind: RecordKind,
  id: string,
): Promise<R | undefined> => (await table.get(recordKey({ kind, id })))?.record as R | undefined;

/** @throws `stale` (412) with the current ETag where If-Match names another version */
export const requireVersion = (record: RecordBase, ifMatch: number | undefined): void => {
  if (ifMatch !== undefined && ifMatch !== record.version)
    throw new Refusal('stale', `The record is at version ${record.version}`, {
      headers: { etag: `"${record.version}"` },
    });
};

/** One page below a record, in order, of what its sort keys begin with `prefix`. */
export const readBelow = async (
  table: Table,
  subject: SubjectRef,
  {
    prefix,
    limit,
    after,
    descending,
  }: { prefix: string; limit: number; after?: string | undefined; descending?: boolean },
) => {
  const { items, more } = await table.query({
    pk: partitionOf(subject),
    prefix,
    limit,
    after,
    consistent: true,
    ...(descending && { descending }),
  });
  const last = items.at(-1);
  return { items, ...(more && last && { next: last.sk }) };
};

/** One page of the history of a record, oldest first. */
export const readHistory = async (
  table: Table,
  subject: SubjectRef,
  page: { limit: number; after?: string | undefined },
) => {
  const { items, next } = await readBelow(table, subject, { prefix: eventPrefix, ...page });
  return { events: items.map((item) => item.event as DomainEvent), next };
};
