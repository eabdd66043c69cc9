import { type ReactNode, useEffect, useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { isUnderWay, useJob } from '#console/records/job.ts';
import { bodyOfSearch } from '#console/search/read-found.ts';
import type { SearchAddress } from '#console/search/search-address.ts';
import { Button } from '#console/ui/button.tsx';
import { downloadFile } from '#console/ui/download.ts';
import { Menu } from '#console/ui/menu.tsx';
import { sayDone, sayFailed } from '#console/ui/toast.ts';

const operations = { cases: 'searchCases', alerts: 'searchAlerts', contacts: 'searchContacts' } as const;
type ExportFormat = 'csv' | 'geojson' | 'json-lines';

/** All that was found, as a file: at once, or by a job where it is much. */
export const Export = ({ address, children }: { address: SearchAddress; children: ReactNode }) => {
  const api = useApi();
  const text = useText();
  const [jobId, setJobId] = useState<string>();
  const [isPending, setPending] = useState(false);
  const { data: job } = useJob(jobId);
  const kind = address.kind === 'alerts' || address.kind === 'contacts' ? address.kind : 'cases';
  useEffect(() => {
    if (!job || isUnderWay(job)) return;
    setJobId(undefined);
    if (job.report) location.assign(job.report.url);
    else sayFailed(job.failure?.reason ?? text('error.unexpected'));
  }, [job, text]);
  const make = async (format: ExportFormat) => {
    setPending(true);
    try {
      // Asked for as a file, it is answered by one, or by the job that makes it.
      const { data, status } = await api[operations[kind]]({ body: { ...bodyOfSearch(address), format } });
      if (data instanceof File) downloadFile(data);
      else if (status === 202) {
        setJobId(String(Reflect.get(data, 'jobId')));
        sayDone(text('search.exportBegun'));
      }
    } catch (error) {
      sayFailed(error);
    }
    setPending(false);
  };
  return (
    <Menu
      label={text('search.export')}
      trigger={
        <Button isPending={isPending || jobId !== undefined}>
          {children}
          {text('search.export')}
        </Button>
      }
      entries={[
        { id: 'csv', name: 'CSV', onPress: () => void make('csv') },
        ...(kind === 'cases' ? [{ id: 'geojson', name: 'GeoJSON', onPress: () => void make('geojson') }] : []),
        { id: 'json-lines', name: 'JSON Lines', onPress: () => void make('json-lines') },
      ]}
    />
  );
};
