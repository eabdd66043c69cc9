import { type Delivery, deliverEach } from '#shared/core/deliveries/deliver-each.ts';
import type { Deliveries } from '#shared/core/deliveries/deliveries.ts';
import { type Actor, strangerId } from '#shared/core/records/primitives.ts';
import { runJob } from '#shared/core/table/job.ts';
import type { Recipient } from '#shared/mail/notifications/context.ts';
import type { MailTopic } from '#shared/mail/notifications/mail-events.ts';
import { MailRefused, type SendMail } from '#shared/mail/notifications/mailer.ts';
import type { MailAside, Outbox, StoredDraft } from '#shared/mail/notifications/outbox.ts';
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
  kept?: StoredDraft | undefined;
  /** Written when it is wanted, once for all who read the same words. */
  write: () => Promise<Rendered>;
}

interface SendingServices {
  deliveries: Deliveries;
  outbox: Outbox;
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

// Each may write to the table where it waits.
const preparedAtOnce = 10;

// SES's names say what happened; messages may hold addresses.
const codeOf = (error: unknown): string => (error instanceof MailRefused ? error.code : (error as Error).name);

/**
 * Sends the mails of an event, each once, or puts them where they wait.
 * @throws where one may still be sent, so that the message comes again and finds the others done
 */
export const deliver = async (
  services: SendingServices,
  { drafts, replyTo, by, messageId, question: _asked, ...mail }: MailDelivery,
): Promise<void> => {
  const { deliveries, outbox, send, report, awaitBatch } = services;
  const { about, eventId } = mail;

  /** Where a mail is put instead of being sent now. */
  const asideOf = async ({ course, recipient, write }: Draft): Promise<MailAside | undefined> => {
    if (course.how === 'suppressed') return { state: course.how };
    if (course.how !== 'held' && course.how !== 'digest') return undefined;
    const { address, name, id, audience, isFormer } = recipient;
    // Only people with preferences get mail later, so there is an id.
    const batch = await awaitBatch(String(id), course.at);
    const content = await write();
    const to = { address, name, id, audience, ...(isFormer && { isFormer }) };
    return {
      state: course.how,
      batch,
      draft: { to, subject: content.subject, ...(course.how === 'held' && { content }) },
    };
  };

  const deliveryOf = async (draft: Draft): Promise<Delivery | 'not-sent'> => {
    const { notification, recipient, kept, write } = draft;
    const { address, name, id, audience, isUnconfirmed } = recipient;
    const incident = (what: Incident['what'], error: unknown) =>
      report({ what, eventId, notification, code: codeOf(error) });
    let aside: MailAside | undefined;
    try {
      aside = await asideOf(draft);
    } catch (error) {
      incident('not-sent', error);
      return 'not-sent';
    }
    const claim = outbox.claimOf({ ...mail, notification, address, kept }, aside);
    // What an unknown person calls themselves is shown by mail programs as ours are.
    const to = { address, name: isUnconfirmed ? undefined : name, id, audience };
    const sendIt: Delivery['send'] = async () => {
      try {
        const content = await write();
        const isOneOfMany = isCounted(by, recipient);
        const sesMessageId = await send({ about, eventId, notification, to, isCounted: isOneOfMany, content, replyTo });
        return outbox.sent(claim, sesMessageId);
      } catch (error) {
        if (!(error instanceof MailRefused)) throw error;
        incident('refused', error);
        return outbox.refused(claim, `${error.code}: ${error.message}`);
      }
    };
    return { ...claim, send: sendIt, report: incident };
  };

  const wanted = drafts.filter(({ course }) => course.how !== 'off');
  const preparing = wanted.map((draft) => () => deliveryOf(draft));
  const { done: prepared } = await runJob(preparing, { atOnce: preparedAtOnce });
  const ready = prepared.filter((one) => one !== 'not-sent');
  const failed = prepared.length - ready.length + (await deliverEach(deliveries, messageId, ready));
  if (failed > 0) throw new Error(`${failed} of ${drafts.length} mails could not be sent`);
};
