import { useState } from 'react';
import type { AlertDialogProps } from '#console/alerts/settle-dialog.tsx';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** Who reviews an alert. */
export const AssignDialog = ({ summary: { record }, onClose, onDone }: AlertDialogProps) => {
  const api = useApi();
  const text = useText();
  const [reviewer, setReviewer] = useState<PersonOrGroup | undefined>(record.reviewer);
  return (
    <FormDialog
      title={text('alerts.act.assign')}
      submit={text('alerts.act.assign')}
      isReady={reviewer !== undefined}
      onSubmit={async () => {
        if (reviewer) await api.assignAlert({ path: { id: record.id }, body: reviewer });
        onDone();
      }}
      onClose={onClose}
    >
      {() => <OwnerField label={text('alerts.reviewer')} value={reviewer} onChange={setReviewer} />}
    </FormDialog>
  );
};
