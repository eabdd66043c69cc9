import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-aria-components/Link';
import { useJsonFault } from '#console/i18n/use-json-fault.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import styles from '#console/local/local.module.css';
import { type LocalEvent, localStack } from '#console/local/stack-api.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure, FormFailure } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { EmptyState, Quiet, Skeleton } from '#console/ui/surface.tsx';

const everyMs = 1500;
const most = 200;
const queryKey = ['local', 'events'];
const pages: Record<string, string> = { case: '/cases', alert: '/alerts', contact: '/contacts' };

const Subject = ({ event }: { event: LocalEvent }) => {
  const { subject } = event.detail;
  if (!subject) return <Quiet>{event.source}</Quiet>;
  const page = pages[subject.kind];
  const name = subject.reference ?? `${subject.kind} ${subject.id}`;
  return page === undefined ? <Quiet>{name}</Quiet> : <Link href={`${page}/${subject.id}`}>{name}</Link>;
};

// As README.md has the LMS of the sample institution speak.
const sample = [
  {
    Source: 'lms.example.edu',
    DetailType: 'Classes Missed',
    Detail: { contactId: 'S102', course: 'MATH-101', week: '2026-W47', missed: 3 },
  },
];

/** A system from outside speaks: what follows of it is seen below. */
const FromOutside = () => {
  const text = useText();
  const queries = useQueryClient();
  const faultOf = useJsonFault();
  const [entries, setEntries] = useState(() => JSON.stringify(sample, null, 2));
  const read = (): object => {
    try {
      return JSON.parse(entries);
    } catch (error) {
      throw new Error(faultOf(error));
    }
  };
  const put = useMutation({
    mutationFn: async () => localStack.putEvents(read()),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <details>
      <summary className={styles.summary}>{text('local.fromOutside')}</summary>
      <div className={styles.list}>
        <FormFailure error={put.error} />
        <TextField label={text('local.entries')} value={entries} onChange={setEntries} rows={8} isMono />
        <div>
          <Button isPending={put.isPending} onPress={() => put.mutate()}>
            {text('local.put')}
          </Button>
        </div>
      </div>
    </details>
  );
};

const Passing = () => {
  const text = useText();
  const when = useWhen();
  const events = useQuery({ queryKey, queryFn: localStack.events, refetchInterval: everyMs });
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

/** What passes over the bus, the newest first, and a way to add to it. */
export const EventsPanel = () => (
  <>
    <FromOutside />
    <Passing />
  </>
);
