import type { When } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';
import type { Entry } from '#console/portal/entries.ts';
import { happenedIn, type WordOf } from '#console/portal/happened-in.ts';
import styles from '#console/portal/portal.module.css';
import { Quiet } from '#console/ui/plain.tsx';

/** Who of the two wrote it or did it: what staff did needs no name. */
const authorOf = ({ note, happening }: Entry, text: Text): string | undefined => {
  if ((note?.createdBy ?? happening?.actor)?.kind === 'requester') return text('portal.you');
  return note && text('portal.them');
};

interface EntriesProps {
  entries: readonly Entry[];
  text: Text;
  word: WordOf;
  when: When;
}

export const EntriesOfMine = ({ entries, text, word, when }: EntriesProps) => (
  <ol className={styles.stream}>
    {entries.map((entry) => {
      const { id, at, note, happening } = entry;
      return (
        <li key={id} className={note ? styles.note : styles.happening}>
          <Quiet>
            {authorOf(entry, text)}{' '}
            <time dateTime={at} title={when.instant(at)}>
              {when.fromNow(at)}
            </time>
          </Quiet>
          <p>{note?.text ?? (happening && happenedIn(happening, word))}</p>
        </li>
      );
    })}
  </ol>
);
