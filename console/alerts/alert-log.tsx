import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { historyQuery, notesQuery } from '#console/alerts/alert-queries.ts';
import styles from '#console/alerts/alerts.module.css';
import { changesOf, occurrencesOf } from '#console/alerts/occurrences.ts';
import { useApi } from '#console/app/context.ts';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { PriorityBadge } from '#console/records/badges.tsx';
import { Ago } from '#console/records/due-words.tsx';
import { ActorName } from '#console/records/names.tsx';
import { useValueWords } from '#console/records/value-words.ts';
import { Button } from '#console/ui/button.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Card, Quiet, Row, Stack } from '#console/ui/surface.tsx';
import { useDraft } from '#console/ui/use-draft.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

/** Every report that an alert stands for: it was raised once, and said again. */
export const Occurrences = ({ record }: { record: AlertAnswer }) => {
  const text = useText();
  const { data = [] } = useQuery(historyQuery(useApi(), record.id));
  return (
    <Card title={text('alerts.occurrences')}>
      <ol className={styles.log}>
        {occurrencesOf(record, data).map(({ at, by, description, source, priority }) => (
          <li key={at} className={styles.entry}>
            <span className={styles.entryHead}>
              <ActorName actor={by} />
              <Ago at={at} />
              {source !== undefined && <span>{source}</span>}
              {priority !== undefined && <PriorityBadge priority={priority} />}
            </span>
            {description !== undefined && <span className={styles.text}>{description}</span>}
          </li>
        ))}
      </ol>
    </Card>
  );
};

/** What people wrote about an alert, and a place to write more. */
export const AlertNotes = ({ id, mayAdd }: { id: string; mayAdd: boolean }) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const { data = [] } = useQuery(notesQuery(api, id));
  const place = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useDraft(`note ${id}`);
  useShortcuts({ n: () => place.current?.querySelector('textarea')?.focus() });
  const add = useMutation({
    mutationFn: () => api.addAlertNote({ path: { id }, body: { text: typed, public: false } }),
    onSuccess: () => {
      setTyped('');
      void queries.invalidateQueries({ queryKey: ['alert', id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '' && !add.isPending) add.mutate();
  };
  return (
    <Card title={text('alerts.notes')}>
      {data.length === 0 && !mayAdd && <Quiet>{text('list.empty')}</Quiet>}
      {data.length > 0 && (
        <ol className={styles.log}>
          {data.map((note) => (
            <li key={note.id} className={styles.entry}>
              <span className={styles.entryHead}>
                <ActorName actor={note.createdBy} />
                <Ago at={note.createdAt} />
              </span>
              <span className={styles.text}>{note.text}</span>
            </li>
          ))}
        </ol>
      )}
      {mayAdd && (
        <form ref={place} noValidate onSubmit={submit}>
          <Stack>
            <FormFailure error={add.error} shown={['/text']} />
            <TextField
              label={text('alerts.note')}
              rows={2}
              value={typed}
              onChange={setTyped}
              error={faultAt(add.error, '/text')}
            />
            <Row>
              <Button type="submit" size="small" isDisabled={typed.trim() === ''} isPending={add.isPending}>
                {text('alerts.addNote')}
              </Button>
            </Row>
          </Stack>
        </form>
      )}
    </Card>
  );
};

/** Everything that happened to an alert, newest first. */
export const AlertHistory = ({ id }: { id: string }) => {
  const text = useText();
  const word = useWord();
  const valueWords = useValueWords();
  const { data = [] } = useQuery(historyQuery(useApi(), id));
  return (
    <Card title={text('alerts.history')}>
      <ol className={styles.log}>
        {data.map(({ eventId, type, actor, occurredAt, before, after }) => (
          <li key={eventId} className={styles.entry}>
            <span>{word('alerts.event', type)}</span>
            <span className={styles.entryHead}>
              <ActorName actor={actor} />
              <Ago at={occurredAt} />
            </span>
            {changesOf({ type, before, after }).map(({ name, from, to }) => (
              <span key={name} className={styles.change}>
                {text('alerts.change', {
                  field: word('alerts.field', name),
                  before: name === 'status' ? word('records.alert', String(from)) : valueWords(from, { name }),
                  after: name === 'status' ? word('records.alert', String(to)) : valueWords(to, { name }),
                })}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </Card>
  );
};
