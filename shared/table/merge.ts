import type { Item } from '#shared/table/decision.ts';
import { type IndexName, indexSortKey } from '#shared/table/keys.ts';
import type { Table } from '#shared/table/table.ts';

/** One ordered partition that a list reads from. */
export interface Source {
  pk: string;
  index?: IndexName;
  prefix?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Not of an index, which has no consistent reads. */
  consistent?: boolean;
}

interface Merge {
  sources: Source[];
  descending: boolean;
  /** The order key of the last row of the page before. */
  after?: string | undefined;
  limit: number;
  accept: (item: Item) => boolean;
  /** Reads what `accept` needs to know, for all rows that came in at once. */
  beforehand?: (items: Item[]) => Promise<void>;
}

export interface MergedPage {
  items: Item[];
  /** The order key to go on after; none where the end is reached. */
  next?: string;
}

// How many rows one page may look at before it is known whether there are enough. Where a filter passes almost nothing the page comes back short, with a cursor, instead of reading on and on.
export const rowsAPageLooksAt = 1000;

interface Reader {
  source: Source;
  buffer: Item[];
  more: boolean;
  last: string | undefined;
  /** How often it has been asked for rows. */
  asked: number;
}

/**
 * One page of many ordered partitions, merged. It reads from each as little as the page needs, drops what a filter refuses and what it has had already
 * (one record may stand in several partitions), and goes on exactly after the last row, whatever was written in between.
 */
export const mergePages = async (
  table: Table,
  { sources, descending, after, limit, accept, beforehand }: Merge,
): Promise<MergedPage> => {
  const orderKey = (reader: Reader, item: Item) =>
    String(item[reader.source.index ? indexSortKey(reader.source.index) : 'sk']);
  // One more than the page, so that it is known whether there is another.
  const wanted = limit + 1;
  const items: Item[] = [];
  let looked = 0;
  // At first the share of each, if all hold as many of the rows. Then what is missing, at the rate at which rows have passed the filter, and half as much
  // again: more is read in vain, and less is one more round.
  const step = (asked: number): number => {
    const missing = asked === 0 ? wanted : (1.5 * (wanted - items.length) * (looked + 1)) / (items.length + 1);
    return Math.min(Math.max(2, Math.ceil(missing / sources.length)), rowsAPageLooksAt);
  };
  const readers: Reader[] = sources.map((source) => ({ source, buffer: [], more: true, last: after, asked: 0 }));
  const fill = async (reader: Reader): Promise<void> => {
    const page = await table.query({ ...reader.source, descending, limit: step(reader.asked++), after: reader.last });
    await beforehand?.(page.items);
    reader.buffer = page.items;
    reader.more = page.more;
    const last = page.items.at(-1);
    if (last) reader.last = orderKey(reader, last);
  };
  let position = after;
  for (; looked <= rowsAPageLooksAt; looked++) {
    await Promise.all(readers.filter((reader) => reader.buffer.length === 0 && reader.more).map(fill));
    const heads = readers.flatMap((reader) => {
      const [item] = reader.buffer;
      return item ? [{ reader, item, key: orderKey(reader, item) }] : [];
    });
    // Whoever has more has a head now, so the first of the heads is the next row.
    if (heads.length === 0) return { items };
    const best = heads.reduce((a, b) => ((descending ? b.key > a.key : b.key < a.key) ? b : a));
    best.reader.buffer.shift();
    if (best.key === position) continue;
    if (accept(best.item)) {
      items.push(best.item);
      if (items.length === wanted) {
        items.pop();
        return { items, ...(position !== undefined && { next: position }) };
      }
    }
    position = best.key;
  }
  return { items, ...(position !== undefined && { next: position }) };
};
