import type { QueryClient } from '@tanstack/react-query';

// After that, people see what has come so far. Until then they have the first view.
const longestMs = 10_000;

/** Once nothing that the screens asked for is on its way, or has been for long. */
export const whenAnswered = (queries: QueryClient): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    // What has come is drawn, and may ask for more, before this is looked at.
    const look = () => setTimeout(() => queries.isFetching() === 0 && done());
    const stop = queries.getQueryCache().subscribe(look);
    const timer = setTimeout(done, longestMs);
    look();
  });
