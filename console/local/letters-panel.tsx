import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/local/local.module.css';
import { localStack } from '#console/local/stack-api.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure, FormFailure } from '#console/ui/failure.tsx';
import { EmptyState, Quiet, Skeleton } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

const everyMs = 3000;
const queryKey = ['local', 'dlq'];

/** A message as people read it: what is JSON, in lines. */
const linesOf = (body: unknown): string => {
  try {
    return JSON.stringify(typeof body === 'string' ? JSON.parse(body) : body, null, 2);
  } catch {
    return String(body);
  }
};

/** What could not be dealt with, and why; and all of it given back to where it failed. */
export const LettersPanel = () => {
  const text = useText();
  const queries = useQueryClient();
  const letters = useQuery({ queryKey, queryFn: localStack.deadLetters, refetchInterval: everyMs });
  const redrive = useMutation({
    mutationFn: localStack.redrive,
    onSuccess: () => {
      sayDone(text('local.redriven'));
      return queries.invalidateQueries({ queryKey });
    },
  });
  if (letters.isPending) return <Skeleton />;
  if (letters.isError) return <Failure error={letters.error} />;
  if (letters.data.length === 0) return <EmptyState title={text('local.noLetters')} />;
  const listed = letters.data.map((letter, number) => ({ ...letter, number }));
  return (
    <>
      <div>
        <Button isPending={redrive.isPending} onPress={() => redrive.mutate()}>
          {text('local.redrive')}
        </Button>
      </div>
      <FormFailure error={redrive.error} />
      <ul className={styles.list}>
        {listed.map(({ queue, reason, body, number }) => (
          <li key={number}>
            <details>
              <summary>
                <strong>{queue}</strong> <Quiet>{reason}</Quiet>
              </summary>
              <pre className={styles.words}>{linesOf(body)}</pre>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
};
