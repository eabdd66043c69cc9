import { Problem } from '#client/client.ts';

// What is said in passing. What shows it is loaded after the first view, so it may be said before.

export interface Toast {
  title?: string;
  /** The request did not arrive: that is said in the words of the page. */
  isOffline?: boolean;
  detail?: string;
  tone: 'good' | 'danger';
}

const waiting: Toast[] = [];
let show: ((toast: Toast) => void) | undefined;
let first: (() => void) | undefined;

const say = (toast: Toast): void => {
  if (show) show(toast);
  else waiting.push(toast);
  first?.();
};

/** Says in passing that something was done. */
export const sayDone = (title: string): void => say({ title, tone: 'good' });

/** Says that something was refused or failed; it stays until it is dismissed. */
export const sayFailed = (error: unknown): void => {
  if (error instanceof TypeError) {
    say({ isOffline: true, tone: 'danger' });
    return;
  }
  const problem = error instanceof Problem ? error : undefined;
  const title = error instanceof Error ? error.message : String(error);
  const details = [...(problem?.errors.map(({ detail }) => detail) ?? []), problem?.requestId].filter(Boolean);
  say({ title, tone: 'danger', ...(details.length > 0 && { detail: details.join(' · ') }) });
};

/** Gives what is said, and what has been said so far, to what shows it. */
export const showToasts = (shown: (toast: Toast) => void): void => {
  show = shown;
  for (const toast of waiting.splice(0)) show(toast);
};

/** Calls back once there is something to show. */
export const onFirstToast = (listener: () => void): void => {
  first = listener;
  if (waiting.length > 0) listener();
};
