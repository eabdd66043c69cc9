// Mails people what happened. A mail is an outbox item, claimed before SES is asked, so an event
// that comes again finds it. A failed one is tried again with its message and holds up no other.
import type { Consume } from '#functions/events/consumer.ts';
import { contextsOf } from '#functions/mail/context.ts';
import { notifyInvited } from '#functions/mail/invitations.ts';
import { isForAdmins, mailAdmins } from '#functions/mail/mail-admins.ts';
import { buildMailSender } from '#functions/mail/mail-sender.ts';
import { mailMessage } from '#functions/mail/message.ts';
import { mailRequested } from '#functions/mail/requested.ts';
import { mailRuleStopped } from '#functions/mail/rule-stopped.ts';
import { sendBatch } from '#functions/mail/send-batch.ts';
import { sendNotifications } from '#functions/mail/send-notifications.ts';
import type { Services } from '#functions/services.ts';
import { busEvent } from '#shared/core/events/detail.ts';
import { isHeard } from '#shared/mail/notifications/mail-due.events.ts';

export const notify = (services: Services): Consume => {
  const sender = buildMailSender(services);
  return async ({ envelope, messageId }) => {
    const event = busEvent(envelope);
    if (!isHeard(event)) return;
    if (event.type === 'Mail Due') return sendBatch(services, sender, { event, messageId });
    if (event.type === 'Message Sent') return mailMessage(services, sender, { event, messageId });
    if (event.type === 'Mail Requested') return mailRequested(services, sender, { event, messageId });
    if (event.type === 'Rule Stopped') return mailRuleStopped(services, sender, { event, messageId });
    if (isForAdmins(event)) return mailAdmins(services, sender, { event, messageId });
    for (const context of await contextsOf(services, event)) {
      await sendNotifications(services, sender, { context, messageId });
      if (context.kind === 'case') await notifyInvited(services, sender, { context, messageId });
    }
  };
};
