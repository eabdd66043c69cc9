import { NoteField, typed } from '#console/case/note-and-reason.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { useDraft } from '#console/ui/use-draft.ts';

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
  const kept = `${title} ${location.pathname}`;
  const [note, setNote] = useDraft(kept);
  const said = typed(note);
  return (
    <FormDialog
      title={title}
      submit={submit}
      onSubmit={() => onSend(said)}
      onClose={onClose}
      kept={kept}
      isReady={!isRequired || said !== undefined}
      pointers={[pointer]}
    >
      {(fault) => (
        <NoteField
          isRequired={isRequired}
          value={note}
          onChange={setNote}
          error={fault(pointer)}
          {...(label !== undefined && { label })}
        />
      )}
    </FormDialog>
  );
};
