import { useSyncExternalStore } from 'react';
import { narrow, stacked, wide } from '#console/ui/screens.ts';

const useMedia = (media: MediaQueryList): boolean =>
  useSyncExternalStore(
    (listener) => {
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => media.matches,
  );

/** Whether the page is as narrow as a telephone. */
export const useNarrow = (): boolean => useMedia(narrow);

/** Whether a table has room for all of its columns. */
export const useWide = (): boolean => useMedia(wide);

/** Whether what stands beside the parts of a record has to stand above or below them. */
export const useStacked = (): boolean => useMedia(stacked);
