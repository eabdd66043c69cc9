import { useSyncExternalStore } from 'react';
import { narrow, wide } from '#console/ui/screens.ts';

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
