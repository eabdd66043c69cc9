/** A line of a mail, as it was written in text or laid out in HTML. */
export interface Line {
  /** What a note shows of it: with marks of quotation. */
  shown: string;
  /** What it says, without them. */
  said: string;
  /** How many mails deep a mail program quotes it. */
  depth: number;
  /** A mail program calls it the introduction of what it quotes. */
  isHead: boolean;
}

// What is not seen: characters that only format, and what stands in a text for a picture that lies
// beside it.
const unseen = /\[(?:cid|image|inline):[^[\]\n]{0,80}\]|[\s\p{Cf}\p{Cc}\u00a0\u2800\u3164\u115f\u1160]/giu;
export const seenOf = (text: string): string => text.replace(unseen, '');
export const isBlank = (text: string): boolean => text === '' || seenOf(text) === '';

const quotation = /^ {0,3}(?:> ?)+/;

/**
 * The lines of a text. `>From` is how some servers keep a line that begins with "From"; it quotes
 * nothing.
 */
export const linesOfText = (text: string): Line[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((shown) => {
      const [marks = ''] = /^>From /.test(shown) ? [] : (quotation.exec(shown) ?? []);
      return { shown, said: shown.slice(marks.length), depth: marks.replace(/[^>]/g, '').length, isHead: false };
    });
