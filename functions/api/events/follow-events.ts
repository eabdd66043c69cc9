import { thoseThatFit } from '#functions/api/answer-size.ts';
import { type EventSight, sightOfEvents } from '#functions/api/events/sight-of-events.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { eventTypes } from '#shared/contract/events.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { feedReaches } from '#shared/core/feed/append-to-feed.ts';
import { type FeedEnvelope, followEventsRoute, fromNow } from '#shared/core/feed/feed.routes.ts';
import {
  FeedForgotten,
  type FeedPlace,
  type FeedRow,
  latestPlaces,
  placesSince,
  readFeed,
} from '#shared/core/feed/read-feed.ts';
import { everyShard, shardOf } from '#shared/core/table/keys.ts';

// A reader who waits costs a read unit a second. The first look comes
// sooner: most have just done something, and it takes half a second to get here.
const firstPause = 500;
const pause = 1000;

// By then an answer that found nothing goes out with a cursor, so that neither the function nor the
// gateway ends it.
const longestLook = 8_000;

// A page of the table has some ten thousand entries; of a feed that is followed the first few are
// enough.
const fewest = 4;
const most = 512;

/** What one batch of reads takes. */
const judgedAtOnce = 100;

interface FeedQuery {
  types: ReadonlySet<string> | undefined;
  recordId: string | undefined;
  limit: number;
}

interface FeedPage {
  items: FeedEnvelope[];
  places: FeedPlace[];
  /** The look was broken off: there may be more behind the places. */
  isBroken: boolean;
}

const wants = ({ types, recordId }: FeedQuery, { entry }: FeedRow): boolean =>
  (recordId === undefined || entry.subject.id === recordId) && (types?.has(entry.type) ?? true);

/** Reads on from some places to as many items as were asked for, or to the end. */
const readPage = async (
  { table, now }: Services,
  { asked, sight, from }: { asked: FeedQuery; sight: EventSight; from: readonly FeedPlace[] },
): Promise<FeedPage> => {
  const items: FeedEnvelope[] = [];
  const places = [...from];
  const shards = asked.recordId === undefined ? everyShard : [shardOf(asked.recordId)];
  const until = now() + longestLook;
  for (let limit = fewest; items.length < asked.limit; limit = Math.min(limit * 4, most)) {
    if (now() > until) return { items, places, isBroken: true };
    const ahead = new Map(shards.map((shard) => [shard, places[shard] ?? { number: 0, index: 0 }]));
    const rows = await readFeed(table, ahead, limit);
    if (rows.length === 0) break;
    for (let next = 0; next < rows.length && items.length < asked.limit; ) {
      const room = Math.min(asked.limit - items.length, judgedAtOnce);
      const batch: FeedRow[] = [];
      for (; next < rows.length && batch.length < room; next++) {
        const row = rows[next] as FeedRow;
        places[row.shard] = row.behind;
        if (wants(asked, row)) batch.push(row);
      }
      items.push(...(await sight(batch.map(({ entry }) => entry))));
    }
  }
  return { items, places, isBroken: false };
};

/** A page that an answer takes: one that is too large is read again with as many items as fit. */
const readPageThatFits = async (services: Services, reading: Parameters<typeof readPage>[1]): Promise<FeedPage> => {
  const page = await readPage(services, reading);
  const { length } = thoseThatFit(page.items);
  if (length === page.items.length) return page;
  return readPageThatFits(services, { ...reading, asked: { ...reading.asked, limit: length } });
};

/** @throws `invalid-request` for a type that there is not */
const typesIn = (types: string | undefined): ReadonlySet<string> | undefined => {
  if (types === undefined) return undefined;
  const names = types.split(',').map((name) => name.trim());
  const faults = names
    .filter((name) => !eventTypes.includes(name))
    .map((name) => ({ pointer: '/query/types', code: 'unknown-event', detail: `there is no event "${name}"` }));
  if (faults.length > 0) throw invalid(faults);
  return new Set(names);
};

const badCursor = (detail: string): Refusal =>
  new Refusal('invalid-cursor', undefined, {
    faults: [{ pointer: '/query/after', code: 'invalid-cursor', detail }],
  });

/** A cursor is a place in the feed, whatever is asked for from there on. It has one caller. */
const scopeOf = ({ id }: Person): string => JSON.stringify([id, 'events']);

const openPlaces = async (services: Services, caller: Person, after: string | undefined): Promise<FeedPlace[]> => {
  if (after === undefined) return placesSince(services.table, services.now() - feedReaches);
  if (after === fromNow) return latestPlaces(services.table);
  try {
    const numbers = JSON.parse(await services.cursors.open(after, scopeOf(caller))) as [number, number][];
    return numbers.map(([number, index]) => ({ number, index }));
  } catch (error) {
    if (error instanceof Refusal) throw badCursor('is not a cursor of this caller');
    throw error;
  }
};

const sealPlaces = ({ cursors }: Services, caller: Person, places: readonly FeedPlace[]): Promise<string> =>
  cursors.seal(JSON.stringify(places.map(({ number, index }) => [number, index])), scopeOf(caller));

// GET /v1/events
export const followEvents = routeHandler(followEventsRoute, async (services, { query, caller }) => {
  const { after, wait, limit, recordId } = query;
  const asked = { types: typesIn(query.types), recordId, limit };
  const until = services.now() + wait * 1000;
  let from = await openPlaces(services, caller, after);
  for (let next = firstPause; ; next = pause) {
    const sight = sightOfEvents(services, caller);
    const page = await readPageThatFits(services, { asked, sight, from }).catch((error: unknown) => {
      if (error instanceof FeedForgotten) throw badCursor('leads to what is not kept any more: begin without it');
      throw error;
    });
    const { items, places, isBroken } = page;
    const left = until - services.now();
    if (items.length > 0 || isBroken || left <= 0)
      return {
        body: {
          items,
          nextCursor: await sealPlaces(services, caller, places),
          ...(isBroken && { more: true as const }),
        },
      };
    from = places;
    await services.pause(Math.min(next, left));
    // What may be seen may have changed meanwhile.
    await services.definitions.refresh();
  }
});
