import type { Place } from '#shared/core/table/keys.ts';
import type { Audience } from '#shared/mail/notifications/context.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';
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

const domainOf = (from: string): string => /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'caseward.invalid';

/**
 * The invitation that comes with a mail: a part that clients show buttons for, and a file for those
 * that do not.
 */
const icalEventOf = async ({ content: { invitation }, to }: Pick<Mail, 'content' | 'to'>, from: string) => {
  if (!invitation) return undefined;
  const { icsOf } = await import('#shared/mail/notifications/calendar-part.ts');
  const { default: addressesIn } = await import('nodemailer/lib/addressparser');
  const [organizer = { address: from, name: '' }] = addressesIn(from, { flatten: true });
  const parties = { organizer, attendee: to, domain: domainOf(from) };
  return { method: invitation.method, filename: 'invite.ics', content: icsOf(invitation, parties) };
};

/** The HTML of a mail. A mail that can be answered has a mark, by which replies are recognised. */
const htmlOf = async ({ html }: Rendered, replyTo: string | undefined): Promise<string> =>
  replyTo === undefined ? html : (await import('#shared/mail/replies/own-mark.ts')).markedHtml(html);

/**
 * A mail as MIME, with the same Message-ID each time. SES puts its own in that place, so every mail
 * of a record refers to one root that was never sent, which makes the thread.
 */
export const composeMime = async (
  { about, eventId, notification, to, content, replyTo }: Mail,
  sender: SenderAddress,
): Promise<Buffer> => {
  // Most events are mailed to nobody: what composes a mail is loaded with the first one.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { mimeText } = await import('#shared/mail/notifications/mime-text.ts');
  const { from } = sender;
  const answersTo = replyTo ?? sender.replyTo;
  const domain = domainOf(from);
  // The id of a contact may have an @ of its own.
  const root = `<${about.kind}-${encodeURIComponent(about.id)}@${domain}>`;
  const icalEvent = await icalEventOf({ content, to }, from);
  const mail = new MailComposer({
    from,
    to: { address: to.address, name: to.name ?? '' },
    ...(answersTo && { replyTo: answersTo }),
    subject: content.subject,
    text: content.text,
    html: await htmlOf(content, replyTo),
    ...(icalEvent && { icalEvent }),
    messageId: `<${eventId}.${notification}.${fingerprintOf(to.address)}@${domain}>`,
    inReplyTo: root,
    references: [root],
    headers: {
      // RFC 3834: nobody's out-of-office answers this. Exchange asks for its own header. What
      // somebody wrote was not generated.
      ...(notification !== byHand && { 'Auto-Submitted': 'auto-generated' }),
      'X-Auto-Response-Suppress': 'All',
      // RFC 8058: a button of the mail program, by which the reader is rid of such mail.
      ...(content.optOut && {
        'List-Unsubscribe': `<${content.optOut}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
      'X-Caseward-Notification': notification,
    },
    // Content is only ever what was rendered; nothing in it makes the composer fetch anything.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return Buffer.from(mimeText(mail.compile()));
};
