import { type Actor, strangerId } from '#shared/core/records/primitives.ts';
import { runJob } from '#shared/core/table/job.ts';
import type { Recipient } from '#shared/mail/notifications/context.ts';
import type { MailTopic } from '#shared/mail/notifications/mail-events.ts';
import { MailRefused, type SendMail } from '#shared/mail/notifications/mailer.ts';
import type { Claim, Outbox } from '#shared/mail/notifications/outbox.ts';
import type { Course } from '#shared/mail/notifications/preferences.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

/**
 * What became of a mail that was not simply sent; without address or text, so that it may be
 * logged.
 */
export interface Incident {
  what: 'refused' | 'not-sent' | 'not-marked';
  eventId: string;
  notification: string;
  code: string;
}

/** A mail to one person, before it is written. */
export interface Draft {
  notification: string;
  recipient: Recipient;
  course: Course | { how: 'suppressed' };
  /** Where it was kept until now. */
  kept?: Claim['kept'];
  /** Written when it is wanted, once for all who read the same words. */
  write: () => Promise<Rendered>;
}

interface SendingServices {
  outbox: Pick<Outbox, 'claim' | 'keep' | 'suppress' | 'sent' | 'refused' | 'release'>;
  send: SendMail;
  /** The batch of a person and an instant, made sure to be opened then. @returns its id */
  awaitBatch: (person: string, at: number) => Promise<string>;
  report: (incident: Incident) => void;
}

export interface MailDelivery {
  about: MailTopic;
  eventId: string;
  messageId: string;
  version?: number | undefined;
  depth?: number | undefined;
  /** The question that answers to these mails are to. */
  question?: string | undefined;
  /** Where answers go, if not where those of the deployment do. */
  replyTo?: string | undefined;
  /** Who did what is told. */
  by?: Actor | undefined;
  drafts: Draft[];
}

/**
 * Whether somebody whom nobody knows brings about a mail, or somebody outside one to an address
 * that nobody has confirmed: so many a while go to one.
 */
const isCounted = (by: Actor | undefined, { audience, isUnconfirmed }: Recipient): boolean =>
  by?.kind === 'requester' && audience !== 'staff' && (by.id === strangerId || isUnconfirmed === true);

// SES begins an account with 14 mails a second and raises that with use; ten at once fill it
// without a burst that is throttled.
const atOnce = 10;

// SES's names say what happened; messages may hold addresses.
const codeOf = (error: unknown): string => (error instanceof MailRefused ? error.code : (error as Error).name);

/**
 * Sends the mails of an event, each once, or puts them where they wait. One that fails keeps no
 * other from being sent.
 *
 * @throws where any could not be sent though it may be later, so that the message comes again; it
 * then finds the others done
 */
export const deliver = async (
  services: SendingServices,
  { drafts, replyTo, by, question: _asked, ...delivery }: MailDelivery,
): Promise<void> => {
  const { outbox, send, report, awaitBatch } = services;
  const { about, eventId } = delivery;

  /**
   * Puts a mail where it waits, or notes that it is not sent.
   * @returns false for one that is to be sent now
   */
  const putAside = async (claim: Claim, { course, recipient, write }: Draft): Promise<boolean> => {
    switch (course.how) {
      case 'now':
        return false;
      case 'off':
        return true;
      case 'suppressed':
        await outbox.suppress(claim);
        return true;
      case 'held':
      case 'digest': {
        const { address, name, id, audience, isFormer } = recipient;
        // Only people with preferences get mail later, so there is an id.
        const batch = await awaitBatch(String(id), course.at);
        const content = await write();
        const to = { address, name, id, audience, ...(isFormer && { isFormer }) };
        const draft = { to, subject: content.subject, ...(course.how === 'held' && { content }) };
        await outbox.keep(claim, { state: course.how, batch, draft });
        return true;
      }
    }
  };

  /** @returns whether nothing is left to be done for this recipient */
  const one = async (draft: Draft): Promise<boolean> => {
    const { notification, recipient, kept, write } = draft;
    const { address, name, id, audience, isUnconfirmed } = recipient;
    const claim: Claim = { ...delivery, notification, address, kept };
    const incident = (what: Incident['what'], error: unknown) =>
      report({ what, eventId, notification, code: codeOf(error) });
    // A mark that fails does not fail the message: it would bring back, and send again, a mail that
    // is out.
    const mark = (marking: Promise<void>) => marking.catch((error: unknown) => incident('not-marked', error));
    try {
      if ((await putAside(claim, draft)) || !(await outbox.claim(claim))) return true;
    } catch (error) {
      incident('not-sent', error);
      return false;
    }
    try {
      const content = await write();
      const sesMessageId = await send({
        about,
        eventId,
        notification,
        // What an unknown person calls themselves is shown by mail programs as ours are.
        to: { address, name: isUnconfirmed ? undefined : name, id, audience },
        isCounted: isCounted(by, recipient),
        content,
        replyTo,
      });
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

  const { done } = await runJob(
    drafts.map((draft) => () => one(draft)),
    { atOnce },
  );
  const failed = done.filter((isDone) => !isDone).length;
  if (failed > 0) throw new Error(`${failed} of ${drafts.length} mails could not be sent`);
};
