import type { ReactNode } from 'react';
import { More } from '#console/records/more.tsx';
import type { usePages } from '#console/records/pages.ts';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Skeleton } from '#console/ui/surface.tsx';

interface ListedProps<Item> {
  list: ReturnType<typeof usePages<Item>>;
  empty: string;
  emptyText?: string;
  children: (items: readonly Item[]) => ReactNode;
}

/** A list that is read by pages: on its way, refused, empty, or its rows and more of them. */
export const Listed = <Item,>({ list, empty, emptyText, children }: ListedProps<Item>) => {
  if (list.error) return <Failure error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <Skeleton />;
  if (list.items.length === 0 && !list.hasMore) return <EmptyState title={empty}>{emptyText}</EmptyState>;
  return (
    <>
      {children(list.items)}
      <More list={list} />
    </>
  );
};
