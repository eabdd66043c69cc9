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

  /** @returns whether nothing is left to be done for this recipient */
  const one = async (mailing: Mailing, { address, name, audience }: Recipient): Promise<boolean> => {
    const { notification } = mailing;
    const claim: Claim = { about, eventId, notification, address, messageId };
    const incident = (what: Incident['what'], error: unknown) =>
      report({ what, eventId, notification, code: codeOf(error) });
    // A mark that fails does not fail the message: it would bring back, and send again, a mail that is out.
    const mark = (marking: Promise<void>) => marking.catch((error: unknown) => incident('not-marked', error));
    try {
      if (!(await outbox.claim(claim))) return true;
    } catch (error) {
      incident('not-sent', error);
      return false;
    }
    try {
      const written = await content(mailing, audience);
      const sesMessageId = await send({ about, eventId, notification, to: { address, name }, content: written });
      await mark(outbox.sent(claim, sesMessageId));
      return true;
    } catch (error) {
      if (error instanceof MailRefused) {
        incident('refused', error);
        await mark(outbox.refused(claim, `${error.code}: ${error.message}`));
        return true;
      }
      incident('not-sent', error);
      await mark(outbox.release(claim));
      return false;
    }
  };

  const jobs = mailings.flatMap((mailing) => mailing.recipients.map((recipient) => () => one(mailing, recipient)));
  let failed = 0;
  for (let from = 0; from < jobs.length; from += atOnce) {
    const done = await Promise.all(jobs.slice(from, from + atOnce).map((job) => job()));
    failed += done.filter((isDone) => !isDone).length;
  }
  if (failed > 0) throw new Error(`${failed} of ${jobs.length} mails could not be sent`);
};
