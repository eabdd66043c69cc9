import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import { PlacePage } from '#console/admin/places/place-page.tsx';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { More } from '#console/records/more.tsx';
import { ActorName } from '#console/records/names.tsx';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { DataTable } from '#console/ui/data-table.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Badge, EmptyState, Row, Skeleton, type Tone } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';
import type { Actor } from '#shared/core/records/primitives.ts';

interface Job {
  id: string;
  kind: string;
  status: 'queued' | 'running' | 'finished' | 'failed' | 'cancelled';
  total: number;
  done: number;
  failed: number;
  createdAt: string;
  createdBy: Actor;
  dryRun?: boolean | undefined;
  undo?: boolean | undefined;
  undoes?: string | undefined;
  undoneBy?: string | undefined;
  failure?: { code: string; reason: string } | undefined;
}

const tones: Record<Job['status'], Tone> = {
  queued: 'plain',
  running: 'info',
  finished: 'good',
  failed: 'danger',
  cancelled: 'warn',
};
const isUnderWay = ({ status }: Job): boolean => status === 'queued' || status === 'running';
const lookAgainMs = 2000;

const JobActs = ({ job }: { job: Job }) => {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const path = { id: job.id };
  const act = (done: Promise<unknown>, said: string) =>
    done.then(() => sayDone(said)).then(() => queries.invalidateQueries({ queryKey: ['jobs'] }));
  // The address of a report is good for minutes, so it is asked for when it is wanted.
  const report = async () => {
    const { data } = await api.getJob({ path });
    if (data.report) location.assign(data.report.url);
  };
  return (
    <Row>
      {isUnderWay(job) && (
        <Button size="small" onPress={() => act(api.cancelJob({ path }), text('admin.jobCancelled'))}>
          {text('action.cancel')}
        </Button>
      )}
      {!isUnderWay(job) && (
        <Button size="small" onPress={report}>
          {text('admin.report')}
        </Button>
      )}
      {job.undo === true && job.undoneBy === undefined && !isUnderWay(job) && (
        <Button size="small" onPress={() => act(api.undoJob({ path }), text('admin.undoBegun'))}>
          {text('admin.undo')}
        </Button>
      )}
    </Row>
  );
};

/** What goes over many records: how far it is, what came of it, and taking it back. */
export const JobsPage = () => {
  const text = useText();
  const when = useWhen();
  const { word } = useLabel();
  const api = useApi();
  const [isAll, setAll] = useState(true);
  const jobs = usePages<Job>(
    ['jobs', isAll],
    async (place) => (await api.listJobs({ query: { ...(isAll && { all: 'true' }), limit: 50, ...place } })).data,
    { lookAgainMs: (items) => (items.some(isUnderWay) ? lookAgainMs : undefined) },
  );
  return (
    <PlacePage title={text('admin.place.jobs')} about={text('admin.placeAbout.jobs')}>
      <Checkbox isSelected={isAll} onChange={setAll}>
        {text('admin.jobsOfAll')}
      </Checkbox>
      {jobs.error && <Failure error={jobs.error} onRetry={jobs.retry} />}
      {jobs.isPending && <Skeleton />}
      {jobs.firstPage && (
        <DataTable
          label={text('admin.place.jobs')}
          items={jobs.items}
          idOf={({ id }) => id}
          columns={[
            {
              id: 'kind',
              name: text('admin.job'),
              cell: (job) => (
                <Row>
                  {word(job.kind)}
                  {job.dryRun && <Badge>{text('admin.dryRun')}</Badge>}
                  {job.undoes !== undefined && <Badge>{text('admin.undo')}</Badge>}
                  {job.undoneBy !== undefined && <Badge tone="warn">{text('admin.undone')}</Badge>}
                </Row>
              ),
            },
            {
              id: 'status',
              name: text('admin.state'),
              cell: (job) => (
                <Row>
                  <Badge tone={tones[job.status]}>{word(job.status)}</Badge>
                  {job.failure?.reason}
                </Row>
              ),
            },
            {
              id: 'progress',
              name: text('admin.progress'),
              cell: ({ done, total, failed }) => (
                <>
                  <progress value={done} max={Math.max(total, done, 1)} aria-label={text('admin.progress')} />{' '}
                  {text('admin.progressOf', { done, total })}
                  {failed > 0 && <Badge tone="danger">{text('admin.failedRows', { count: failed })}</Badge>}
                </>
              ),
            },
            {
              id: 'by',
              name: text('admin.by'),
              cell: ({ createdBy }) => <ActorName actor={createdBy} />,
              isSecondary: true,
            },
            { id: 'at', name: text('admin.at'), cell: ({ createdAt }) => when.instant(createdAt), isSecondary: true },
            { id: 'acts', name: text('action.more'), cell: (job) => <JobActs job={job} /> },
          ]}
          empty={<EmptyState title={text('admin.noJobs')}>{text('admin.noJobsText')}</EmptyState>}
        />
      )}
      {jobs.hasMore && <More list={jobs} />}
    </PlacePage>
  );
};
