import { entryOfLine, type FeedEntry } from '#shared/core/feed/feed-entry.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { everyShard, feedKey, feedPartition } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** The next entry of a shard to be read: a number, and a place among its lines. */
export interface FeedPlace {
  number: number;
  index: number;
}

/** An entry as it is read, and the place behind it. */
export interface FeedRow {
  shard: number;
  entry: FeedEntry;
  /** When it was appended, in epoch milliseconds. */
  at: number;
  behind: FeedPlace;
}

/** What comes next is not kept any more. */
export class FeedForgotten extends Error {
  override name = 'FeedForgotten';
}

const numberOf = (item: Item): number => Number(item.sk);

const rowsOf = (shard: number, item: Item, from: number): FeedRow[] =>
  (item.lines as string[])
    .map((line, index, all): FeedRow => {
      const number = numberOf(item);
      const behind = index + 1 < all.length ? { number, index: index + 1 } : { number: number + 1, index: 0 };
      return { shard, entry: entryOfLine(line), at: Number(item.at), behind };
    })
    .slice(from);

/** Items whose numbers follow each other from the one that is wanted on. */
const unbroken = (items: readonly Item[], first: number): Item[] => {
  const gap = items.findIndex((item, index) => numberOf(item) !== first + index);
  return items.slice(0, gap === -1 ? items.length : gap);
};

/**
 * The next rows of a shard, cut at the first missing number: a query is no snapshot and may skip
 * one. A number missing at the beginning is read again consistently. @throws FeedForgotten
 */
const readShard = async (table: Table, shard: number, { place, limit }: { place: FeedPlace; limit: number }) => {
  const range = { pk: feedPartition(shard), from: feedKey(shard, place.number).sk, limit };
  const found = await table.query(range);
  const first = unbroken(found.items, place.number);
  const isBroken = first.length < found.items.length;
  const items =
    isBroken && first.length === 0
      ? unbroken((await table.query({ ...range, consistent: true })).items, place.number)
      : first;
  if (isBroken && items.length === 0) throw new FeedForgotten();
  return {
    rows: items.flatMap((item, index) => rowsOf(shard, item, index === 0 ? place.index : 0)),
    isMore: found.more || isBroken,
  };
};

/**
 * The next rows of some shards, roughly in the order in which they were appended; none where there
 * are none by now. In order of each record, since a record is in one shard.
 */
export const readFeed = async (
  table: Table,
  places: ReadonlyMap<number, FeedPlace>,
  limit: number,
): Promise<FeedRow[]> => {
  const shards = await Promise.all([...places].map(([shard, place]) => readShard(table, shard, { place, limit })));
  // What one shard has of a later time than has been read of another waits for that.
  const upTo = Math.min(
    ...shards.map(({ rows, isMore }) =>
      isMore ? (rows.at(-1)?.at ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
    ),
  );
  return shards
    .flatMap(({ rows }) => rows)
    .filter(({ at }) => at <= upTo)
    .sort((one, other) => one.at - other.at);
};

/** The number that the next entry of a shard will have. */
const nextNumber = async (table: Table, shard: number, consistent: boolean): Promise<number> => {
  const query = { pk: feedPartition(shard), descending: true, limit: 1, consistent };
  const [newest] = (await table.query(query)).items;
  return newest ? numberOf(newest) + 1 : 0;
};

/** Where each shard goes on with what is still to come. */
export const latestPlaces = (table: Table): Promise<FeedPlace[]> =>
  Promise.all(everyShard.map(async (shard) => ({ number: await nextNumber(table, shard, true), index: 0 })));

/** The first number of a shard from an instant on, found by halving what there is. */
const firstSince = async (table: Table, shard: number, instant: number): Promise<FeedPlace> => {
  const pk = feedPartition(shard);
  let [low, high] = [0, await nextNumber(table, shard, false)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    // The oldest are forgotten one by one, so the next that is there stands for one that is not.
    const [item] = (await table.query({ pk, from: feedKey(shard, middle).sk, limit: 1 })).items;
    if (item && Number(item.at) < instant) low = numberOf(item) + 1;
    else high = middle;
  }
  const [first] = (await table.query({ pk, from: feedKey(shard, low).sk, limit: 1 })).items;
  return { number: first ? numberOf(first) : low, index: 0 };
};

/** Where each shard begins, seen from an instant. */
export const placesSince = async (table: Table, instant: number): Promise<FeedPlace[]> =>
  Promise.all(everyShard.map((shard) => firstSince(table, shard, instant)));
