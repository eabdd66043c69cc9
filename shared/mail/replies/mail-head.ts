import PostalMime, { type Address, addressParser, type Email } from 'postal-mime';
import { isAutomaticSubject } from '#shared/mail/replies/automatic-subject.ts';
import { isConfirmedBy, isDisowned, resultsOf } from '#shared/mail/replies/sender-check.ts';

// What stands above a mail. It is read before anything else of it, since whether the mail is for a
// case, and by a person, is asked first: anybody can send one.

export interface MailHead {
  /** Every address that it says it is from. A mail of a person has one. */
  from: readonly string[];
  /** SES says that it comes from the domain of its one sender. */
  isVerified: boolean;
  /**
   * Every address that it may have been sent to, as it says itself and as servers on the way noted
   * it.
   */
  to: readonly string[];
  subject: string;
  /** Undefined where it has none that a mail can be known by. */
  messageId: string | undefined;
  date: string | undefined;
  /** Nobody wrote it: an out-of-office answer, a bounce, or a mail of ours that came back. */
  isAutomatic: boolean;
  /** SES found spam or a virus, or that the domain of the sender disowns it. */
  isSuspicious: boolean;
}

// Mails that went through many servers have 30 KB of headers, one to five hundred recipients 20 KB.
const mostHeader = 256 * 1024;
// A mail to more cases than that is for none of them.
const mostAddresses = 1000;

/** The header of a mail: what stands before the first empty line. */
const headerOf = (raw: Uint8Array): Uint8Array => {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, mostHeader));
  const ends = ['\r\n\r\n', '\n\n'].map((end) => start.indexOf(end)).filter((at) => at !== -1);
  return start.subarray(0, ends.length === 0 ? start.length : Math.min(...ends) + 2);
};

const addressesOf = (fields: readonly Address[]): string[] =>
  fields.flatMap((field) => (field.group ? field.group.map(({ address }) => address) : (field.address ?? [])));

type Headers = (name: string) => string[];
const headersOf =
  ({ headers }: Email): Headers =>
  (name) =>
    headers.filter(({ key }) => key === name).map(({ value }) => value);

// RFC 3834, and what programs wrote before it. What a person writes to a mailing list is passed on
// with List-Id and a precedence, and is theirs.
const isAutomatic = (headers: Headers, { from, subject }: { from: readonly string[]; subject: string }): boolean =>
  headers('auto-submitted').some((value) => !/^\s*no\b/i.test(value)) ||
  headers('precedence').some((value) => /^\s*auto_reply\b/i.test(value)) ||
  (headers('list-id').length === 0 && headers('precedence').some((value) => /^\s*(?:bulk|junk)\b/i.test(value))) ||
  ['x-autoreply', 'x-autorespond', 'x-caseward-notification'].some((name) => headers(name).length > 0) ||
  headers('return-path')[0]?.trim() === '<>' ||
  headers('content-type').some((value) => /^\s*multipart\/report\b/i.test(value)) ||
  from.some((address) => /^(?:mailer-daemon|postmaster|no-?reply)@/i.test(address)) ||
  isAutomaticSubject(subject);

// The first of them is the one that SES put on top; those below may be anybody's.
const hasFailed = (headers: Headers): boolean =>
  ['x-ses-spam-verdict', 'x-ses-virus-verdict'].some((name) => /^\s*fail\b/i.test(headers(name)[0] ?? ''));

/**
 * The recipient for whom SES took a mail stands in the header that it put on top, also where the
 * mail itself names nobody.
 */
const takenFor = (headers: Headers): string[] => {
  const [, address] = /\bfor\s{1,8}<?([^\s<>;]{3,320})/.exec((headers('received')[0] ?? '').slice(0, 4000)) ?? [];
  return address === undefined ? [] : [address];
};

// `<>` and `<@>` are written by programs that have no name of their own; they would all be one
// mail.
const idIn = (value: string | undefined): string | undefined =>
  value && /^<[^<>@\s]+@[^<>@\s]+>$/.test(value.trim()) ? value.trim() : undefined;

/** Reads the header of a mail as it came in. */
export const readHead = async (raw: Uint8Array): Promise<MailHead> => {
  const mail = await PostalMime.parse(headerOf(raw), { attachmentEncoding: 'arraybuffer' });
  const headers = headersOf(mail);
  const senders = headers('from').flatMap((value) => addressesOf(addressParser(value)));
  const from = senders.map((address) => address.trim()).filter((address) => address.includes('@'));
  const results = resultsOf(headers('authentication-results')[0]) ?? [];
  const [only] = from;
  const subject = mail.subject ?? '';
  return {
    from,
    isVerified:
      headers('from').length === 1 &&
      senders.length === 1 &&
      only !== undefined &&
      (await isConfirmedBy(results, only)),
    to: [
      ...takenFor(headers),
      ...['to', 'cc'].flatMap((name) => headers(name).flatMap((value) => addressesOf(addressParser(value)))),
      ...headers('delivered-to'),
      ...headers('x-original-to'),
    ].slice(0, mostAddresses),
    subject,
    messageId: idIn(headers('message-id')[0]),
    date: headers('date')[0],
    isAutomatic: isAutomatic(headers, { from, subject }),
    isSuspicious: hasFailed(headers) || isDisowned(results),
  };
};
