import { useState } from 'react';

const keyOf = (name: string): string => `caseward.draft ${name}`;

/**
 * Text that is being typed: kept in this tab until it is sent, so that neither a lost connection
 * nor a reload loses it.
 *
 * @param name of what it is for, such as `note` and the id of a case
 */
export const useDraft = (name: string): [string, (text: string) => void] => {
  const [draft, setDraft] = useState(() => sessionStorage.getItem(keyOf(name)) ?? '');
  const change = (text: string) => {
    setDraft(text);
    if (text === '') sessionStorage.removeItem(keyOf(name));
    else sessionStorage.setItem(keyOf(name), text);
  };
  return [draft, change];
};
