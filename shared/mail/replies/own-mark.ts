import { createHash } from 'node:crypto';
import type { Line } from '#shared/mail/replies/line.ts';
import { linesOfHtml } from '#shared/mail/replies/lines-of-html.ts';

// The last line of an HTML mail says how many letters stand above it and which, so that the mail is
// found in an answer in any wrapping. Text has no such line: there programs mark what they quote.

const markForm = /\bref:caseward-([0-9a-z]{1,4})-([0-9a-f]{10})\b/;

/** Where a line leads is left out: programs wrap and rewrite links. */
const links = /(?:https?:\/\/|mailto:|tel:)[^\s<>"'\])]*/gi;

/** The letters, digits and emoji of a line, as they stay when it is quoted. */
const lettersOf = ({ said }: Pick<Line, 'said'>): string =>
  said === ''
    ? ''
    : said
        .normalize('NFKC')
        .replace(links, '')
        .replace(/[^\p{L}\p{N}\p{Emoji_Presentation}]+/gu, '')
        .toLowerCase();

const hashOf = (letters: string): string => createHash('sha256').update(letters).digest('hex').slice(0, 10);

// A mail of ours may be longer; then it has no mark, and is known by its shape alone.
const longest = 36 ** 4;

const markOf = (lines: readonly Line[]): string | undefined => {
  const letters = lines.map(lettersOf).join('');
  return letters.length < longest ? `ref:caseward-${letters.length.toString(36)}-${hashOf(letters)}` : undefined;
};

/** The HTML of a mail with its mark. */
export const markedHtml = (html: string): string => {
  const mark = markOf(linesOfHtml(html));
  if (mark === undefined) return html;
  const line = `<p style="color:#8a8a8a;font-size:11px">${mark}</p>\n`;
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end < 0 ? `${html.trimEnd()}\n${line}` : `${html.slice(0, end)}${line}${html.slice(end)}`;
};

/** A mail of ours that a mail quotes: the lines from its first to its mark. */
export interface Quoted {
  from: number;
  /** The line of its mark. */
  to: number;
  /** It stands there as it was sent, word for word. Else only its end is known. */
  isWhole: boolean;
  /** How many letters were sent. */
  letters: number;
}

// A thread in which more of our mails are quoted than this has them inside of one another.
const mostMarks = 20;

/** How many letters stand above each line, and above the end. */
export interface Letters {
  all: string;
  above: readonly number[];
}

export const lettersAbove = (lines: readonly Line[]): Letters => {
  const above = [0];
  const each = lines.map(lettersOf);
  for (const letters of each) above.push((above.at(-1) ?? 0) + letters.length);
  return { all: each.join(''), above };
};

/** The mails of ours that are quoted with their mark. */
export const quotedMails = (lines: readonly Line[], { all, above }: Letters): Quoted[] => {
  const marks = lines.flatMap(({ said }, line) => {
    const [, length = '', hash = ''] = (said.includes('ref:caseward-') && markForm.exec(said)) || [];
    return hash === '' ? [] : [{ line, letters: Number.parseInt(length, 36), hash }];
  });
  return marks.slice(0, mostMarks).map(({ line, letters, hash }) => {
    const end = above[line] ?? 0;
    const start = end - letters;
    const isWhole = start >= 0 && hashOf(all.slice(start, end)) === hash;
    // The first line that has a letter of it.
    const from = isWhole ? above.findIndex((count) => count > start) - 1 : line;
    return { from, to: line, isWhole: isWhole && (letters === 0 || above[from] === start), letters };
  });
};
