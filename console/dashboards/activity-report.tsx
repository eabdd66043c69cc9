import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-aria-components/Link';
import type { OperationAnswer } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import type { DashboardSearch } from '#console/dashboards/dashboard-search.ts';
import styles from '#console/dashboards/dashboards.module.css';
import { useNames } from '#console/dashboards/names.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { useConfigured } from '#console/records/configured.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { FilterRow, Select, TextField } from '#console/ui/fields.tsx';
import { Card, EmptyState, Quiet, Skeleton } from '#console/ui/surface.tsx';

type Activity = OperationAnswer<'contactActivity'>;

interface Observation {
  term?: string | undefined;
  course?: string | undefined;
  value: string | number | boolean;
  at: string;
  contactId?: string | undefined;
}

const most = 100;

const Observations = ({ title, items }: { title: string; items: readonly Observation[] }) => {
  const text = useText();
  const when = useWhen();
  return (
    <Card title={title}>
      {items.length === 0 && <Quiet>{text('dashboards.nothing')}</Quiet>}
      <ul className={styles.observations}>
        {items
          .slice(-most)
          .toReversed()
          .map(({ term, course, value, at, contactId }) => (
            <li key={[contactId, term, course, at, value].join(' ')}>
              <strong>{String(value)}</strong>
              <span>{[course, term].filter(Boolean).join(' · ')}</span>
              {contactId !== undefined && <Link href={`/contacts/${contactId}`}>{contactId}</Link>}
              <Quiet>{when.day(at)}</Quiet>
            </li>
          ))}
      </ul>
    </Card>
  );
};

const Records = ({
  title,
  items,
  page,
}: {
  title: string;
  items: Activity['cases'] | Activity['alerts'];
  page: string;
}) => {
  const text = useText();
  const { nameOf } = useNames();
  const when = useWhen();
  return (
    <Card title={title}>
      {items.length === 0 && <Quiet>{text('dashboards.nothing')}</Quiet>}
      <ul className={styles.observations}>
        {items.map((record) => (
          <li key={record.id}>
            <Link href={`${page}/${record.id}`}>
              {'subject' in record ? record.subject : nameOf('type')(record.type)}
            </Link>
            <Quiet>{when.day(record.createdAt)}</Quiet>
          </li>
        ))}
      </ul>
    </Card>
  );
};

/** Alerts and cases beside attendance, grades and enrolment: of a person, or of a segment. */
export const ActivityReport = ({
  search,
  change,
}: {
  search: DashboardSearch;
  change: (change: Partial<DashboardSearch>) => void;
}) => {
  const api = useApi();
  const text = useText();
  const { contactId, segment } = search;
  const [id, setId] = useState(contactId ?? '');
  const segments = useConfigured('segments');
  const asked = useQuery({
    queryKey: ['insight', 'activity', contactId, segment],
    enabled: contactId !== undefined || segment !== undefined,
    queryFn: async () =>
      (await api.contactActivity({ query: contactId !== undefined ? { contactId } : { group: segment ?? '' } })).data,
  });
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change({ contactId: id.trim() === '' ? undefined : id.trim(), segment: undefined });
        }}
      >
        <FilterRow>
          <TextField label={text('dashboards.contact')} value={id} onChange={setId} />
          <Select
            label={text('dashboards.segment')}
            value={segment}
            choices={[...segments.values()].map(({ key, name }) => ({ id: key, name }))}
            onChange={(key) => change({ segment: key, contactId: undefined })}
          />
          <Button type="submit">{text('dashboards.show')}</Button>
        </FilterRow>
      </form>
      {asked.isError && <Failure error={asked.error} />}
      {asked.isLoading && <Skeleton />}
      {!asked.data && !asked.isLoading && !asked.isError && <EmptyState title={text('dashboards.whose')} />}
      {asked.data && (
        <div className={styles.cards}>
          <Records title={text('dashboards.alerts')} items={asked.data.alerts} page="/alerts" />
          <Records title={text('dashboards.cases')} items={asked.data.cases} page="/cases" />
          <Observations title={text('dashboards.attendance')} items={asked.data.attendance} />
          <Observations title={text('dashboards.grades')} items={asked.data.grades} />
          <Observations title={text('dashboards.enrolment')} items={asked.data.enrolment} />
        </div>
      )}
    </>
  );
};
