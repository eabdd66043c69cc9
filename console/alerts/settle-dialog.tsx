import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { RadioGroup, TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { useDraft } from '#console/ui/use-draft.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

export interface AlertDialogProps {
  summary: { record: AlertAnswer };
  onClose: () => void;
  onDone: () => void;
}

const operations = { resolve: 'resolveAlert', dismiss: 'dismissAlert', cancel: 'cancelAlert' } as const;
const statuses = { resolve: 'resolved', dismiss: 'dismissed', cancel: 'cancelled' } as const;

interface SettleDialogProps extends AlertDialogProps {
  how: keyof typeof operations;
}

/** How an alert ended: one of the outcomes that its type has for that, and a note. */
export const SettleDialog = ({ summary: { record }, how, onClose, onDone }: SettleDialogProps) => {
  const api = useApi();
  const text = useText();
  const [outcome, setOutcome] = useState<string>();
  const kept = `${how} ${record.id}`;
  const [note, setNote] = useDraft(kept);
  const type = useConfigured('alert-types').get(record.type);
  const outcomes = type?.outcomes.filter((one) => one.for?.includes(statuses[how]) ?? true) ?? [];
  const asks = how !== 'cancel';
  const settle = async () => {
    const body = { ...(outcome !== undefined && { outcome }), ...(note.trim() !== '' && { note }) };
    await api[operations[how]]({ path: { id: record.id }, body });
    onDone();
  };
  return (
    <FormDialog
      title={text(`alerts.act.${how}`)}
      submit={text(`alerts.act.${how}`)}
      onSubmit={settle}
      onClose={onClose}
      kept={kept}
      pointers={['/outcome', '/note']}
    >
      {(fault) => (
        <>
          {outcomes.length > 0 && (
            <RadioGroup
              label={text('alerts.outcome')}
              isRequired={asks && type?.outcomeRequired === true}
              choices={outcomes.map(({ key, name }) => ({ id: key, name }))}
              value={outcome}
              onChange={setOutcome}
              error={fault('/outcome')}
            />
          )}
          <TextField
            label={text('alerts.note')}
            isRequired={asks && type?.noteRequired === true}
            rows={3}
            value={note}
            onChange={setNote}
            error={fault('/note')}
          />
        </>
      )}
    </FormDialog>
  );
};
