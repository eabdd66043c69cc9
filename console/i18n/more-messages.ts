import { useSyncExternalStore } from 'react';
import { loadMessagesOfAdmin, preferredLanguage } from '#console/i18n/languages.ts';
import type { Messages } from '#console/i18n/rooms/joined.ts';

// The messages of administration are as many as those of three other rooms, and most people never
// see them: they come with its first page.

let more: Partial<Messages> = {};
let reading: Promise<void> | undefined;
const listeners = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Reads them once; what fails is tried again by the next page. */
export const readMessagesOfAdmin = (): Promise<void> => {
  reading ??= loadMessagesOfAdmin(preferredLanguage())
    .then((messages) => {
      more = messages;
      for (const listener of listeners) listener();
    })
    .catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
  return reading;
};

/** What has come beside the messages of the first view. */
export const useMoreMessages = (): Partial<Messages> => useSyncExternalStore(subscribe, () => more);
