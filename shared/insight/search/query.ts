import type { Fault } from '#shared/core/errors.ts';
import { fromEnd, phoneDigits, phonesIn, withoutCountryCode } from '#shared/insight/search/numbers-in-text.ts';
import type { WantedTerms } from '#shared/insight/search/segment.ts';
import {
  beginningTerm,
  fieldTerm,
  isKeptBeginning,
  mailAddressesIn,
  phoneTerm,
  wordTerm,
} from '#shared/insight/search/terms.ts';
import { fold, joined, shortestWord, spellingsOf, writtenWords } from '#shared/insight/search/words.ts';

// What a search asks for: words of which any may be found, and words that have to be in fields.

/** A word, and the terms of which any says that a record has it. */
export interface WantedWord {
  /** As it is folded. */
  word: string;
  /** Terms that begin so. */
  begins: readonly string[];
  /** Terms that are just this. */
  equals: readonly string[];
}

export interface SearchQuery {
  /** Any of them; none where no text was given. */
  words: readonly WantedWord[];
  /** All of them. */
  inFields: readonly WantedWord[];
}

/** Of a text; with more a page would have to read too much. */
const mostWords = 8;

const wordOf = (written: string): WantedWord => {
  const forms = [...new Set(spellingsOf(written).map(joined))];
  return { word: forms[0] ?? '', begins: forms.map(wordTerm), equals: [] };
};

const phoneOf = (written: string): WantedWord[] => {
  const phone = phoneDigits(written);
  if (!phone) return [];
  const { digits, significant } = phone;
  const begins = [wordTerm(digits), wordTerm(significant), phoneTerm(fromEnd(significant))];
  return [{ word: digits, begins: [...new Set(begins)], equals: withoutCountryCode(phone).map(phoneTerm) }];
};

/**
 * A reference is one word, with or without its dashes; who reads it aloud may have said O for 0.
 *
 * @param parse gives a reference its canonical form
 */
const referenceOf = (written: string, parse: (typed: string) => string | undefined): WantedWord | undefined => {
  const canonical = parse(written);
  if (canonical === undefined) return undefined;
  const word = joined(fold(written));
  return { word, begins: [...new Set([word, joined(fold(canonical))])].map(wordTerm), equals: [] };
};

const without = (text: string, pieces: readonly string[]): string =>
  pieces.reduce((rest, piece) => rest.replace(piece, ' '), text);

const uniqueWords = (words: readonly WantedWord[]): WantedWord[] => [
  ...new Map(words.map((word) => [word.word, word])).values(),
];

type ParseReference = (typed: string) => string | undefined;

/** The words of a text, each once: mail addresses, telephone numbers and references are one. */
export const wordsWanted = (text: string, parse: ParseReference): WantedWord[] => {
  const folded = text.toLowerCase();
  const addresses = mailAddressesIn(folded);
  const withoutAddresses = without(folded, addresses);
  const references = withoutAddresses.split(/\s+/).filter((token) => parse(token) !== undefined);
  const withoutReferences = without(withoutAddresses, references);
  const phones = phonesIn(withoutReferences);
  const words = [
    ...addresses.map((word) => ({ word, begins: [wordTerm(word)], equals: [] })),
    ...references.flatMap((token) => referenceOf(token, parse) ?? []),
    ...phones.flatMap(phoneOf),
    ...writtenWords(without(withoutReferences, phones)).map(wordOf),
  ];
  return uniqueWords(words).filter(({ word }) => word.length >= shortestWord);
};

const inField = (field: string, { word, begins, equals }: WantedWord): WantedWord => ({
  word,
  begins: begins.map((term) => fieldTerm(field, term)),
  equals: equals.map((term) => fieldTerm(field, term)),
});

const codeOf = (text: string, parse: ParseReference): WantedWord[] => {
  const word = joined(fold(text));
  if (word === '') return [];
  const canonical = parse(text);
  const forms = [word, ...(canonical === undefined ? [] : [joined(fold(canonical))])];
  return [{ word, begins: [...new Set(forms)].map(wordTerm), equals: [] }];
};

/** What a field has to have. */
const wordsInField = (field: string, text: string, parse: ParseReference): WantedWord[] => {
  const isCode = field === 'postcode' || field === 'reference';
  const digits = field === 'phone' && text.replace(/\D/g, '');
  const words = isCode
    ? codeOf(text, parse)
    : digits
      ? phoneDigits(text)
        ? phoneOf(text)
        : [{ word: digits, begins: [wordTerm(digits)], equals: [] }]
      : wordsWanted(text, parse);
  return words.map((word) => inField(field, word));
};

// As many as one mask has room for, beside those of the text.
const mostInFields = 16;

/** What a text, and fields by their names, ask for, or what is wrong with them. */
export const readQuery = (
  { text, fields = {} }: { text?: string | undefined; fields?: Readonly<Record<string, string>> | undefined },
  parse: ParseReference,
): { query: SearchQuery; faults: Fault[] } => {
  const words = text === undefined ? [] : wordsWanted(text, parse);
  const perField = Object.entries(fields).map(([field, wanted]) => ({
    field,
    words: wordsInField(field, wanted, parse),
  }));
  const inFields = perField.flatMap((one) => one.words);
  const faults: Fault[] = [
    ...(words.length > mostWords
      ? [
          {
            pointer: '/text',
            code: 'too-many',
            detail: `has more than ${mostWords} words`,
            values: { most: mostWords },
          },
        ]
      : []),
    ...(text !== undefined && words.length === 0
      ? [
          {
            pointer: '/text',
            code: 'too-short',
            detail: `has no word of ${shortestWord} letters or more`,
            values: { least: shortestWord },
          },
        ]
      : []),
    ...perField
      .filter((one) => one.words.length === 0)
      .map(({ field }) => ({
        pointer: `/fields/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        code: 'too-short',
        detail: 'has nothing to look for',
      })),
    ...(inFields.length > mostInFields
      ? [
          {
            pointer: '/fields',
            code: 'too-many',
            detail: `have more than ${mostInFields} words`,
            values: { most: mostInFields },
          },
        ]
      : []),
  ];
  return { query: { words, inFields }, faults };
};

/** What is to be read of a segment for a word. */
export const termsWanted = ({ begins, equals }: WantedWord, segment: { isLowest: boolean }): WantedTerms[] => [
  ...begins.map((term): WantedTerms => {
    const letters = term.slice(1);
    return term.startsWith('t') && isKeptBeginning(letters, segment)
      ? { from: beginningTerm(letters), exactly: true }
      : { from: term, exactly: false };
  }),
  ...equals.map((term) => ({ from: term, exactly: true })),
];

/** Whether some terms have a word. */
export const hasWord = ({ begins, equals }: WantedWord, terms: readonly string[]): boolean =>
  terms.some((term) => begins.some((beginning) => term.startsWith(beginning)) || equals.includes(term));
