import type { Place } from '#shared/core/table/keys.ts';
import type { Audience } from '#shared/mail/notifications/context.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';
import type { MimePart } from '#shared/mail/notifications/mime-parts.ts';
import { byHand } from '#shared/mail/notifications/notification.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

/** A mail to one person. */
export interface Mail {
  /** The record it is about. Its mails make one thread. */
  about: Place;
  eventId: string;
  notification: string;
  /** Who and for whom, where that decides what the mail leads to. */
  to: { address: string; name?: string | undefined; id?: string | undefined; audience?: Audience };
  content: Rendered;
  /** Of such mails so many a while go to one address. */
  isCounted?: boolean;
  /** Where its answers go; else where those of the deployment do. */
  replyTo?: string | undefined;
}

interface SenderAddress {
  from: string;
  replyTo?: string | undefined;
}

// RFC 5322: lines should be no longer, and are folded where they are.
const longestHeader = 76;

const domainOf = (from: string): string => /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'caseward.invalid';

/** Headers in which others' words stand, as the library makes them fit to. */
type EncodeHeader = (name: 'From' | 'To' | 'Reply-To' | 'Subject', value: unknown) => string;

const loadComposing = async () => {
  const [{ default: MimeNode }, { foldLines }, parts] = await Promise.all([
    import('nodemailer/lib/mime-node'),
    import('nodemailer/lib/mime-funcs'),
    import('#shared/mail/notifications/mime-parts.ts'),
  ]);
  // Its types are behind: it is public since version 10.
  const node = new MimeNode() as unknown as { encodeHeaderValue: EncodeHeader };
  const header: EncodeHeader = (name, value) => `${name}: ${node.encodeHeaderValue(name, value)}`;
  return { ...parts, foldLines, header };
};

// Most events are mailed to nobody: what composes a mail is loaded with the first one.
let composing: ReturnType<typeof loadComposing> | undefined;
const loadOnce = (): ReturnType<typeof loadComposing> => {
  composing ??= loadComposing();
  return composing;
};

/** The invitation of a mail as a calendar has it. */
const calendarOf = async ({ content: { invitation }, to }: Pick<Mail, 'content' | 'to'>, from: string) => {
  if (!invitation) return undefined;
  const { icsOf } = await import('#shared/mail/notifications/calendar-part.ts');
  const { default: addressesIn } = await import('nodemailer/lib/addressparser');
  const [organizer = { address: from, name: '' }] = addressesIn(from, { flatten: true });
  const parties = { organizer, attendee: to, domain: domainOf(from) };
  return { method: invitation.method, content: icsOf(invitation, parties) };
};

/** The HTML of a mail. A mail that can be answered has a mark, by which replies are recognised. */
const htmlOf = async ({ html }: Rendered, replyTo: string | undefined): Promise<string> =>
  replyTo === undefined ? html : (await import('#shared/mail/replies/own-mark.ts')).markedHtml(html);

/**
 * What stands in a mail, in text and HTML. An invitation is a part that clients show buttons for,
 * and a file for those that do not.
 */
const wordsOf = async ({ content, to, replyTo }: Mail, from: string): Promise<MimePart> => {
  const { filePart, multipart, textPart } = await loadOnce();
  const words = [textPart('text/plain', content.text), textPart('text/html', await htmlOf(content, replyTo))];
  const calendar = await calendarOf({ content, to }, from);
  if (!calendar) return multipart('alternative', words);
  const { method, content: ics } = calendar;
  const buttons = textPart('text/calendar', ics, `; method=${method}`);
  const file = filePart({ type: 'application/ics', name: 'invite.ics', content: ics });
  return multipart('mixed', [multipart('alternative', [...words, buttons]), file]);
};

// Members of a group get the same words, each in a mail of their own.
const wordsBefore = new WeakMap<Rendered, { replyTo: string | undefined; words: Promise<MimePart> }>();

const wordsOnce = (mail: Mail, from: string): Promise<MimePart> => {
  const { content, replyTo } = mail;
  const before = wordsBefore.get(content);
  if (before && before.replyTo === replyTo) return before.words;
  const words = wordsOf(mail, from);
  if (!content.invitation) wordsBefore.set(content, { replyTo, words });
  return words;
};

/**
 * A mail as MIME, with the same Message-ID each time. SES puts its own in that place, so every mail
 * of a record refers to one root that was never sent, which makes the thread.
 */
export const composeMime = async (mail: Mail, sender: SenderAddress): Promise<Buffer> => {
  const { header, foldLines, mimeText } = await loadOnce();
  const { about, eventId, notification, to, content } = mail;
  const { from } = sender;
  const answersTo = mail.replyTo ?? sender.replyTo;
  const domain = domainOf(from);
  // The id of a contact may have an @ of its own.
  const root = `<${about.kind}-${encodeURIComponent(about.id)}@${domain}>`;
  const { headers, body } = await wordsOnce(mail, from);
  const head = [
    header('From', from),
    header('To', { address: to.address, name: to.name ?? '' }),
    ...(answersTo ? [header('Reply-To', answersTo)] : []),
    header('Subject', content.subject),
    `Message-ID: <${eventId}.${notification}.${fingerprintOf(to.address)}@${domain}>`,
    `In-Reply-To: ${root}`,
    `References: ${root}`,
    // RFC 3834: nobody's out-of-office answers this. Exchange asks for its own header. What
    // somebody wrote was not generated.
    ...(notification === byHand ? [] : ['Auto-Submitted: auto-generated']),
    'X-Auto-Response-Suppress: All',
    // RFC 8058: a button of the mail program, by which the reader is rid of such mail.
    ...(content.optOut
      ? [`List-Unsubscribe: <${content.optOut}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']
      : []),
    `X-Caseward-Notification: ${notification}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
  ].map((line) => foldLines(line.replace(/[\r\n]+/g, ' '), longestHeader));
  return Buffer.from(mimeText({ headers: [...head, ...headers], body }));
};
