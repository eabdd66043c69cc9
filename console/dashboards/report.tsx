import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import styles from '#console/dashboards/dashboards.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Banner, Quiet, Skeleton } from '#console/ui/surface.tsx';

interface Answer {
  asOf: string;
  hidden?: boolean | undefined;
}

/** What a report says, and as of when; or why it cannot. */
export const Report = <A extends Answer>({
  asked,
  children,
}: {
  asked: UseQueryResult<A>;
  children: (answer: A) => ReactNode;
}) => {
  const text = useText();
  const when = useWhen();
  if (asked.isPending) return <Skeleton lines={8} />;
  if (asked.isError) return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  return (
    <>
      {asked.data.hidden && <Banner>{text('dashboards.hidden')}</Banner>}
      <div className={styles.cards}>{children(asked.data)}</div>
      <Quiet>{text('dashboards.asOf', { when: when.instant(asked.data.asOf) })}</Quiet>
    </>
  );
};
