import PostalMime, { type Email } from 'postal-mime';
import { unflow, withoutFlow } from '#shared/mail/replies/flowed.ts';
import type { MailHead } from '#shared/mail/replies/mail-head.ts';

/** What came with a mail, by the names and types that its program gave it. */
export interface Attachment {
  name: string;
  contentType: string;
  content: Uint8Array;
}

/** A mail that came in. */
export interface ReceivedMail {
  head: MailHead;
  /** As it came. */
  raw: Uint8Array;
  email: Email;
  attachments: Attachment[];
}

const longestName = 1000;

// The parser waits once a line, some 15 µs each. A mail of 40 MB in base64 has 560,000; what has
// more is no mail of a person, and would outlast the function.
const mostLines = 600_000;
// Of what is not in base64, whose lines people write.
const mostWrittenLines = 200_000;
const newline = 0x0a;
const base64Line = 60;

/** Whether a mail has more lines than can be read in time, by one look at its bytes. */
const hasTooManyLines = (raw: Uint8Array): boolean => {
  let [lines, written] = [0, 0];
  for (let from = 0, at = raw.indexOf(newline); at >= 0; from = at + 1, at = raw.indexOf(newline, from)) {
    lines += 1;
    if (at - from < base64Line) written += 1;
    if (lines > mostLines || written > mostWrittenLines) return true;
  }
  return false;
};

const bytesOf = (content: string | ArrayBuffer | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);

/** A mail as postal-mime reads it, its words as their program meant them to flow. */
const parsed = async (raw: Uint8Array): Promise<Email> => {
  const email = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer', forceRfc822Attachments: true });
  const fixed = email.text === undefined ? undefined : withoutFlow(raw);
  if (!fixed) return email;
  const { text = '' } = await PostalMime.parse(fixed.raw, { forceRfc822Attachments: true });
  return { ...email, text: unflow(text, fixed.deletesSpace) };
};

/**
 * Takes a mail apart; a mail that is attached stays a file.
 * @throws for too many lines, parts more than 256 deep, or what cannot be read at all
 */
export const readMail = async (raw: Uint8Array, head: MailHead): Promise<ReceivedMail> => {
  if (hasTooManyLines(raw)) throw new Error('a mail of too many lines');
  const email = await parsed(raw);
  const attachments = email.attachments.map(({ filename, mimeType, content }, index) => ({
    // The end of a name says more than its beginning, and what looks through a name is not made for
    // one of megabytes.
    name:
      filename?.slice(-longestName) ??
      (mimeType === 'message/rfc822' ? `attachment-${index + 1}.eml` : `attachment-${index + 1}`),
    contentType: mimeType,
    content: bytesOf(content),
  }));
  return { head, raw, email, attachments };
};
