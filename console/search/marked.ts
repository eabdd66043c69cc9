/** A piece of a text, and whether it is of a word that was asked for. */
interface Piece {
  text: string;
  isMarked: boolean;
}

const accents = /\p{M}/gu;
const german: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', ø: 'o', ł: 'l', đ: 'd' };

/** A character as words are kept in the index: without accents and capitals. */
const folded = (character: string): string => {
  const plain = character.normalize('NFD').replace(accents, '').toLowerCase();
  return german[plain] ?? plain;
};

/**
 * A text cut where words begin and end that were found: `matched` has them as they are folded, each
 * as the beginning of a word. The letters of an umlaut are also found as two.
 */
export const marked = (text: string, matched: readonly string[]): Piece[] => {
  const wanted = matched.filter((word) => word !== '').sort((one, other) => other.length - one.length);
  const pieces: Piece[] = [];
  const push = (part: string, isMarked: boolean) => {
    const last = pieces.at(-1);
    if (last && last.isMarked === isMarked) last.text += part;
    else if (part !== '') pieces.push({ text: part, isMarked });
  };
  for (const word of text.split(/([\p{L}\p{M}\p{N}]+)/u)) {
    const characters = [...word];
    const plain = characters.map(folded);
    const umlauts = characters.map((character, at) =>
      /[äöü]/i.test(character.normalize('NFC')) ? `${plain[at]}e` : (plain[at] ?? ''),
    );
    const lengths = [plain, umlauts].map((letters) => lengthOfMatch(letters, wanted));
    const length = Math.max(...lengths);
    push(characters.slice(0, length).join(''), true);
    push(characters.slice(length).join(''), false);
  }
  return pieces.filter(({ text: part }) => part !== '');
};

/** How many characters of a word the longest of the wanted beginnings covers. */
const lengthOfMatch = (letters: readonly string[], wanted: readonly string[]): number => {
  const whole = letters.join('');
  const found = wanted.find((one) => whole.startsWith(one));
  if (found === undefined) return 0;
  let covered = 0;
  let count = 0;
  // An accent of its own belongs to the letter before it.
  while (count < letters.length && (covered < found.length || letters[count] === ''))
    covered += letters[count++]?.length ?? 0;
  return count;
};

/** A text cut to so much of it as shows the first word that was found. */
export const excerptOf = (text: string, matched: readonly string[], width = 180): string => {
  if (text.length <= width) return text;
  const pieces = marked(text, matched);
  const at = pieces.findIndex(({ isMarked }) => isMarked);
  if (at === -1) return `${text.slice(0, width).trimEnd()} …`;
  const before = pieces.slice(0, at).reduce((length, piece) => length + piece.text.length, 0);
  const from = Math.max(0, before - Math.floor(width / 3));
  const part = text.slice(from, from + width).trim();
  return `${from > 0 ? '… ' : ''}${part}${from + width < text.length ? ' …' : ''}`;
};
