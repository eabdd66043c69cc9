import { useState } from 'react';

const keyOf = (name: string): string => `caseward.kept ${name}`;

const read = <T>(name: string): T | undefined => {
  const text = sessionStorage.getItem(keyOf(name));
  return text === null ? undefined : JSON.parse(text);
};

/**
 * A form that is being filled in: kept in this tab until it is sent or thrown away, so that a
 * reload, a lost connection or a wrong click loses nothing of it.
 */
export const useKept = <T>(name: string): [T | undefined, (value: T | undefined) => void] => {
  const [kept, setKept] = useState(() => read<T>(name));
  const keep = (value: T | undefined) => {
    setKept(value);
    if (value === undefined) sessionStorage.removeItem(keyOf(name));
    else sessionStorage.setItem(keyOf(name), JSON.stringify(value));
  };
  return [kept, keep];
};
