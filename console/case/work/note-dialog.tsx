import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';

interface NoteDialogProps {
  title: string;
  submit: string;
  /** Gets what was typed, if anything was. */
  onSend: (note: string | undefined) => Promise<unknown>;
  onClose: () => void;
  label?: string;
  isRequired?: boolean;
  pointer?: string;
}

/** Asks what there is to say about something that is done. */
export const NoteDialog = ({ title, submit, onSend, onClose, ...more }: NoteDialogProps) => {
  const { label, isRequired = false, pointer = '/note' } = more;
  const text = useText();
  const [note, setNote] = useState('');
  const said = note.trim() === '' ? undefined : note;
  return (
    <FormDialog
      title={title}
      submit={submit}
      onSubmit={() => onSend(said)}
      onClose={onClose}
      isReady={!isRequired || said !== undefined}
      pointers={[pointer]}
    >
      {(fault) => (
        <TextField
          label={label ?? text('case.note')}
          isRequired={isRequired}
          rows={3}
          value={note}
          onChange={setNote}
          error={fault(pointer)}
        />
      )}
    </FormDialog>
  );
};
