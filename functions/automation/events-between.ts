import type { Services } from '#functions/services.ts';
import { triggeringEvents } from '#shared/automation/automation.events.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { eventItemKey } from '#shared/core/feed/feed-entry.ts';
import { type FeedPlace, type FeedRow, placesSince, readFeed } from '#shared/core/feed/read-feed.ts';
import { epoch } from '#shared/core/records/instants.ts';

// Events are appended to the feed a second after they happen; after a failure it may take longer.
const appendedWithin = 60 * 60 * 1000;
// Of the feed: a read unit for each hundred. What is found is a unit or two an event.
const rowsAPage = 2_000;
const rowsAtOnce = 200;

interface EventsQuery {
  kind: TargetKind;
  eventsFrom: string;
  eventsTo: string;
  limit: number;
  /** Where the page before ended. */
  after: string | undefined;
}

type Places = [shard: number, place: FeedPlace][];

const isWanted = ({ entry }: FeedRow, kind: TargetKind): boolean =>
  entry.subject.kind === kind && triggeringEvents.has(entry.type);

/**
 * A page of the events of records of a kind in a period that may set off rules, in the order in
 * which they were published: as many as `limit`, out of at most 2,000 that happened to anything.
 */
export const eventsBetween = async (
  { table }: Services,
  { kind, eventsFrom, eventsTo, limit, after }: EventsQuery,
): Promise<{ events: DomainEvent[]; next: string | undefined }> => {
  const places = new Map<number, FeedPlace>(
    after === undefined
      ? (await placesSince(table, epoch(eventsFrom))).map((place, shard) => [shard, place] as const)
      : (JSON.parse(after) as Places),
  );
  const last = epoch(eventsTo) + appendedWithin;
  const found: FeedRow[] = [];
  for (let looked = 0; found.length < limit && looked < rowsAPage; ) {
    const rows = await readFeed(table, places, rowsAtOnce);
    if (rows.length === 0 || (rows[0] as FeedRow).at > last) return { events: await read(), next: undefined };
    for (const row of rows) {
      if (found.length === limit) break;
      places.set(row.shard, row.behind);
      looked += 1;
      if (row.at <= last && isWanted(row, kind)) found.push(row);
    }
  }
  return { events: await read(), next: JSON.stringify([...places]) };

  async function read(): Promise<DomainEvent[]> {
    const items = await table.getMany(found.map(({ entry }) => eventItemKey(entry)));
    const events = items.map(({ event }) => event as DomainEvent | undefined);
    return events.flatMap((event) =>
      event && event.occurredAt >= eventsFrom && event.occurredAt <= eventsTo ? [event] : [],
    );
  }
};
