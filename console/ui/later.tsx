import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';

// The line is the first view's alone until it is there, and some more for what it asks for then.
const restMs = 3000;
let isThere = false;
const waiting: (() => void)[] = [];

/** The first view has been drawn: what is in the background comes now. */
export const bringTheRest = (): void => {
  setTimeout(() => {
    isThere = true;
    for (const load of waiting.splice(0)) load();
  }, restMs);
};

/**
 * A component that a first view can do without: it comes when it is drawn, or soon after that view,
 * so that it is there when the connection is lost. @param place what stands in its place until then
 */
export const later = <P extends object>(load: () => Promise<ComponentType<P>>, place: ReactNode = null) => {
  const Loaded = lazy(async () => ({ default: await load() }));
  // What fails here is said when it is drawn.
  const loadQuietly = () => void load().catch(() => undefined);
  if (isThere) loadQuietly();
  else waiting.push(loadQuietly);
  return (props: P) => (
    <Suspense fallback={place}>
      <Loaded {...props} />
    </Suspense>
  );
};
