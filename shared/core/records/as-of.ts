import type { DomainEvent } from '#shared/core/events/event.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { eventsOfVersion, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

const eventOfVersion = async (table: Table, subject: SubjectRef, version: number): Promise<DomainEvent | undefined> => {
  const prefix = `${eventsOfVersion(version)}#`;
  const { items } = await table.query({ pk: partitionOf(subject), prefix, limit: 1, consistent: true });
  return items[0]?.event as DomainEvent | undefined;
};

/**
 * A record as it stood at an instant: what its last event up to then holds. Versions and instants
 * grow together, so it takes as many reads as the version has binary digits: fourteen for a record
 * that changed ten thousand times.
 *
 * @returns undefined where it was not there yet
 */
export const recordAsOf = async <R extends RecordBase>(
  table: Table,
  subject: SubjectRef,
  { version, at }: { version: number; at: string },
): Promise<R | undefined> => {
  let known: R | undefined;
  let low = 1;
  let high = version;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const event = await eventOfVersion(table, subject, middle);
    if (event && event.occurredAt <= at) {
      known = event.record as unknown as R;
      low = middle + 1;
    } else high = middle - 1;
  }
  return known;
};
