import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useCase } from '#console/case/case-context.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Row, Skeleton, Stack } from '#console/ui/surface.tsx';

interface BelowTabProps<One> {
  query: UseQueryOptions<One[]>;
  /** What stands here while there is none. */
  none: string;
  /** What adds one: its button, and its dialog. */
  add: ReactNode;
  dialog: (onClose: () => void) => ReactNode;
  children: (all: One[]) => ReactNode;
}

/** What lies below the case of one kind, and a way to add one for staff who work on it. */
export const BelowTab = <One,>({ query, none, add, dialog, children }: BelowTabProps<One>) => {
  const { may, isOpen } = useCase();
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(query);
  const button = may('work') && isOpen && <Button onPress={() => setAdding(true)}>{add}</Button>;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <Stack>
      {!data && <Skeleton />}
      {data?.length === 0 ? (
        <EmptyState title={none}>{button}</EmptyState>
      ) : (
        <>
          {button && <Row>{button}</Row>}
          {children(data ?? [])}
        </>
      )}
      {isAdding && dialog(() => setAdding(false))}
    </Stack>
  );
};
