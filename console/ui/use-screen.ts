import { useSyncExternalStore } from 'react';

// How wide the screen is, where that decides what is drawn rather than how.

const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );

/** Whether the page is as narrow as a telephone. */
export const useNarrow = (): boolean => useMedia('(max-width: 720px)');

/** Whether a table has room for all of its columns. */
export const useWide = (): boolean => useMedia('(min-width: 1401px)');
