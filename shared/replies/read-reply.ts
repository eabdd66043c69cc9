import PostalMime, { type Email } from 'postal-mime';
import type { MailHead } from '#shared/replies/mail-head.ts';

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

const bytesOf = (content: string | ArrayBuffer | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);

/**
 * Takes a mail apart. A mail that is attached to it stays a file, and is not read as its words.
 *
 * @throws where its parts lie in each other more than 256 deep, or cannot be read at all
 */
export const readMail = async (raw: Uint8Array, head: MailHead): Promise<ReceivedMail> => {
  const email = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer', forceRfc822Attachments: true });
  const attachments = email.attachments.map(({ filename, mimeType, content }, index) => ({
    // The end of a name says more than its beginning, and what looks through a name is not made for one of megabytes.
    name:
      filename?.slice(-longestName) ??
      (mimeType === 'message/rfc822' ? `attachment-${index + 1}.eml` : `attachment-${index + 1}`),
    contentType: mimeType,
    content: bytesOf(content),
  }));
  return { head, raw, email, attachments };
};
