import { convert } from 'html-to-text';
import type { Email } from 'postal-mime';
import { type Hidden, takeOut } from '#shared/replies/take-out.ts';

/** What of a mail is new. */
export interface NewText {
  /** What was written, without what it answers to and without what may not be stored. Not cut to the length of a note. */
  text: string;
  /** What was cut off as a quotation, for information; it may not be stored either without this. */
  setAside: string | undefined;
  /** There may be a quotation in the text, because it was not sure that it is one. */
  doubtful: boolean;
}

export type Written = Pick<Email, 'text' | 'html' | 'subject'>;

/** What is known of the mails that ours are, and of who writes; each makes a quotation surer, or takes out more. */
export interface Ours {
  /** The addresses that our mails come from. */
  senders?: readonly string[] | undefined;
  /** The addresses of the portal's pages and of the staff's. */
  pages?: readonly string[] | undefined;
  /** Whom staff are not to know. Where that is not known yet, `takeOut` does the same to a text later. */
  hidden?: Hidden | undefined;
}

const textOfHtml = (html: string): string =>
  convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'blockquote', format: 'skip' },
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ],
  });

const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';

/** Where a header block begins that names the mail that this one answers. */
const headerBlock = (lines: readonly string[], subject: string): number => {
  const about = subject.replace(/^(\p{L}{2,5}\s?:\s*)+/u, '').trim();
  const repeats = lines.findIndex((line) => about !== '' && /^\p{L}{1,20}\s?:/u.test(line) && line.endsWith(about));
  let from = repeats;
  while (from > 0 && !isBlank(lines[from - 1])) from -= 1;
  return repeats - from >= 2 ? from : lines.length;
};

/** What of a mail is new, as postal-mime read it: pure, and in time linear in its length. */
export const newText = (mail: Written, { hidden }: Ours = {}): NewText => {
  const whole = mail.text || (mail.html ? textOfHtml(mail.html) : '');
  const lines = whole.replace(/\r\n?/g, '\n').split('\n');
  let end = headerBlock(lines, mail.subject ?? '');
  while (end > 0 && /^\s*(>|$)/.test(lines[end - 1] ?? '')) end -= 1;
  const introduction = lines[end - 1] ?? '';
  if (lines.slice(end).some((line) => !isBlank(line)) && /:\s*$/.test(introduction) && /\d|@/.test(introduction))
    end -= 1;
  const text = takeOut(lines.slice(0, end).join('\n').trim(), hidden);
  const rest = takeOut(lines.slice(end).join('\n').trim(), hidden);
  return { text, setAside: rest || undefined, doubtful: false };
};
