import type { Item } from '#shared/core/table/decision.ts';
import { compareKeys } from '#shared/core/table/key-order.ts';
import { type IndexName, indexSortKey } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** One ordered partition that a list reads from. */
export interface ListSource {
  pk: string;
  index?: IndexName;
  prefix?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Not of an index, which has no consistent reads. */
  consistent?: boolean;
}

/** A row with what it is in order by. */
export interface MergedRow {
  key: string;
  item: Item;
}

interface MergeQuery {
  sources: ListSource[];
  /** Rows that have been read already: what partitions of another order have of the list. */
  rows?: readonly MergedRow[];
  descending: boolean;
  /** The order key of the last row of the page before. */
  after?: string | undefined;
  /** None: only whether there is a row. */
  limit: number;
  /** How many rows it may look at before it ends short, with a place to go on from. */
  most?: number;
  accept: (item: Item) => boolean;
  /**
   * Reads what the rows that came in do not hold themselves, for all of them at once; gives back
   * each, in their order.
   */
  complete?: (items: Item[]) => Promise<Item[]>;
}

interface MergedPage {
  items: Item[];
  /** The order key to go on after; none where the end is reached, or all is still to come. */
  next?: string;
  /** Whether there may be rows behind these. */
  more: boolean;
  /** How many rows it looked at. */
  looked: number;
}

// How many rows one page may look at before it is known whether there are enough. Where a filter
// passes almost nothing the page comes back short, with a cursor, instead of reading on and on.
export const rowsAPageLooksAt = 1000;

interface SourceReader {
  /** None where its rows have been read already. */
  source?: ListSource;
  buffer: MergedRow[];
  more: boolean;
  last: string | undefined;
  /** How often it has been asked for rows. */
  asked: number;
}

/**
 * One page of many ordered partitions, merged. It reads little of each, drops what a filter refuses
 * or it has had already, and goes on exactly after the last row while others write.
 */
export const mergePages = async (
  table: Table,
  {
    sources,
    rows = [],
    descending,
    after,
    limit,
    most = rowsAPageLooksAt,
    accept,
    complete = async (items) => items,
  }: MergeQuery,
): Promise<MergedPage> => {
  const isBefore = (a: string, b: string) => (descending ? compareKeys(b, a) : compareKeys(a, b)) < 0;
  // One more than the page, so that it is known whether there is another.
  const wanted = limit + 1;
  const items: Item[] = [];
  let looked = 0;
  // At first the share of each partition; then what is missing, at the rate at which rows passed
  // the filter, and half as much again: reading more is in vain, less is one more round.
  const step = (asked: number): number => {
    const missing = asked === 0 ? wanted : (1.5 * (wanted - items.length) * (looked + 1)) / (items.length + 1);
    return Math.min(Math.max(2, Math.ceil(missing / sources.length)), rowsAPageLooksAt);
  };
  const known = rows
    .filter(({ key }) => after === undefined || isBefore(after, key))
    .sort((a, b) => (isBefore(a.key, b.key) ? -1 : 1));
  const readers: SourceReader[] = [
    { buffer: known, more: false, last: after, asked: 0 },
    ...sources.map((source): SourceReader => ({ source, buffer: [], more: true, last: after, asked: 0 })),
  ];
  const fill = async (reader: SourceReader, source: ListSource): Promise<void> => {
    const page = await table.query({ ...source, descending, limit: step(reader.asked++), after: reader.last });
    const keys = page.items.map((item) => String(item[source.index ? indexSortKey(source.index) : 'sk']));
    const items = await complete(page.items);
    reader.buffer = keys.flatMap((key, index) => (items[index] ? [{ key, item: items[index] }] : []));
    reader.more = page.more;
    reader.last = keys.at(-1) ?? reader.last;
  };
  let position = after;
  for (; looked <= most; looked++) {
    const isEmpty = ({ buffer, more }: SourceReader) => buffer.length === 0 && more;
    await Promise.all(readers.map((reader) => reader.source && isEmpty(reader) && fill(reader, reader.source)));
    const heads = readers.flatMap((reader) => {
      const [row] = reader.buffer;
      return row ? [{ reader, ...row }] : [];
    });
    // Each partition that has more has a head now, so the first of the heads is the next row.
    if (heads.length === 0) return { items, more: false, looked };
    const best = heads.reduce((a, b) => (isBefore(b.key, a.key) ? b : a));
    best.reader.buffer.shift();
    if (best.key === position) continue;
    if (accept(best.item)) {
      items.push(best.item);
      if (items.length === wanted) {
        items.pop();
        return { items, more: true, looked, ...(position !== undefined && { next: position }) };
      }
    }
    position = best.key;
  }
  return { items, more: true, looked, ...(position !== undefined && { next: position }) };
};
