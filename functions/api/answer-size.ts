// Lambda hands over 6 MB at the most, the answer's body written into them as a JSON text; half a
// megabyte is for what is around it.
export const largestAnswer = 5.5 * 1024 * 1024;

/** What a text takes of an answer: every quotation mark in it is written with a backslash. */
export const bytesInAnswer = (text: string): number => Buffer.byteLength(JSON.stringify(text));

// A character of JSON has three bytes at the most, or is written in two.
const mostBytesACharacter = 3;

/** Whether Lambda hands a text over; most are so short that they need not be written to know it. */
export const fitsAnswer = (text: string): boolean =>
  text.length * mostBytesACharacter + 2 <= largestAnswer || bytesInAnswer(text) <= largestAnswer;

/** As many of the first items as one answer takes, and one at the least. */
export const thoseThatFit = <T>(items: readonly T[]): T[] => {
  let room = largestAnswer;
  const past = items.findIndex((item, index) => {
    room -= bytesInAnswer(JSON.stringify(item) ?? '');
    return room < 0 && index > 0;
  });
  return items.slice(0, past === -1 ? items.length : past);
};
