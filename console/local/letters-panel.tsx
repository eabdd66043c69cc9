import { useQuery } from '@tanstack/react-query';
import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/local/local.module.css';
import { localStack } from '#console/local/stack-api.ts';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Quiet, Skeleton } from '#console/ui/surface.tsx';

const everyMs = 3000;

/** What could not be dealt with, and why. */
export const LettersPanel = () => {
  const text = useText();
  const letters = useQuery({ queryKey: ['local', 'dlq'], queryFn: localStack.deadLetters, refetchInterval: everyMs });
  if (letters.isPending) return <Skeleton />;
  if (letters.isError) return <Failure error={letters.error} />;
  if (letters.data.length === 0) return <EmptyState title={text('local.noLetters')} />;
  return (
    <ul className={styles.list}>
      {letters.data.map(({ queue, reason, body }) => (
        <li key={`${queue} ${JSON.stringify(body)}`}>
          <details>
            <summary>
              <strong>{queue}</strong> <Quiet>{reason}</Quiet>
            </summary>
            <pre className={styles.words}>{JSON.stringify(body, null, 2)}</pre>
          </details>
        </li>
      ))}
    </ul>
  );
};
