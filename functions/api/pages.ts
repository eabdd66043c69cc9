import { thoseThatFit } from '#functions/api/answer-size.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';

interface PageQuery {
  cursor?: string | undefined;
  limit: number;
}

interface PagePosition {
  limit: number;
  after: string | undefined;
}

interface Page<T> {
  items: T[];
  next?: string | undefined;
}

/**
 * A page that an answer takes: where its items are too large for one, it is read again with as many
 * as are not, so that its cursor leads on from the last.
 */
const pageThatFits = async <T>(
  read: (place: PagePosition) => Promise<Page<T>>,
  place: PagePosition,
): Promise<Page<T>> => {
  const found = await read(place);
  const { length } = thoseThatFit(found.items);
  return length === found.items.length ? found : pageThatFits(read, { ...place, limit: length });
};

/**
 * Opens the cursor of a page. A cursor holds for one query of one caller: its scope is everything
 * that was asked but the cursor and the limit.
 */
export const openCursor = async (
  { cursors }: Services,
  caller: Person,
  name: string,
  query: PageQuery,
): Promise<string | undefined> =>
  query.cursor === undefined ? undefined : cursors.open(query.cursor, scopeOf(caller, name, query));

/** The answer of a page, with the cursor to go on from where there is more. */
export const page = async <T>(
  { cursors }: Services,
  caller: Person,
  name: string,
  query: PageQuery,
  { items, next }: Page<T>,
) => ({
  items,
  ...(next !== undefined && { nextCursor: await cursors.seal(next, scopeOf(caller, name, query)) }),
});

/**
 * One page behind a place, under the name that its cursors hold for. It ends early where its items
 * are more than an answer takes; then `read`, which does nothing but read, is asked again.
 */
export const pageOf = async <T>(
  services: Services,
  { query, caller }: { query: PageQuery; caller: Person },
  name: string,
  read: (place: PagePosition) => Promise<Page<T>>,
) => {
  const after = await openCursor(services, caller, name, query);
  return page(services, caller, name, query, await pageThatFits(read, { limit: query.limit, after }));
};

/**
 * A page of a short list that is in memory; all of it without a limit. The cursor holds the key of
 * the last row, so it stays right while rows come and go.
 */
export const pageOfShortList = <T>(
  services: Services,
  { query, caller }: { query: { cursor?: string | undefined; limit?: number | undefined }; caller: Person },
  { name, items, keyOf }: { name: string; items: readonly T[]; keyOf: (item: T) => string },
) => {
  const whole = query.limit ?? Math.max(items.length, 1);
  return pageOf(services, { query: { ...query, limit: whole }, caller }, name, async ({ limit, after }) => {
    const [place, key] = after === undefined ? [-1, undefined] : (JSON.parse(after) as [number, string]);
    const found = items.findIndex((item) => keyOf(item) === key);
    // Where the last row is gone, the one that took its place comes next.
    const start = key === undefined ? 0 : found === -1 ? place : found + 1;
    const shown = items.slice(start, start + limit);
    const last = shown.at(-1);
    const isMore = last !== undefined && start + limit < items.length;
    return { items: [...shown], next: isMore ? JSON.stringify([start + shown.length - 1, keyOf(last)]) : undefined };
  });
};

/**
 * One page of what lies below a record behind a prefix, oldest first unless it is asked for
 * descending, as `show` shows it. What it shows nothing of is left out and made up for.
 */
export const pageBelow = <T>(
  services: Services,
  asked: { query: PageQuery; caller: Person },
  {
    name,
    subject,
    also = [],
    prefix,
    descending = false,
    show,
  }: {
    name: string;
    subject: SubjectRef;
    /** Other records below which more of it lies. What lies below both is shown once. */
    also?: readonly SubjectRef[];
    prefix: string;
    descending?: boolean;
    show: (item: Item) => T | undefined;
  },
) =>
  pageOf(services, asked, `${name} of ${subject.id}`, async (place) => {
    const shown = new Map<Item, T>();
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: [subject, ...also].map((one) => ({ pk: partitionOf(one), prefix, consistent: true })),
      descending,
      accept: (item) => {
        const one = show(item);
        if (one !== undefined) shown.set(item, one);
        return one !== undefined;
      },
    });
    return { items: items.flatMap((item) => shown.get(item) ?? []), next };
  });

const scopeOf = (caller: Person, name: string, { cursor: _cursor, limit: _limit, ...rest }: PageQuery): string =>
  JSON.stringify([caller.id, name, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
