import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import styles from '#console/local/local.module.css';
import { type LocalEvent, localStack } from '#console/local/stack-api.ts';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Quiet, Skeleton } from '#console/ui/surface.tsx';

const everyMs = 1500;
const most = 200;
const pages: Record<string, string> = { case: '/cases', alert: '/alerts', contact: '/contacts' };

const Subject = ({ event }: { event: LocalEvent }) => {
  const { subject } = event.detail;
  if (!subject) return <Quiet>{event.source}</Quiet>;
  const page = pages[subject.kind];
  const name = subject.reference ?? `${subject.kind} ${subject.id}`;
  return page === undefined ? <Quiet>{name}</Quiet> : <Link href={`${page}/${subject.id}`}>{name}</Link>;
};

/** What passes over the bus, the newest first. */
export const EventsPanel = () => {
  const text = useText();
  const when = useWhen();
  const events = useQuery({ queryKey: ['local', 'events'], queryFn: localStack.events, refetchInterval: everyMs });
  if (events.isPending) return <Skeleton />;
  if (events.isError) return <Failure error={events.error} />;
  if (events.data.length === 0) return <EmptyState title={text('local.noEvents')} />;
  return (
    <ul className={styles.list}>
      {events.data
        .slice(-most)
        .toReversed()
        .map((event) => (
          <li key={event.id} className={styles.event}>
            <strong>{event['detail-type']}</strong>
            <Subject event={event} />
            <Quiet>{when.instant(event.time)}</Quiet>
          </li>
        ))}
    </ul>
  );
};
