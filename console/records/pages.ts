import { type InfiniteData, infiniteQueryOptions, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface PageOf<Item> {
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

/** A list that is read on page by page as somebody asks for more. */
export const usePages = <Item>(queryKey: QueryKey, read: ReadPage<Item>, isEnabled = true) => {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...pagesQuery(queryKey, read),
    enabled: isEnabled,
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
