import type { When } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';
import type { Happening, MyNote } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { Quiet } from '#console/ui/plain.tsx';

interface Entry {
  id: string;
  at: string;
  note?: MyNote;
  happening?: Happening;
}

/** What was written and what happened, newest first; a note that was added is said once. */
export const entriesOf = (notes: readonly MyNote[], history: readonly Happening[]): Entry[] =>
  [
    ...notes.map((note) => ({ id: note.id, at: note.createdAt, note })),
    ...history
      .filter(({ type }) => type !== 'Note Added' && type !== 'Message Sent')
      .map((happening) => ({ id: happening.eventId, at: happening.occurredAt, happening })),
  ].sort((one, other) => (one.at < other.at ? 1 : -1));

/** As many as are read at once. */
export const entriesShown = 12;

export const EntriesOfMine = ({ entries, text, when }: { entries: readonly Entry[]; text: Text; when: When }) => (
  <ol className={styles.stream}>
    {entries.map(({ id, at, note, happening }) => (
      <li key={id} className={note ? styles.note : styles.happening}>
        <Quiet>
          {note && text(note.createdBy.kind === 'requester' ? 'portal.you' : 'portal.them')}{' '}
          <time dateTime={at} title={when.instant(at)}>
            {when.fromNow(at)}
          </time>
        </Quiet>
        <p>{note ? note.text : happening?.text}</p>
      </li>
    ))}
  </ol>
);
