import { fromEnd, phoneDigits, phonesIn, postcodesIn } from '#shared/insight/search/numbers-in-text.ts';
import { fold, joined, shortestWord, wordsOf } from '#shared/insight/search/words.ts';

// Terms are what the index is kept by. The first character says what a term is, so that no search
// for a word finds what stands for something else.

/** Of all that can be searched: a word, or the digits of a telephone number from their end on. */
export const wordTerm = (word: string): string => `t${word}`;
export const phoneTerm = (reversed: string): string => `r${reversed}`;
/** The same of one field. */
export const fieldTerm = (field: string, term: string): string => `f${field.toLowerCase()}:${term}`;
/** The record itself, whose text it has beside its own, and who has a part in it. */
export const idTerm = (id: string): string => `#${id}`;
export const contactTerm = (contactId: string): string => `@contact:${contactId}`;
export const participantTerm = (owner: string): string => `@part:${owner}`;

// Beginnings of so many letters are terms of their own: many words begin so, and all of their sets
// would be much to read. The lowest segment, in which that is little, does without the long ones.
const shortBeginnings = [2, 3];
const longBeginnings = [4, 5, 6];
const onlyLetters = /^\p{L}+$/u;
const isLong = (letters: string): boolean => longBeginnings.includes(letters.length) && onlyLetters.test(letters);
/** Whether words are found by a term for their beginning. @param isLowest in the lowest segment */
export const isKeptBeginning = (letters: string, { isLowest }: { isLowest: boolean }): boolean =>
  shortBeginnings.includes(letters.length) || (!isLowest && isLong(letters));
export const beginningTerm = (beginning: string): string => `${beginning.length}${beginning}`;

const beginningsOf = (term: string, lengths: readonly number[]): string[] =>
  term.startsWith('t')
    ? lengths.filter((length) => term.length > length).map((length) => term.slice(1, length + 1))
    : [];
export const longBeginningsOf = (term: string): string[] =>
  beginningsOf(term, longBeginnings).filter(isLong).map(beginningTerm);

/** Terms with those that follow from them in the lowest segment. */
export const withShortBeginnings = (terms: readonly string[]): string[] => [
  ...new Set(terms.flatMap((term) => [term, ...beginningsOf(term, shortBeginnings).map(beginningTerm)])),
];
/** Terms with all that follow from them. */
export const withBeginnings = (terms: readonly string[]): string[] => [
  ...new Set([...withShortBeginnings(terms), ...terms.flatMap(longBeginningsOf)]),
];

/**
 * Terms in their order, each once, without those that are the beginning of another: what begins as
 * they do finds the other one, too. Only some are asked for as a whole.
 */
export const withoutImplied = (terms: readonly string[]): string[] =>
  [...new Set(terms)]
    .sort()
    .filter((term, index, all) => !(/^t|^f[^:]*:t/.test(term) && all[index + 1]?.startsWith(term)));

const termsOfPhone = (written: string): string[] => {
  const phone = phoneDigits(written);
  if (!phone) return [];
  const { digits, significant } = phone;
  return [wordTerm(digits), wordTerm(significant), phoneTerm(fromEnd(significant))];
};

const termsOfPostcode = ([outward, inward]: [string, string]): string[] =>
  [outward, inward, `${outward}${inward}`].map(wordTerm);

// From the beginning of a word on alone, and no longer than an address is: a long text without any
// would else be looked through from each of its letters.
const addressLike = /(?<![^\s<>"(),;:])[^\s<>"(),;:@]{1,64}@[^\s<>"(),;:@]{1,255}/g;
/** What in a text may be a mail address. */
export const mailAddressesIn = (text: string): string[] =>
  [...text.matchAll(addressLike)].map(([written]) => fold(written));

const dashed = /(?<![\p{L}\p{N}-])[\p{L}\p{N}]{1,40}(?:-[\p{L}\p{N}]{1,40}){1,8}(?![\p{L}\p{N}-])/gu;
/** Words with dashes in them, a reference among them, as one. */
const joinedIn = (text: string): string[] => [...text.matchAll(dashed)].map(([written]) => joined(fold(written)));

/** Everything that a text is found by. */
export const termsOfText = (text: string): string[] => [
  ...new Set([
    ...[...wordsOf(text), ...joinedIn(text)].map(wordTerm),
    ...mailAddressesIn(text).map(wordTerm),
    ...phonesIn(text).flatMap(termsOfPhone),
    ...postcodesIn(text).flatMap(termsOfPostcode),
  ]),
];

/** A field in which people search by its name, and its text. */
interface SearchedField {
  field: string;
  text: string;
}

const withoutSpaces = (text: string): string => joined(fold(text));

/** What a field of this name is found by when it is asked for by name. */
const termsInField = ({ field, text }: SearchedField): string[] => {
  if (field === 'phone') return termsOfPhone(text);
  if (field === 'postcode' || field === 'reference') return [wordTerm(withoutSpaces(text))];
  return termsOfText(text);
};

/** What a field is found by: among all that is searched, and by its name. */
export const termsOfField = (searched: SearchedField): string[] => {
  const { field, text } = searched;
  const isCode = field === 'postcode' || field === 'reference';
  const whole = isCode && withoutSpaces(text).length >= shortestWord ? [wordTerm(withoutSpaces(text))] : [];
  const inAll = [...termsOfText(text), ...(field === 'phone' ? termsOfPhone(text) : []), ...whole];
  const named = termsInField(searched).map((term) => fieldTerm(field, term));
  const ofAddress =
    field === 'address' ? postcodesIn(text).map((parts) => fieldTerm('postcode', wordTerm(parts.join('')))) : [];
  return [...inAll, ...named, ...ofAddress];
};
