import { useSyncExternalStore } from 'react';
import { onServerClock, serverNow } from '#console/app/server-clock.ts';

const everySecond = 1000;

const subscribe = (listener: () => void) => {
  const stop = onServerClock(listener);
  const timer = setInterval(listener, everySecond);
  return () => {
    stop();
    clearInterval(timer);
  };
};

/** The server's instant in whole units of `everyMs`: a component is drawn again once a unit. */
export const useServerNow = (everyMs = 60_000): number =>
  useSyncExternalStore(subscribe, () => Math.floor(serverNow() / everyMs) * everyMs);
