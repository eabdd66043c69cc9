import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { foldAddress } from '#shared/records/address.ts';
import { isAutomaticSubject } from '#shared/replies/automatic-subject.ts';
import { newText } from '#shared/replies/new-text.ts';
import { isReaction } from '#shared/replies/reaction.ts';

/** A mail that came in, as far as anything is done with it. */
export interface Reply {
  /** The same however often it arrives. */
  messageId: string;
  from: string;
  /** Every address that it may have been sent to, as it says itself and as servers on the way noted it. */
  to: string[];
  /** What its writer wrote, without what they answered to. */
  text: string;
  attachments: { name: string; contentType: string; content: Uint8Array }[];
  /** Nobody wrote it: an out-of-office answer, a bounce, a mailing list, or a mail of ours that came back. */
  isAutomatic: boolean;
  /** SES found spam or a virus, or that it does not come from where it says. */
  isSuspicious: boolean;
}

const addressesOf = (fields: readonly (Address | undefined)[]): string[] =>
  fields.flatMap((field) => (field?.group ? field.group.map(({ address }) => address) : (field?.address ?? [])));

const headersOf = (mail: Email) => (name: string) =>
  mail.headers.filter(({ key }) => key === name).map(({ value }) => value);

// RFC 3834, and what programs wrote before it.
const isAutomatic = (mail: Email, headers: (name: string) => string[], from: string): boolean =>
  headers('auto-submitted').some((value) => !/^\s*no\b/i.test(value)) ||
  headers('precedence').some((value) => /bulk|junk|list|auto_reply/i.test(value)) ||
  ['x-autoreply', 'x-autorespond', 'x-caseward-notification', 'list-id'].some((name) => headers(name).length > 0) ||
  headers('return-path').some((value) => value.trim() === '<>') ||
  /^(mailer-daemon|postmaster|no-?reply)@/i.test(from) ||
  isAutomaticSubject(mail.subject ?? '');

// The first of them is the one that SES put on top; those below may be anybody's.
const isSuspicious = (headers: (name: string) => string[]): boolean =>
  ['x-ses-spam-verdict', 'x-ses-virus-verdict'].some((name) => headers(name)[0]?.trim().toUpperCase() === 'FAIL') ||
  /\bdmarc=fail\b/i.test(headers('authentication-results')[0] ?? '');

// As much as a note takes. The whole of a longer mail is kept beside it.
const mostText = 20_000;
// They are announced in the transaction that writes the note, which takes a hundred writes; of a mail with more, the rest is in the mail that is kept.
const mostAttachments = 40;

/** The text of a note from a mail: what was written, as far as a note can hold it, without what no text may have. */
export const replyText = ({ text, attachments }: Pick<Reply, 'text' | 'attachments'>): string =>
  text.replaceAll('\u0000', '').toWellFormed().slice(0, mostText) ||
  `(${attachments.map(({ name }) => name).join(', ')})`;

/** Reads a mail as it came in, in MIME. */
export const readReply = async (raw: Uint8Array): Promise<Reply> => {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' });
  const headers = headersOf(mail);
  const from = foldAddress((addressesOf([mail.from])[0] ?? '').trim());
  const { text } = newText(mail);
  const files = mail.attachments.map(({ filename, mimeType, content }, index) => ({
    name: filename ?? `attachment-${index + 1}`,
    contentType: mimeType,
    content: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  }));
  // What does not fit into a note is not lost: the mail is kept with it.
  const isTooMuch = text.length > mostText || files.length > mostAttachments;
  const original = { name: 'mail.eml', contentType: 'message/rfc822', content: raw };
  return {
    messageId: mail.messageId ?? createHash('sha256').update(raw).digest('hex'),
    from,
    to: [
      ...addressesOf([...(mail.to ?? []), ...(mail.cc ?? [])]),
      ...headers('delivered-to'),
      ...headers('x-original-to'),
    ],
    text,
    attachments: isTooMuch ? [...files.slice(0, mostAttachments - 1), original] : files,
    isAutomatic: isReaction(mail) || isAutomatic(mail, headers, from),
    isSuspicious: isSuspicious(headers),
  };
};
