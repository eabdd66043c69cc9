import { useSyncExternalStore } from 'react';

// Deadlines are the server's, so what is left of them is reckoned by its clock: its answers carry
// the instant in `Date`. On the local stack that is the time one has travelled to.

let offset = 0;
const listeners = new Set<() => void>();

const everySecond = 1000;
// `Date` has whole seconds, and an answer takes a while to arrive.
const noise = 2000;

/** Takes note of the instant that an answer carries. */
export const noteServerDate = (headers: Pick<Headers, 'get'>): void => {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date) || Math.abs(date - serverNow()) < noise) return;
  offset = date - Date.now();
  for (const listener of listeners) listener();
};

/** The server's instant, in epoch milliseconds. */
export const serverNow = (): number => Date.now() + offset;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  const timer = setInterval(listener, everySecond);
  return () => {
    listeners.delete(listener);
    clearInterval(timer);
  };
};

/** The server's instant in whole units of `everyMs`: a component is drawn again once a unit. */
export const useServerNow = (everyMs = 60_000): number =>
  useSyncExternalStore(subscribe, () => Math.floor(serverNow() / everyMs) * everyMs);
