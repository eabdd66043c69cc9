// Deadlines are the server's, so what is left of them is reckoned by its clock: its answers carry
// the instant in `Date`. On the local stack that is the time one has travelled to.

let offset = 0;
const listeners = new Set<() => void>();

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

/** Calls back when the server's clock turns out to be another one; gives what ends that. */
export const onServerClock = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
