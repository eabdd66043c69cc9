import type { Services } from '#functions/services.ts';
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

// Each may take a few reads to be told whether anything comes of it.
const triesAPage = 500;

interface EventsQuery {
  kind: TargetKind;
  /** The types of events that may be wanted. */
  types: { has: (type: string) => boolean };
  eventsFrom: string;
  eventsTo: string;
  limit: number;
  /** Where the page before ended. */
  after: string | undefined;
}

type Places = [shard: number, place: FeedPlace][];

/**
 * A page of what `take` makes of the events of a period, in the order in which they were
 * published: as many as `limit`, out of at most 2,000 events that happened to anything.
 */
export const fromEventsBetween = async <T>(
  { table }: Services,
  { kind, types, eventsFrom, eventsTo, limit, after }: EventsQuery,
  take: (event: DomainEvent) => Promise<T[]>,
): Promise<{ items: T[]; next: string | undefined }> => {
  const places = new Map<number, FeedPlace>(
    after === undefined
      ? (await placesSince(table, epoch(eventsFrom))).map((place, shard) => [shard, place] as const)
      : (JSON.parse(after) as Places),
  );
  const last = epoch(eventsTo) + appendedWithin;
  const items: T[] = [];
  const mayBeWanted = ({ at, entry }: FeedRow) => at <= last && entry.subject.kind === kind && types.has(entry.type);
  for (let looked = 0, tried = 0; items.length < limit && looked < rowsAPage && tried < triesAPage; ) {
    const rows = await readFeed(table, places, rowsAtOnce);
    if (rows.length === 0 || (rows[0] as FeedRow).at > last) return { items, next: undefined };
    const events = await eventsIn(rows.filter(mayBeWanted));
    for (const row of rows) {
      if (items.length >= limit || tried >= triesAPage) break;
      places.set(row.shard, row.behind);
      looked += 1;
      const event = events.get(row);
      if (!event || event.occurredAt < eventsFrom || event.occurredAt > eventsTo) continue;
      tried += 1;
      items.push(...(await take(event)));
    }
  }
  return { items, next: JSON.stringify([...places]) };

  async function eventsIn(rows: FeedRow[]): Promise<Map<FeedRow, DomainEvent | undefined>> {
    const found = await table.getMany(rows.map(({ entry }) => eventItemKey(entry)));
    const byKey = new Map(found.map((item) => [`${item.pk} ${item.sk}`, item.event as DomainEvent | undefined]));
    return new Map(
      rows.map((row) => {
        const { pk, sk } = eventItemKey(row.entry);
        return [row, byKey.get(`${pk} ${sk}`)];
      }),
    );
  }
};
