import { courseFor, deliveryPreferencesOf, withPreferences } from '#functions/mail/delivery-preferences.ts';
import type { MailSender } from '#functions/mail/mail-sender.ts';
import { templateFor, writeFor } from '#functions/mail/write.ts';
import type { Services } from '#functions/services.ts';
import { invitationOf } from '#shared/casework/appointments/invitation.ts';
import type { MailContext, Recipient } from '#shared/mail/notifications/context.ts';
import type { Draft } from '#shared/mail/notifications/deliver.ts';
import { isInvitation, type Mailing, mailingsOf } from '#shared/mail/notifications/mailings.ts';
import { appointmentOf } from '#shared/mail/notifications/recipients.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';
import { aboutOf, timeZoneFor } from '#shared/mail/notifications/values-of.ts';

interface MailingsToSend {
  context: MailContext;
  messageId: string;
  mailings: readonly Mailing<string>[];
  /** The link by which a reader is rid of such mail. */
  optOutOf?: (reader: Recipient) => string | undefined;
  /** What the mails are named by, where that is not the event. */
  eventId?: string;
}

/** Writes and sends the mails about a context. */
export const sendMailings = async (
  services: Services,
  { deliver }: MailSender,
  { context, messageId, mailings, optOutOf, eventId = context.event.eventId }: MailingsToSend,
): Promise<void> => {
  const deliveryPreferences = await deliveryPreferencesOf(
    services,
    mailings.flatMap(({ recipients }) => recipients),
  );
  const write = async ({ notification, template: named }: Mailing<string>, reader: Recipient): Promise<Rendered> => {
    const template =
      (await templateFor(services, named, reader)) ?? (await templateFor(services, notification, reader));
    if (!template) throw new Error(`there is no template ${named}`);
    const content = await writeFor(services, { template, context, reader });
    const invitation = invitationOf(context.event, appointmentOf(context), timeZoneFor(context, reader));
    return { ...content, ...(invitation && { invitation }) };
  };
  // Members of a group get the same words: written once, and only when there is one to send.
  const written = new Map<string, Promise<Rendered>>();
  const once = (mailing: Mailing<string>, reader: Recipient): Promise<Rendered> => {
    const { audience, language, timeZone, name, isFormer, isUnconfirmed } = reader;
    const greeted = audience === 'follower' && name;
    const key = JSON.stringify([mailing.notification, audience, isFormer, isUnconfirmed, language, timeZone, greeted]);
    const writing = written.get(key) ?? write(mailing, reader);
    written.set(key, writing);
    return writing;
  };
  const draftTo = (mailing: Mailing<string>, recipient: Recipient): Draft => {
    const { notification } = mailing;
    const reader = withPreferences(recipient, deliveryPreferences);
    const course = courseFor(deliveryPreferences, recipient, { notification, at: services.now() });
    const optOut = optOutOf?.(recipient);
    const write = async () => {
      const content = await once(mailing, reader);
      return optOut === undefined ? content : { ...content, optOut };
    };
    return { notification, recipient, course, write };
  };
  const { event, record } = context;
  await deliver({
    about: aboutOf(context),
    eventId,
    question: 'question' in event.after ? event.after.question?.id : undefined,
    messageId,
    version: record.version,
    depth: event.cause.depth,
    by: event.actor,
    drafts: mailings.flatMap((mailing) => mailing.recipients.map((recipient) => draftTo(mailing, recipient))),
  });
};

/** Notifies everybody of an event whom the table of notifications names. */
export const sendNotifications = async (
  services: Services,
  sender: MailSender,
  { context, messageId }: Pick<MailingsToSend, 'context' | 'messageId'>,
): Promise<void> => {
  const settings = await services.definitions.one('notification-settings', 'global');
  const mailings = mailingsOf(context, { groupMail: settings?.value.groupMail ?? true });
  // Those about appointments follow the invitations: functions/mail/invitations.ts.
  const plain = mailings.filter(({ notification }) => !isInvitation(notification));
  await sendMailings(services, sender, { context, messageId, mailings: plain });
};
