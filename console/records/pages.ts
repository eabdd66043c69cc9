import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface PageOf<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}

/** A list that is read on page by page as somebody asks for more. */
export const usePages = <Item>(
  queryKey: QueryKey,
  read: (place: { cursor?: string }, signal: AbortSignal) => Promise<PageOf<Item>>,
  isEnabled = true,
) => {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam === '' ? {} : { cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
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
