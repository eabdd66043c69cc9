import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AlertDialogProps } from '#console/alerts/settle-dialog.tsx';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Stack } from '#console/ui/surface.tsx';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** Who reviews an alert. */
export const AssignDialog = ({ summary: { record }, onClose, onDone }: AlertDialogProps) => {
  const api = useApi();
  const text = useText();
  const [reviewer, setReviewer] = useState<PersonOrGroup | undefined>(record.reviewer);
  const assign = useMutation({
    mutationFn: (body: PersonOrGroup) => api.assignAlert({ path: { id: record.id }, body }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reviewer && !assign.isPending) assign.mutate(reviewer);
  };
  return (
    <Dialog title={text('alerts.act.assign')} isOpen onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormFailure error={assign.error} />
          <OwnerField label={text('alerts.reviewer')} value={reviewer} onChange={setReviewer} />
          <Actions>
            <Button onPress={onClose}>{text('action.cancel')}</Button>
            <Button look="primary" type="submit" isDisabled={!reviewer} isPending={assign.isPending}>
              {text('alerts.act.assign')}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Dialog>
  );
};
