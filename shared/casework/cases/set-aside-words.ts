/** Why a mail is on no case, in words. */
export const setAsideWords = {
  'nothing-of-ours': 'it is to no reply address of a case',
  'no-such-case': 'its case is not there',
  'not-of-the-case': 'its sender is nobody of the case',
  automatic: 'a machine wrote it',
  suspicious: 'it is spam, has a virus, or the domain of its sender disowns it',
  empty: 'nothing was written in it',
  'too-large': 'it is too large',
  unreadable: 'it cannot be read',
  refused: 'the case takes no more',
} as const;
