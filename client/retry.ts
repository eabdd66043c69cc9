/** How often and how slowly a request is tried again. Times in milliseconds. */
export interface RetryPolicy {
  /** Tries behind the first. */
  retries: number;
  /** The longest pause before the first of them; each later one may be twice as long. */
  firstPause: number;
  longestPause: number;
  pause: (ms: number, signal?: AbortSignal | undefined) => Promise<void>;
  random: () => number;
}

const sleep = (ms: number, signal?: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });

export const usualRetries: RetryPolicy = {
  retries: 4,
  firstPause: 300,
  longestPause: 10_000,
  pause: sleep,
  random: Math.random,
};

// What API Gateway and Lambda answer where a request did not come to be done, or to its end.
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Whether the same request may be answered differently a moment later. `isSafe`: sent twice it does
 * nothing twice.
 */
export const mayPass = (status: number, code: string, isSafe: boolean): boolean =>
  status === 429 ||
  (isSafe && passing.has(status)) ||
  (status === 409 && (code === 'in-progress' || code === 'write-conflict'));

/** What `Retry-After` asks for, in milliseconds: a number of seconds, or a date. */
const askedPause = (retryAfter: string | null, now: number): number | undefined => {
  if (retryAfter === null) return undefined;
  const seconds = Number(retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
};

/**
 * How long to wait before a try (from 0), no shorter than the answer asked for, by full jitter
 * (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 */
export const pauseBefore = (
  attempt: number,
  { firstPause, longestPause, random }: RetryPolicy,
  { retryAfter = null, now }: { retryAfter?: string | null; now: number },
): number => {
  const jittered = random() * Math.min(longestPause, firstPause * 2 ** attempt);
  return Math.max(jittered, askedPause(retryAfter, now) ?? 0);
};
