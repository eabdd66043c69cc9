import { decodeTime } from 'ulid';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { eventBesideVersions, eventsOfVersion, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

const eventsFrom = async (
  table: Table,
  subject: SubjectRef,
  { version, limit }: { version: number; limit: number },
): Promise<DomainEvent[]> => {
  const range = { pk: partitionOf(subject), from: eventsOfVersion(version), to: eventsOfVersion(9_999_999_999) };
  const { items } = await table.query({ ...range, limit, consistent: true });
  return items.map(({ event }) => event as DomainEvent);
};

// Two processes may write within one millisecond, or by clocks that differ a little; and a version
// has a few events.
const versionsBefore = 2;
const eventsAround = 25;

/** An event that happened beside the versions of its record, such as a signal about a contact. */
export const eventBeside = async (
  table: Pick<Table, 'get'>,
  subject: SubjectRef,
  eventId: string,
): Promise<DomainEvent | undefined> => (await table.get(eventBesideVersions(subject, eventId)))?.event as DomainEvent;

/**
 * An event of a record by its id. Ids begin with their instant and versions grow with time, so it
 * takes as many small reads as the newest version has binary digits, and two more.
 */
export const findEvent = async (
  table: Table,
  subject: SubjectRef,
  { eventId, version }: { eventId: string; version: number },
): Promise<DomainEvent | undefined> => {
  const at = decodeTime(eventId);
  let low = 1;
  let high = version;
  while (high - low > eventsAround / 2) {
    const middle = Math.floor((low + high) / 2);
    const [event] = await eventsFrom(table, subject, { version: middle, limit: 1 });
    if (event && decodeTime(event.eventId) < at) low = middle + 1;
    else high = middle;
  }
  const around = await eventsFrom(table, subject, { version: Math.max(1, low - versionsBefore), limit: eventsAround });
  return around.find((event) => event.eventId === eventId) ?? eventBeside(table, subject, eventId);
};
