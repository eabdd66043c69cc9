// Telephone numbers and postcodes, which people write in many ways.

// Six digits at the least, with what people put between them.
const phoneLike = /(?:\+|\(|(?<![\p{L}\p{N}]))\d(?:[ ()./-]*\d){5,}(?![\p{L}\p{N}])/gu;
const fewestDigits = 6;
// The longest code of a country.
const longestCountryCode = 3;

/** A telephone number, as it is compared. */
interface PhoneDigits {
  /** As they were written, without what is dialled before the code of a country. */
  digits: string;
  /** Without the zero that is only dialled within a country. */
  significant: string;
}

/** @returns undefined for what has too few digits to be told from other numbers */
export const phoneDigits = (written: string): PhoneDigits | undefined => {
  const digits = written.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^00/, '');
  const significant = digits.replace(/^0+/, '');
  return significant.length < fewestDigits ? undefined : { digits, significant };
};

/** What in a text may be a telephone number. */
export const phonesIn = (text: string): string[] => [...text.matchAll(phoneLike)].map(([written]) => written);

/** From its end on: with and without the code of a country a number ends alike. */
export const fromEnd = (digits: string): string => [...digits].reverse().join('');

/**
 * The ends by which a number is found that may have been written without the code of a country:
 * each as the whole of such a number.
 */
export const withoutCountryCode = ({ significant }: PhoneDigits): string[] =>
  Array.from({ length: longestCountryCode }, (_, index) => significant.slice(index + 1))
    .map((rest) => rest.replace(/^0+/, ''))
    .filter((rest) => rest.length >= fewestDigits)
    .map(fromEnd);

// Great Britain, Canada, the Netherlands: two parts, with a space between them or not. Other
// countries have one word, or digits.
const postcodes = [
  /(?<![\p{L}\p{N}])([a-z]{1,2}\d[a-z\d]?)\s?(\d[a-z]{2})(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}])([a-z]\d[a-z])\s?(\d[a-z]\d)(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}])(\d{4})\s?([a-z]{2})(?![\p{L}\p{N}])/giu,
];

/** The two parts of each postcode in a text that has any. */
export const postcodesIn = (text: string): [string, string][] =>
  postcodes.flatMap((form) =>
    [...text.matchAll(form)].map(([, outward = '', inward = '']): [string, string] => [
      outward.toLowerCase(),
      inward.toLowerCase(),
    ]),
  );
