// What a text is found by: its words, folded so that accents, case and the spelling of umlauts make
// no difference. Words of a search are folded alike, and are found as the beginnings of words.

/** Letters that have no mark to take away, as they are written without them. */
const spelledOut: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ł: 'l',
    ħ: 'h',
    ı: 'i',
  }),
);
const inGerman: ReadonlyMap<string, string> = new Map(Object.entries({ ä: 'ae', ö: 'oe', ü: 'ue' }));

/** Small letters without those that no mark can be taken from. */
export const spellOut = (small: string): string =>
  small.replace(/[ßæœøđðþłħı]/g, (letter) => spelledOut.get(letter) ?? letter);

/** Without marks and case. What has no place in the order of the table's keys is left out. */
export const fold = (text: string): string =>
  spellOut(
    text
      .normalize('NFKD')
      .replace(/\p{M}|[\ud800-\udfff]/gu, '')
      .toLowerCase(),
  );

/** A word as it is folded, and beside that with its umlauts as two letters. */
export const spellingsOf = (word: string): string[] => {
  const german = word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöü]/g, (letter) => inGerman.get(letter) ?? letter);
  return [...new Set([fold(word), fold(german)])];
};

// Longer than any word that somebody types; what is longer is found by its beginning.
const longestWord = 40;
/** Shorter ones are not searched for. */
export const shortestWord = 2;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
const betweenWords = /[^\p{L}\p{N}]+/u;

/** The words of a text as they are written, numbers too. */
export const writtenWords = (text: string): string[] =>
  [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));

/** A word without what stands inside it: `O'Brien` is `obrien`. */
export const joined = (folded: string): string => folded.split(betweenWords).join('').slice(0, longestWord);

/**
 * What a written word is found by: as a whole, and by its parts (`O'Brien`: obrien, brien), in each
 * spelling.
 */
const formsOf = (written: string): string[] =>
  spellingsOf(written).flatMap((folded) => {
    const parts = folded.split(betweenWords).map((part) => part.slice(0, longestWord));
    return [...new Set([joined(folded), ...parts])].filter((form) => form.length >= shortestWord);
  });

/** Everything that the words of a text are found by, each once. */
export const wordsOf = (text: string): string[] => [...new Set(writtenWords(text).flatMap(formsOf))];
