import type { Happening } from '#console/portal/my-case.ts';

/** Words of the API, as `wordIn` has them. */
export type WordOf = (room: string, word: string) => string;

/** What happened in the words of the page; in those of the API where it has none. */
export const happenedIn = ({ type, named, text }: Pick<Happening, 'type' | 'named' | 'text'>, word: WordOf): string => {
  const what = word('portal.happened', type);
  if (what === type) return text;
  return named === undefined ? what : `${what}: ${named}`;
};
