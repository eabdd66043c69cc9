import { AlarmClock } from 'lucide-react';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { dueTone } from '#console/records/due.ts';
import styles from '#console/records/records.module.css';
import { classes } from '#console/ui/classes.ts';

/** When something is due, in words: `in 3 hours`, `2 days late`. */
export const DueWords = ({ dueAt, isClosed = false }: { dueAt: string | undefined; isClosed?: boolean }) => {
  const text = useText();
  const { now, fromNow, instant } = useWhen();
  if (dueAt === undefined) return <span className={styles.nobody}>{text('records.noDue')}</span>;
  const tone = dueTone(dueAt, { now, isClosed });
  const words = fromNow(dueAt);
  return (
    <time dateTime={dueAt} title={instant(dueAt)} className={classes(styles.due, styles[tone])}>
      {tone === 'late' && <AlarmClock aria-hidden />}
      {tone === 'late' ? text('records.late', { when: words }) : words}
    </time>
  );
};

/** An instant in the past, in words; the exact one when one points at it. */
export const Ago = ({ at }: { at: string }) => {
  const { fromNow, instant } = useWhen();
  return (
    <time dateTime={at} title={instant(at)}>
      {fromNow(at)}
    </time>
  );
};
