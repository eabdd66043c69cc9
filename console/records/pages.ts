import { type InfiniteData, infiniteQueryOptions, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

export interface PageOf<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}
type ReadPage<Item> = (place: { cursor?: string }, signal: AbortSignal) => Promise<PageOf<Item>>;

/** A list that is read page by page, for those who read it before it is shown. */
export const pagesQuery = <Item>(queryKey: QueryKey, read: ReadPage<Item>) =>
  infiniteQueryOptions<PageOf<Item>, Error, InfiniteData<PageOf<Item>>, QueryKey, string>({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam === '' ? {} : { cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** All of a list that is looked at as a whole. */
export const everyItem = async <Item>(pages: AsyncIterable<Item>): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
};

/** The same, where an operation is known only as one runs, or answers with more than a page. */
export const everyItemOf = async <Item>(
  read: (place: { cursor?: string }) => Promise<PageOf<Item>>,
): Promise<Item[]> => {
  const found: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await read(cursor === undefined ? {} : { cursor });
    found.push(...items);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return found;
};

interface PagesOptions<Item> {
  isEnabled?: boolean;
  /** How long it stays as it is; undefined where it does not change by itself. */
  lookAgainMs?: (items: readonly Item[]) => number | undefined;
}

/** A list that is read on page by page as somebody asks for more. */
export const usePages = <Item>(
  queryKey: QueryKey,
  read: ReadPage<Item>,
  { isEnabled = true, lookAgainMs }: PagesOptions<Item> = {},
) => {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...pagesQuery(queryKey, read),
    enabled: isEnabled,
    refetchInterval: ({ state }) => lookAgainMs?.(state.data?.pages.flatMap(({ items }) => items) ?? []) ?? false,
  });
  return {
    items: data?.pages.flatMap(({ items }) => items) ?? [],
    firstPage: data?.pages[0],
    error,
    isPending,
    hasMore: hasNextPage,
    isReadingMore: isFetchingNextPage,
    readMore: () => void fetchNextPage(),
    retry: () => void refetch(),
  };
};
