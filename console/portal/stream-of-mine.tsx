import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { entriesOf, entriesShown } from '#console/portal/entries.ts';
import { EntriesOfMine } from '#console/portal/entries-of-mine.tsx';
import type { MyCase } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure, FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Card, Skeleton } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';
import { useDraft } from '#console/ui/use-draft.ts';

const AddNote = ({ mine }: { mine: MyCase }) => {
  const text = useText();
  const queries = useQueryClient();
  const [draft, setDraft] = useDraft(`note ${mine.key[1]}`);
  const add = useMutation({
    mutationFn: () => mine.addNote(draft.trim()),
    onSuccess: () => {
      setDraft('');
      sayDone(text('portal.noteSent'));
      return queries.invalidateQueries({ queryKey: mine.key });
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.trim() !== '') add.mutate();
      }}
    >
      <FormFailure error={add.error} shown={['/text']} />
      <TextField
        label={text('portal.note')}
        rows={3}
        value={draft}
        onChange={setDraft}
        error={faultAt(add.error, '/text')}
      />
      <div>
        <Button type="submit" isPending={add.isPending}>
          {text('portal.addNote')}
        </Button>
      </div>
    </form>
  );
};

/** The public history and notes of a case, and a place to write. */
export const StreamOfMine = ({ mine }: { mine: MyCase }) => {
  const text = useText();
  const word = useWord();
  const when = useWhen();
  const [isWhole, setWhole] = useState(false);
  const notes = usePages([...mine.key, 'my notes'], mine.notes);
  const history = usePages([...mine.key, 'my history'], mine.history);
  const lists = [notes, history];
  const failed = lists.find(({ error }) => error);
  const entries = entriesOf(notes, history);
  const shown = isWhole ? entries : entries.slice(0, entriesShown);
  const isMoreRead = shown.length < entries.length;
  const showEarlier = () => {
    setWhole(true);
    if (!isMoreRead) for (const list of lists) if (list.hasMore) list.readMore();
  };
  return (
    <Card title={text('portal.history')}>
      <AddNote mine={mine} />
      {lists.some(({ isPending }) => isPending) && <Skeleton lines={3} />}
      {failed && <Failure error={failed.error} onRetry={failed.retry} />}
      <EntriesOfMine entries={shown} text={text} word={word} when={when} />
      {(isMoreRead || lists.some(({ hasMore }) => hasMore)) && (
        <Button onPress={showEarlier} isPending={lists.some(({ isReadingMore }) => isReadingMore)}>
          {text('portal.earlier')}
        </Button>
      )}
    </Card>
  );
};
