import type { Item } from '#shared/core/table/decision.ts';
import { type IndexName, indexSortKey } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** What is read whole: a partition of the table or of an index, or a range of it. */
export type WholeRange = Pick<Parameters<Table['query']>[0], 'pk' | 'prefix' | 'from' | 'to' | 'consistent'> & {
  index?: IndexName;
};

/**
 * Reads ranges one after the other: gives a page of one of them and the place behind it, which says
 * the range and the sort key; no place behind the last.
 */
export const pageOfRanges = async <R extends WholeRange>(
  table: Pick<Table, 'query'>,
  ranges: readonly R[],
  { place = '0 ', limit }: { place?: string | undefined; limit: number },
): Promise<{ items: Item[]; range?: R; next?: string }> => {
  const space = place.indexOf(' ');
  const at = Number(place.slice(0, space));
  const range = ranges[at];
  if (!range) return { items: [] };
  const { pk, prefix, from, to, consistent, index } = range;
  const after = place.slice(space + 1) || undefined;
  const { items, more } = await table.query({
    pk,
    prefix,
    from,
    to,
    after,
    limit,
    ...(index && { index }),
    ...(consistent && { consistent }),
  });
  const last = items.at(-1);
  if (more && last) return { items, range, next: `${at} ${last[index ? indexSortKey(index) : 'sk']}` };
  return { items, range, ...(at + 1 < ranges.length && { next: `${at + 1} ` }) };
};

/** All that ranges hold, a page at a time; nothing of it is kept. */
export async function* pagesOfRanges(
  table: Pick<Table, 'query'>,
  ranges: readonly WholeRange[],
  limit: number,
): AsyncGenerator<Item[], void, undefined> {
  let place: string | undefined;
  do {
    const page = await pageOfRanges(table, ranges, { place, limit });
    yield page.items;
    place = page.next;
  } while (place !== undefined);
}
