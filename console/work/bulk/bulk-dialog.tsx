import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { isUnderWay, type JobAnswer } from '#console/records/job.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { ProgressBar } from '#console/ui/progress-bar.tsx';
import { Stack } from '#console/ui/surface.tsx';
import { type BulkKind, type BulkValues, bulkActionOf, closureChoices } from '#console/work/bulk/bulk-action.ts';
import { OutcomeWords } from '#console/work/bulk/outcome-words.tsx';
import { UndoButton } from '#console/work/bulk/undo-button.tsx';
import { type BulkRows, type OutcomeQuery, useBulk } from '#console/work/bulk/use-bulk.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

interface BulkDialogProps {
  kind: BulkKind;
  records: readonly CaseAnswer[];
  rows: BulkRows;
  onDone: () => void;
  onClose: () => void;
}

const BulkFields = ({
  kind,
  records,
  values,
  onChange,
}: Pick<BulkDialogProps, 'kind' | 'records'> & { values: BulkValues; onChange: (values: BulkValues) => void }) => {
  const text = useText();
  const priorities = useConfigured('priorities');
  const types = useConfigured('case-types');
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
        <TextField
          label={text('work.bulk.tagName')}
          value={values.tag ?? ''}
          onChange={(tag) => onChange({ tag })}
          autoFocus
        />
      );
    case 'close':
      return (
        <Select
          label={text('work.bulk.reason')}
          choices={closureChoices(types, records)}
          value={values.reason}
          onChange={(reason) => onChange({ reason })}
        />
      );
  }
};

const Progress = ({ job, outcome }: { job: JobAnswer; outcome: OutcomeQuery }) => {
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
  return <OutcomeWords isDryRun={job.dryRun === true} outcome={outcome} job={job} />;
};

/** What is to be done to many cases: chosen, tried out, looked at, and then done. */
export const BulkDialog = ({ kind, records, rows, onDone, onClose }: BulkDialogProps) => {
  const text = useText();
  const [values, setValues] = useState<BulkValues>({});
  const bulk = useBulk(rows);
  const action = bulkActionOf(kind, values);
  const { dryJob, job } = bulk;
  const end = () => {
    if (job) onDone();
    onClose();
  };
  return (
    <Dialog title={text(`work.bulk.${kind}`)} isOpen onClose={end}>
      <FormFailure error={bulk.error} />
      {!dryJob && <BulkFields kind={kind} records={records} values={values} onChange={setValues} />}
      {dryJob && !job && <Progress job={dryJob} outcome={bulk.dryOutcome} />}
      {job && (
        <Stack>
          <Progress job={job} outcome={bulk.outcome} />
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
