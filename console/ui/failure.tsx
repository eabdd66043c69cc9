import { CloudOff, SearchX, ShieldX, TriangleAlert } from 'lucide-react';
import { Problem } from '#client/client.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Banner, EmptyState, Quiet } from '#console/ui/surface.tsx';

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isOffline = (error: unknown): boolean => error instanceof TypeError;

/** By which administrators find what failed in the logs. */
export const RequestId = ({ problem }: { problem: Problem | undefined }) => {
  const text = useText();
  if (problem?.requestId === undefined) return null;
  return (
    <p>
      <Quiet>{text('error.request', { id: problem.requestId })}</Quiet>
    </p>
  );
};

/** In the place of what could not be shown: why, the id of the request, and a way on. */
export const Failure = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) => {
  const text = useText();
  const problem = error instanceof Problem ? error : undefined;
  const retry = onRetry && <Button onPress={onRetry}>{text('action.retry')}</Button>;
  if (problem?.status === 404)
    return (
      <EmptyState title={text('error.notFound')} icon={<SearchX aria-hidden />}>
        <p>{text('error.notFoundText')}</p>
      </EmptyState>
    );
  if (problem?.status === 403)
    return (
      <EmptyState title={text('error.forbidden')} icon={<ShieldX aria-hidden />}>
        <p>{text('error.forbiddenText')}</p>
      </EmptyState>
    );
  if (isOffline(error))
    return (
      <EmptyState title={text('error.offline')} icon={<CloudOff aria-hidden />}>
        <p>{text('error.offlineText')}</p>
        {retry}
      </EmptyState>
    );
  return (
    <EmptyState title={text('error.title')} icon={<TriangleAlert aria-hidden />}>
      <p>{wordsOf(error)}</p>
      <RequestId problem={problem} />
      {retry}
    </EmptyState>
  );
};

/** Above a form: what was refused. Faults that have a field are said there, and not again here. */
export const FormFailure = ({ error, shown = [] }: { error: unknown; shown?: readonly string[] }) => {
  const text = useText();
  if (error === undefined || error === null) return null;
  const problem = error instanceof Problem ? error : undefined;
  // Its words are those of its first fault, which stand at a field or below.
  const isInvalid = problem?.code === 'invalid-request' && problem.errors.length > 0;
  const others = problem?.errors.filter(({ pointer }) => !shown.includes(pointer)) ?? [];
  return (
    <Banner tone="danger">
      <div>
        <strong>{isOffline(error) ? text('error.offline') : isInvalid ? text('error.title') : wordsOf(error)}</strong>
        {isOffline(error) && <p>{text('error.notSent')}</p>}
        {others.length > 0 && (
          <ul>
            {others.map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <code>{pointer}</code> {detail}
              </li>
            ))}
          </ul>
        )}
        <RequestId problem={problem} />
      </div>
    </Banner>
  );
};

/** The fault at a pointer such as `/subject`, in words. */
export const faultAt = (error: unknown, pointer: string): string | undefined =>
  error instanceof Problem ? error.errors.find((fault) => fault.pointer === pointer)?.detail : undefined;
