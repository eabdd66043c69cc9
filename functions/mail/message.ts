import { deliveryPreferencesOf } from '#functions/mail/delivery-preferences.ts';
import type { MailSender } from '#functions/mail/mail-sender.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseworkEventOf } from '#shared/casework/casework.events.ts';
import { messageKey } from '#shared/core/table/mail-keys.ts';
import type { Message } from '#shared/mail/messages/message.ts';
import { byHand } from '#shared/mail/notifications/notification.ts';

/**
 * Mails what staff sent from a case, as it was written. No preferences apply: a person wrote it to
 * a person.
 */
export const mailMessage = async (
  services: Services,
  sender: MailSender,
  { event, messageId }: { event: CaseworkEventOf<'Message Sent'>; messageId: string },
): Promise<void> => {
  const { id, reference } = event.subject;
  const sent = event.after.message;
  const item = sent && (await services.table.get(messageKey({ kind: 'case', id }, sent.id)));
  if (!item) return;
  const message = item.message as Message;
  const deliveryPreferences = await deliveryPreferencesOf(services, message.to);
  await sender.deliver({
    about: { kind: 'case', id, reference, contactId: event.contactId },
    // The message's id is used as its event's: the outcome of its mails is looked up by it.
    eventId: message.id,
    messageId,
    version: (event.record as Case | undefined)?.version,
    depth: event.cause.depth,
    drafts: message.to.map((recipient) => ({
      notification: byHand,
      recipient,
      course: deliveryPreferences.isSuppressed(recipient.address)
        ? { how: 'suppressed' as const }
        : { how: 'now' as const },
      write: async () => message.content,
    })),
  });
};
