import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { RadioGroup, TextField } from '#console/ui/fields.tsx';
import { Stack } from '#console/ui/surface.tsx';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

export interface AlertDialogProps {
  summary: { record: AlertAnswer };
  onClose: () => void;
  onDone: () => void;
}

const operations = { resolve: 'resolveAlert', dismiss: 'dismissAlert', cancel: 'cancelAlert' } as const;
const statuses = { resolve: 'resolved', dismiss: 'dismissed', cancel: 'cancelled' } as const;

/** How an alert ended: one of the outcomes that its type has for that, and a note. */
export const SettleDialog = ({
  summary: { record },
  how,
  onClose,
  onDone,
}: AlertDialogProps & { how: keyof typeof operations }) => {
  const api = useApi();
  const text = useText();
  const [outcome, setOutcome] = useState<string>();
  const [note, setNote] = useState('');
  const type = useConfigured('alert-types').get(record.type);
  const outcomes = type?.outcomes.filter((one) => one.for?.includes(statuses[how]) ?? true) ?? [];
  const asks = how !== 'cancel';
  const settle = useMutation({
    mutationFn: () =>
      api[operations[how]]({
        path: { id: record.id },
        body: { ...(outcome !== undefined && { outcome }), ...(note.trim() !== '' && { note }) },
      }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!settle.isPending) settle.mutate();
  };
  return (
    <Dialog title={text(`alerts.act.${how}`)} isOpen onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormFailure error={settle.error} shown={['/outcome', '/note']} />
          {outcomes.length > 0 && (
            <RadioGroup
              label={text('alerts.outcome')}
              isRequired={asks && type?.outcomeRequired === true}
              choices={outcomes.map(({ key, name }) => ({ id: key, name }))}
              value={outcome}
              onChange={setOutcome}
              error={faultAt(settle.error, '/outcome')}
            />
          )}
          <TextField
            label={text('alerts.note')}
            isRequired={asks && type?.noteRequired === true}
            rows={3}
            value={note}
            onChange={setNote}
            error={faultAt(settle.error, '/note')}
          />
          <Actions>
            <Button onPress={onClose}>{text('action.cancel')}</Button>
            <Button look="primary" type="submit" isPending={settle.isPending} autoFocus={outcomes.length === 0}>
              {text(`alerts.act.${how}`)}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Dialog>
  );
};
