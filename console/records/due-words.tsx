import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { DueTime } from '#console/records/due-time.tsx';

/** When something is due, in words, which change with time. */
export const DueWords = ({ dueAt, isClosed = false }: { dueAt: string | undefined; isClosed?: boolean }) => {
  const text = useText();
  const when = useWhen();
  return <DueTime dueAt={dueAt} isClosed={isClosed} text={text} when={when} />;
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
