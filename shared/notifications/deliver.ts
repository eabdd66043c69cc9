import { MailRefused, type SendMail } from '#shared/notifications/mailer.ts';
import type { Mailing } from '#shared/notifications/notifications.ts';
import type { Claim, Outbox } from '#shared/notifications/outbox.ts';
import type { Audience, Recipient } from '#shared/notifications/recipients.ts';
import type { Rendered } from '#shared/notifications/render.ts';
import type { SubjectRef } from '#shared/table/keys.ts';

/** What became of a mail that was not simply sent; without address or text, so that it may be logged. */
export interface Incident {
  what: 'refused' | 'not-sent' | 'not-marked';
  eventId: string;
  notification: string;
  code: string;
}

interface Post {
  outbox: Pick<Outbox, 'claim' | 'sent' | 'refused' | 'release'>;
  send: SendMail;
  /** Writes a mailing for an audience. */
  write: (mailing: Mailing, audience: Audience) => Promise<Rendered>;
  report: (incident: Incident) => void;
}

interface Errand {
  about: SubjectRef;
  eventId: string;
  messageId: string;
  mailings: Mailing[];
}

// SES begins an account with 14 mails a second and raises that with use; ten at once fill it without a burst that is throttled.
const atOnce = 10;

// SES's names say what happened; messages may hold addresses.
const codeOf = (error: unknown): string => (error instanceof MailRefused ? error.code : (error as Error).name);

/**
 * Sends the mails of an event, each once. One that fails keeps no other from being sent.
 *
 * @throws where any could not be sent though it may be later, so that the message comes again; it then finds the others done
 */
export const deliver = async (post: Post, { about, eventId, messageId, mailings }: Errand): Promise<void> => {
  const { outbox, send, report } = post;
  // Members of a group get the same words: written once, and only when there is one to send.
  const written = new Map<string, Promise<Rendered>>();
  const content = (mailing: Mailing, audience: Audience): Promise<Rendered> => {
    const key = `${mailing.notification} ${audience}`;
    const writing = written.get(key) ?? post.write(mailing, audience);
    written.set(key, writing);
    return writing;
  };

  const one = async (mailing: Mailing, { address, name, audience }: Recipient): Promise<boolean> => {
    const { notification } = mailing;
    const claim: Claim = { about, eventId, notification, address, messageId };
    const incident = (what: Incident['what'], error: unknown) =>
      report({ what, eventId, notification, code: codeOf(error) });
    if (!(await outbox.claim(claim))) return true;
    let sesMessageId: string;
    try {
      sesMessageId = await send({
        about,
        eventId,
        notification,
        to: { address, name },
        content: await content(mailing, audience),
      });
    } catch (error) {
      incident(error instanceof MailRefused ? 'refused' : 'not-sent', error);
      if (error instanceof MailRefused) await outbox.refused(claim, `${error.code}: ${error.message}`);
      else await outbox.release(claim);
      return error instanceof MailRefused;
    }
    // The mail is out. To fail now would bring the message back, which would send it again.
    await outbox.sent(claim, sesMessageId).catch((error: unknown) => incident('not-marked', error));
    return true;
  };

  const jobs = mailings.flatMap((mailing) => mailing.recipients.map((recipient) => () => one(mailing, recipient)));
  let failed = 0;
  for (let from = 0; from < jobs.length; from += atOnce) {
    const results = await Promise.allSettled(jobs.slice(from, from + atOnce).map((job) => job()));
    failed += results.filter((result) => result.status === 'rejected' || !result.value).length;
  }
  if (failed > 0) throw new Error(`${failed} of ${jobs.length} mails could not be sent`);
};
