import type { ReactNode } from 'react';
import { serverNow } from '#console/app/server-clock.ts';
import type { ConsoleSettings } from '#console/app/settings.ts';
import { type When, whenAt } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';

/** What a first view says it in. */
export interface FirstWords {
  text: Text;
  word: (room: string, word: string) => string;
  /** Whose dates and numbers. */
  locale: string;
  settings: ConsoleSettings;
}

export interface FirstView {
  /** Of the tab. */
  title: string;
  view: ReactNode;
  /** What is done once it is to be seen. */
  afterwards?: () => void;
}

/** A page of a list, as the API answers with it. */
export interface ItemsOf<Item> {
  items: readonly Item[];
  nextCursor?: string | undefined;
}

/**
 * Instants as first views say them: from now. The exact ones are for those who can point at them,
 * and to make their format takes a telephone as long as to draw the list.
 */
export const firstWhen = ({ locale }: FirstWords): When => ({ ...whenAt(serverNow(), locale), instant: () => '' });
