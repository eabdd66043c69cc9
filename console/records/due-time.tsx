import { AlarmClock } from 'lucide-react';
import type { When } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';
import { dueTone } from '#console/records/due.ts';
import styles from '#console/records/records.module.css';
import { classes } from '#console/ui/classes.ts';

interface DueTimeProps {
  dueAt: string | undefined;
  isClosed: boolean;
  text: Text;
  when: When;
}

/** When something is due, in words: `in 3 hours`, `2 days late`. */
export const DueTime = ({ dueAt, isClosed, text, when }: DueTimeProps) => {
  if (dueAt === undefined) return <span className={styles.nobody}>{text('records.noDue')}</span>;
  const tone = dueTone(dueAt, { now: when.now, isClosed });
  const words = when.fromNow(dueAt);
  return (
    <time dateTime={dueAt} title={when.instant(dueAt)} className={classes(styles.due, styles[tone])}>
      {tone === 'late' && <AlarmClock aria-hidden />}
      {tone === 'late' ? text('records.late', { when: words }) : words}
    </time>
  );
};
