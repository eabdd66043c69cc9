// Words as common as those of a language are (Zipf): the word of a rank is the same each time.

const vocabulary = 20_000;
const syllables = [
  'ba',
  'ken',
  'li',
  'mor',
  'ti',
  'sa',
  'ru',
  'vel',
  'no',
  'dap',
  'gi',
  'hes',
  'jo',
  'wan',
  'xe',
  'pil',
];

/** The word of a rank; the rarest has the highest. */
export const wordOf = (rank: number): string => {
  let [rest, word] = [rank + syllables.length, ''];
  for (; rest > 0; rest = Math.floor(rest / syllables.length)) word += syllables[rest % syllables.length];
  return word;
};

/** The rank of a word of a text. */
export const someRank = (random: () => number): number => Math.floor(vocabulary ** random()) - 1;
