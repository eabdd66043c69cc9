import type { ReactNode } from 'react';
import type { ConsoleSettings } from '#console/app/settings.ts';
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
