import type { QueryClient } from '@tanstack/react-query';

// After that, people see what has come so far. Until then they have the first view.
const longestMs = 10_000;
/** What has come is drawn in the next frame, and what that draws asks for more in the one after. */
const stillFrames = 3;

/**
 * Once nothing that the screens asked for is on its way, or has been for long.
 * @param isDrawn whether nothing else is still to come
 */
export const whenAnswered = (queries: QueryClient, isDrawn = (): boolean => true): Promise<void> =>
  new Promise((resolve) => {
    const until = performance.now() + longestMs;
    let still = 0;
    const look = () => {
      still = queries.isFetching() === 0 && isDrawn() ? still + 1 : 0;
      if (still === stillFrames || performance.now() > until) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
