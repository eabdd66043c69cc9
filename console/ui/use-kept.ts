import { useState } from 'react';
import { forgetKept, readKept, writeKept } from '#console/ui/kept.ts';

/**
 * A form that is being filled in: kept in this tab until it is sent or thrown away, so that a
 * reload, a lost connection or a wrong click loses nothing of it.
 */
export const useKept = <T>(name: string): [T | undefined, (value: T | undefined) => void] => {
  const [kept, setKept] = useState(() => readKept<T>(name));
  const keep = (value: T | undefined) => {
    setKept(value);
    if (value === undefined) forgetKept(name);
    else writeKept(name, value);
  };
  return [kept, keep];
};
