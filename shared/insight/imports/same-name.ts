const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Whether two names are the same but for how they are written. */
export const isSameName = (one: string, other: string): boolean => folded(one) !== '' && folded(one) === folded(other);
