import type { Email } from 'postal-mime';
import { Cutting } from '#shared/mail/replies/cutting.ts';
import type { KnownAsOurs } from '#shared/mail/replies/evidence.ts';
import { isBlank, type Line, linesOfText, seenOf } from '#shared/mail/replies/line.ts';
import { linesOfHtml } from '#shared/mail/replies/lines-of-html.ts';
import { type Hidden, takeOut } from '#shared/mail/replies/take-out.ts';

/** What of a mail is new. */
interface NewText {
  /**
   * What was written, without what it answers to and without what may not be stored. Not cut to the
   * length of a note.
   */
  text: string;
  /**
   * What was cut off as a quotation, for information. What may not be stored is taken out of it,
   * too.
   */
  setAside: string | undefined;
  /**
   * There may be a quotation in the text, because it was not sure that it is one, or the mail is so
   * long that it was not looked for.
   */
  doubtful: boolean;
}

export type Written = Pick<Email, 'text' | 'html' | 'subject' | 'inReplyTo' | 'references'>;

/**
 * What is known of our mails, which makes a quotation of one surer, and of who writes, which takes
 * out more.
 */
export interface Ours extends KnownAsOurs {
  /**
   * Whom staff are not to know. Where that is not known yet, `takeOut` does the same to a text
   * later.
   */
  hidden?: Hidden | undefined;
}

// A note takes 20,000 characters. Of a mail that is much longer the end is not looked at, so
// nothing is cut off it.
const mostCharacters = 500_000;

const lengthOf = (lines: readonly Line[]): number =>
  lines.reduce((length, { said }) => length + seenOf(said).length, 0);

const isEmpty = (lines: readonly Line[]): boolean => lines.every(({ said }) => isBlank(said));

/**
 * The lines of a mail. HTML says what is quoted; text is read where there is no HTML, or where much
 * of the text is not in it.
 */
const linesOf = ({ text, html }: Written): { lines: Line[]; isHtml: boolean } => {
  const ofText = { lines: linesOfText(text ?? ''), isHtml: false };
  if (!html) return ofText;
  const ofHtml = { lines: linesOfHtml(html), isHtml: true };
  return isEmpty(ofHtml.lines) || lengthOf(ofHtml.lines) * 2 < lengthOf(ofText.lines) ? ofText : ofHtml;
};

/** As many lines as are looked at, the last one cut where that ends. */
const asFarAsLooked = (lines: readonly Line[]): { looked: readonly Line[]; isAll: boolean } => {
  let left = mostCharacters;
  for (const [index, line] of lines.entries()) {
    if (line.shown.length >= left)
      return { looked: [...lines.slice(0, index), { ...line, shown: line.shown.slice(0, left) }], isAll: false };
    left -= line.shown.length + 1;
  }
  return { looked: lines, isAll: true };
};

const textOf = (lines: readonly Line[]): string =>
  lines
    .map(({ shown, said }) => (isBlank(said) && !/[>[]/.test(shown) ? '' : shown.trimEnd()))
    .join('\n')
    .trim();

/** What of a mail is new, as postal-mime read it: pure, and in time linear in its length. */
export const newText = (mail: Written, ours: Ours = {}): NewText => {
  const { lines, isHtml } = linesOf(mail);
  const { looked, isAll } = asFarAsLooked(lines);
  const cutting = new Cutting(looked, { ...mail, isHtml }, ours);
  if (isAll) cutting.run();
  const kept = looked.filter((_, index) => !cutting.isCut(index));
  const cut = looked.filter((_, index) => cutting.isCut(index));
  return {
    text: takeOut(textOf(kept), ours.hidden),
    setAside: takeOut(textOf(cut), ours.hidden) || undefined,
    doubtful: cutting.isDoubtful || !isAll,
  };
};
