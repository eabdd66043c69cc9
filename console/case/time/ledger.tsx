import { useQuery } from '@tanstack/react-query';
import { useCaseQueries } from '#console/case/case-context.ts';
import type { ClockAnswer } from '#console/case/case-queries.ts';
import { useAmountWords } from '#console/case/time/amount-words.ts';
import { type LedgerLine, ledgerLines, type MoveWhy } from '#console/case/time/clock-words.ts';
import styles from '#console/case/time/time.module.css';
import { useTarget } from '#console/case/time/use-target.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ActorName } from '#console/records/names.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Skeleton } from '#console/ui/surface.tsx';

const useWhyWords = () => {
  const text = useText();
  const word = useWord();
  return (why: MoveWhy): string =>
    why.by === 'operation'
      ? word('case.ledger.operation', why.operation)
      : text('case.ledger.event', { event: word('case.eventName', why.event) });
};

const Line = ({ line }: { line: LedgerLine }) => {
  const text = useText();
  const when = useWhen();
  const whyWords = useWhyWords();
  return (
    <li>
      <p>
        <strong>{text(`case.ledger.${line.what}`)}</strong>
        {line.dueAt !== undefined && <> {text('case.ledger.dueNow', { when: when.instant(line.dueAt) })}</>}
      </p>
      <p className={styles.due}>
        {whyWords(line.why)} · <ActorName actor={line.actor} /> ·{' '}
        <time dateTime={line.at}>{when.instant(line.at)}</time>
      </p>
      {line.note !== undefined && <p className={styles.note}>{line.note}</p>}
    </li>
  );
};

/** Why a target stands where it stands: its beginning and every move of it since, in words. */
export const Ledger = ({ clock }: { clock: ClockAnswer }) => {
  const text = useText();
  const when = useWhen();
  const amountWords = useAmountWords();
  const { amount } = useTarget()(clock);
  const { data, error, refetch } = useQuery(useCaseQueries().ledger(clock.key));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={3} />;
  return (
    <ol className={styles.ledger}>
      <li>
        <p>
          <strong>{text('case.ledger.began')}</strong>
          {amount && <> {text('case.ledger.amount', { amount: amountWords(amount) })}</>}
        </p>
        <p className={styles.due}>
          <time dateTime={clock.startedAt}>{when.instant(clock.startedAt)}</time>
        </p>
      </li>
      {ledgerLines(data).map((line, place) => (
        <Line key={`${line.at} ${String(place)}`} line={line} />
      ))}
    </ol>
  );
};
