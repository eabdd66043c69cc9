// Tells people by mail what happened. Each mail is an item of the outbox, named by event, notification and recipient and claimed before SES is asked, so an
// event that comes again, or by two messages at once, finds its mails sent or under way. A mail that fails is tried again with its message; the others of
// the event are not held up by it. What a crash between SES and the mark can do stands in shared/mail/notifications/outbox.ts.
import type { Consume } from '#functions/events/consumer.ts';
import { tellInvited } from '#functions/mail/invitations.ts';
import { mailMessage } from '#functions/mail/message.ts';
import { sendParcel } from '#functions/mail/parcel.ts';
import { buildPost } from '#functions/mail/post.ts';
import { situationsOf } from '#functions/mail/situation.ts';
import { tell } from '#functions/mail/tell.ts';
import type { Services } from '#functions/services.ts';
import { busDetail } from '#shared/core/events/detail.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

export const notify = (services: Services): Consume => {
  const post = buildPost(services);
  return async ({ envelope, messageId }) => {
    const event: DomainEvent = { ...busDetail(envelope.detail), type: envelope['detail-type'] };
    if (event.type === 'Mail Due') return sendParcel(services, post, { event, messageId });
    if (event.type === 'Message Sent') return mailMessage(services, post, { event, messageId });
    for (const situation of await situationsOf(services, event)) {
      await tell(services, post, { situation, messageId });
      if (situation.kind === 'case') await tellInvited(services, post, { situation, messageId });
    }
  };
};
