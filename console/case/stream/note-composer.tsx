import { useEffect, useRef, useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import styles from '#console/case/stream/stream.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { classes } from '#console/ui/classes.ts';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Row } from '#console/ui/surface.tsx';
import { useDraft } from '#console/ui/use-draft.ts';

/** A place for a note: for staff alone unless it says that requesters see it. */
export const NoteComposer = ({ isFocused }: { isFocused: boolean }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const place = useRef<HTMLFormElement>(null);
  const [draft, keep] = useDraft(`note ${id}`);
  const [isPublic, setPublic] = useState(false);
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);
  const focus = () => place.current?.querySelector('textarea')?.focus();
  useShortcuts({ n: focus });
  useEffect(() => {
    if (isFocused) place.current?.querySelector('textarea')?.focus();
  }, [isFocused]);
  const add = () => {
    if (draft.trim() === '' || isPending) return;
    setPending(true);
    setError(undefined);
    act(() => api.addCaseNote({ path: { id }, body: { text: draft, public: isPublic } }), text('case.done.note'))
      .then(() => {
        keep('');
        setPublic(false);
      }, setError)
      .finally(() => setPending(false));
  };
  return (
    <form
      ref={place}
      noValidate
      className={classes(styles.form, isPublic && styles.seen)}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <FormFailure error={error} shown={['/text']} />
      <TextField label={text('case.note')} rows={3} value={draft} onChange={keep} error={faultAt(error, '/text')} />
      <Row>
        <Button type="submit" look="primary" isPending={isPending} isDisabled={draft.trim() === ''}>
          {text('case.addNote')}
        </Button>
        <Checkbox isSelected={isPublic} onChange={setPublic}>
          {text('case.notePublic')}
        </Checkbox>
      </Row>
    </form>
  );
};
