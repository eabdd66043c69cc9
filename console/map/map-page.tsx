import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { lazy, Suspense, useCallback } from 'react';
import { Link } from 'react-aria-components/Link';
import { useApi, useConsole } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import styles from '#console/map/map.module.css';
import { casesOnMap } from '#console/map/map-cases.ts';
import { useConfigured } from '#console/records/configured.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Select } from '#console/ui/fields.tsx';
import { EmptyState, Page, Quiet, Skeleton } from '#console/ui/surface.tsx';

// The library that draws comes when somebody looks at the map.
const CaseMap = lazy(() => import('#console/map/case-map.tsx'));

const everything = '*';

/** Open cases where they are, drawn from the search that the lists use; the same as a list. */
export const MapPage = () => {
  const { type, lat, lon } = useSearch({ from: '/staff/map' });
  const { settings } = useConsole();
  const api = useApi();
  const text = useText();
  const when = useWhen();
  const navigate = useNavigate();
  const types = useConfigured('case-types');
  const found = useQuery({ queryKey: ['cases', 'map', type], queryFn: () => casesOnMap(api, type) });
  const open = useCallback((id: string) => void navigate({ href: `/cases/${id}` }), [navigate]);
  const features = found.data?.features ?? [];
  return (
    <Page title={text('map.title')}>
      <div className={styles.filter}>
        <Select
          label={text('map.type')}
          value={type ?? everything}
          choices={[
            { id: everything, name: text('map.allTypes') },
            ...[...types.values()].map(({ key, name }) => ({ id: key, name })),
          ]}
          onChange={(id) => void navigate({ to: '/map', search: id === everything ? {} : { type: id } })}
        />
      </div>
      {found.isPending && <Skeleton />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && features.length === 0 && (
        <EmptyState title={text('map.none')} icon={<MapPinOff aria-hidden />}>
          <p>{text('map.noneText')}</p>
        </EmptyState>
      )}
      {found.isSuccess && features.length > 0 && (
        <div className={styles.both}>
          <Suspense fallback={<Skeleton lines={8} />}>
            <CaseMap cases={found.data} basemap={settings.basemap} lat={lat} lon={lon} onOpen={open} />
          </Suspense>
          <ol className={styles.list} aria-label={text('map.list')}>
            {features.map(({ properties: { id, reference, subject, dueAt } }) => (
              <li key={id}>
                <Link href={`/cases/${id}`}>{subject}</Link>
                <Quiet>
                  {reference}
                  {dueAt !== undefined && ` · ${text('map.due', { when: when.fromNow(dueAt) })}`}
                </Quiet>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Page>
  );
};
