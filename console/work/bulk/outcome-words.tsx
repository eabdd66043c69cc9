import { useRefusalWords } from '#console/i18n/use-refusal-words.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import type { JobAnswer } from '#console/records/job.ts';
import type { ViewSubject } from '#console/records/views.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Skeleton } from '#console/ui/surface.tsx';
import type { OutcomeQuery } from '#console/work/bulk/use-bulk.ts';
import styles from '#console/work/work.module.css';
import { own } from '#shared/core/records/own.ts';

/** How many rows a bulk changes, or changed, and why it does not change the others. */
export const OutcomeWords = ({
  of,
  job,
  outcome,
  isDryRun,
}: {
  of: ViewSubject;
  job: JobAnswer;
  outcome: OutcomeQuery;
  isDryRun: boolean;
}) => {
  const text = useText();
  const word = useWord();
  const words = useRefusalWords();
  const { data, error, refetch } = outcome;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return job.report ? <Skeleton lines={2} /> : <p>{text('list.empty')}</p>;
  const { changed, unchanged, refused } = data;
  const reason = (code: string): string => {
    const said = word('work.refusal', code);
    return said === code ? (own(words, code) ?? code) : said;
  };
  const key = (what: 'wouldChange' | 'changed' | 'unchanged' | 'refused') =>
    of === 'cases' ? (`work.bulk.${what}` as const) : (`alerts.bulk.${what}` as const);
  return (
    <ul className={styles.outcome} role="status">
      <li>{text(key(isDryRun ? 'wouldChange' : 'changed'), { count: changed })}</li>
      {unchanged > 0 && <li>{text(key('unchanged'), { count: unchanged })}</li>}
      {[...refused].map(([code, count]) => (
        <li key={code} className={styles.refused}>
          {text(key('refused'), { count, why: reason(code) })}
        </li>
      ))}
    </ul>
  );
};
