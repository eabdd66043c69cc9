import { marked } from '#console/search/marked.ts';
import styles from '#console/search/search.module.css';

/** A text in which the words that were asked for are marked. */
export const MarkedText = ({ text, matched }: { text: string; matched: readonly string[] }) => (
  <>
    {marked(text, matched).map(({ text: part, isMarked }, place) =>
      isMarked ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
        <mark key={place} className={styles.mark}>
          {part}
        </mark>
      ) : (
        part
      ),
    )}
  </>
);
