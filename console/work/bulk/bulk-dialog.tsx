import { useState } from 'react';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { isUnderWay, type JobAnswer } from '#console/records/job.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import type { ViewSubject } from '#console/records/views.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { ProgressBar } from '#console/ui/progress-bar.tsx';
import { Stack } from '#console/ui/surface.tsx';
import {
  type BulkKind,
  type BulkValues,
  bulkActionOf,
  type EndingType,
  endingChoices,
} from '#console/work/bulk/bulk-action.ts';
import { OutcomeWords } from '#console/work/bulk/outcome-words.tsx';
import { UndoButton } from '#console/work/bulk/undo-button.tsx';
import { type BulkRows, type OutcomeQuery, useBulk } from '#console/work/bulk/use-bulk.ts';

interface BulkDialogProps {
  of: ViewSubject;
  kind: BulkKind;
  records: readonly { type: string }[];
  rows: BulkRows;
  onDone: () => void;
  onClose: () => void;
}

const statuses = { resolve: 'resolved', dismiss: 'dismissed' } as const;

/** How records of each type end by an act. */
const useEndings = (kind: BulkKind): EndingType[] => {
  const cases = useConfigured('case-types');
  const alerts = useConfigured('alert-types');
  if (kind !== 'resolve' && kind !== 'dismiss')
    return [...cases.values()].map(({ key, name, closureReasons }) => ({ key, name, endings: closureReasons }));
  return [...alerts.values()].map(({ key, name, outcomes }) => ({
    key,
    name,
    endings: outcomes.filter((one) => one.for?.includes(statuses[kind]) ?? true),
  }));
};

const BulkFields = ({
  kind,
  records,
  values,
  onChange,
}: Pick<BulkDialogProps, 'kind' | 'records'> & { values: BulkValues; onChange: (values: BulkValues) => void }) => {
  const text = useText();
  const priorities = useConfigured('priorities');
  const endings = useEndings(kind);
  switch (kind) {
    case 'assign':
      return (
        <OwnerField label={text('work.bulk.owner')} value={values.owner} onChange={(owner) => onChange({ owner })} />
      );
    case 'priority':
      return (
        <Select
          label={text('work.column.priority')}
          choices={prioritiesInOrder(priorities).map(({ key, name }) => ({ id: key, name }))}
          value={values.priority}
          onChange={(priority) => onChange({ priority })}
        />
      );
    case 'tag':
      return (
        <TextField label={text('work.bulk.tagName')} value={values.tag ?? ''} onChange={(tag) => onChange({ tag })} />
      );
    case 'close':
    case 'resolve':
    case 'dismiss':
      return (
        <Select
          label={text(kind === 'close' ? 'work.bulk.reason' : 'alerts.outcome')}
          choices={endingChoices(endings, records)}
          value={values.reason}
          onChange={(reason) => onChange({ reason })}
        />
      );
  }
};

const Progress = ({ of, job, outcome }: { of: ViewSubject; job: JobAnswer; outcome: OutcomeQuery }) => {
  const text = useText();
  if (isUnderWay(job))
    return (
      <ProgressBar
        label={text('work.bulk.underWay', { done: job.done, total: job.total })}
        value={job.done}
        of={job.total}
      />
    );
  if (job.failure) return <p role="alert">{job.failure.reason}</p>;
  return <OutcomeWords of={of} isDryRun={job.dryRun === true} outcome={outcome} job={job} />;
};

/** What is to be done to many cases: chosen, tried out, looked at, and then done. */
export const BulkDialog = ({ of, kind, records, rows, onDone, onClose }: BulkDialogProps) => {
  const text = useText();
  const word = useWord();
  const [values, setValues] = useState<BulkValues>({});
  const bulk = useBulk(of, rows);
  const action = bulkActionOf(of, kind, values);
  const { dryJob, job } = bulk;
  const end = () => {
    if (job) onDone();
    onClose();
  };
  return (
    <Dialog title={word('work.bulk', kind)} isOpen onClose={end}>
      <FormFailure error={bulk.error} />
      {!dryJob && <BulkFields kind={kind} records={records} values={values} onChange={setValues} />}
      {dryJob && !job && <Progress of={of} job={dryJob} outcome={bulk.dryOutcome} />}
      {job && (
        <Stack>
          <Progress of={of} job={job} outcome={bulk.outcome} />
        </Stack>
      )}
      <Actions>
        {!dryJob && (
          <>
            <Button onPress={end}>{text('action.cancel')}</Button>
            <Button look="primary" isDisabled={action === undefined} onPress={() => action && bulk.tryOut(action)}>
              {text('work.bulk.tryOut')}
            </Button>
          </>
        )}
        {dryJob && !job && (
          <>
            <Button onPress={bulk.reconsider}>{text('action.back')}</Button>
            <Button
              look="primary"
              isDisabled={!bulk.dryOutcome.data || dryJob.failed === dryJob.total}
              onPress={bulk.run}
            >
              {text('action.apply')}
            </Button>
          </>
        )}
        {job && !isUnderWay(job) && (
          <>
            {job.undo && <UndoButton job={job} onDone={end} />}
            <Button look="primary" onPress={end}>
              {text('action.done')}
            </Button>
          </>
        )}
      </Actions>
    </Dialog>
  );
};
