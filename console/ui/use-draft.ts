import { useKept } from '#console/ui/use-kept.ts';

/**
 * Text that is being typed, kept as `useKept` keeps it.
 *
 * @param name of what it is for, such as `note` and the id of a case
 */
export const useDraft = (name: string): [string, (text: string) => void] => {
  const [kept = '', keep] = useKept<string>(name);
  return [kept, (text) => keep(text === '' ? undefined : text)];
};
