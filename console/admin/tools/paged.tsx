import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { OperationName } from '#client/client.ts';
import { callNamed } from '#console/admin/kinds.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Skeleton } from '#console/ui/surface.tsx';

interface PagedProps<Item> {
  name: OperationName;
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  empty: string;
  emptyText?: string;
  children: (items: readonly Item[]) => ReactNode;
}

interface AnyPage {
  items: unknown[];
  nextCursor?: string;
}

/** A list of the API, a page at a time. */
export const Paged = <Item,>({ name, path, query, empty, emptyText, children }: PagedProps<Item>) => {
  const text = useText();
  const api = useApi();
  const pages = useInfiniteQuery({
    queryKey: ['admin-list', name, path, query],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => {
      const asked = { limit: 25, ...query, ...(pageParam !== undefined && { cursor: pageParam }) };
      const { data } = await callNamed(api, name, { ...(path && { path }), query: asked });
      return data as AnyPage;
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (pages.isError) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Skeleton />;
  const items = pages.data.pages.flatMap((page) => page.items) as Item[];
  if (items.length === 0) return <EmptyState title={empty}>{emptyText}</EmptyState>;
  return (
    <>
      {children(items)}
      {pages.hasNextPage && (
        <div>
          <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
            {text('action.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
};
