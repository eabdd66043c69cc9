import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';

// The first view has the line to itself for so long; on a slow telephone it needs two seconds.
const firstViewMs = 3000;

/**
 * A component that a first view can do without: it comes when it is drawn, or soon after, so that
 * it is there when the connection is lost. @param place what stands in its place until then
 */
export const later = <P extends object>(load: () => Promise<ComponentType<P>>, place: ReactNode = null) => {
  const Loaded = lazy(async () => ({ default: await load() }));
  // What fails here is said when it is drawn.
  setTimeout(() => void load().catch(() => undefined), firstViewMs);
  return (props: P) => (
    <Suspense fallback={place}>
      <Loaded {...props} />
    </Suspense>
  );
};
