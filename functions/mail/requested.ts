import { CannotHandle } from '#functions/events/dead-letters.ts';
import { contactsBy, contextOf } from '#functions/mail/context.ts';
import type { MailSender } from '#functions/mail/mail-sender.ts';
import { sendMailings } from '#functions/mail/send-notifications.ts';
import { templateFor } from '#functions/mail/write.ts';
import type { Services } from '#functions/services.ts';
import type { CaseworkEventOf } from '#shared/casework/casework.events.ts';
import { Secret } from '#shared/core/table/secret.ts';
import type { Recipient } from '#shared/mail/notifications/context.ts';
import { automated } from '#shared/mail/notifications/notification.ts';
import { optOutToken, optOutUrl } from '#shared/mail/notifications/opt-out.ts';
import { recipientsOfRequest } from '#shared/mail/notifications/requested.ts';

/** The links by which contacts are rid of a kind of mail. Staff get theirs with their work. */
const optOutLinks = async ({ table, apiUrl }: Services, kind: string) => {
  const secret = await new Secret(table, 'opt-outs').load();
  return ({ audience, id }: Recipient) =>
    audience === 'staff' || id === undefined
      ? undefined
      : optOutUrl(apiUrl, optOutToken(secret, { contactId: id, kind }));
};

/**
 * Mails what an automation asked for, to the people whom it found as far as they may know of the
 * record, in the words of its template.
 */
export const mailRequested = async (
  services: Services,
  sender: MailSender,
  { event, messageId }: { event: CaseworkEventOf<'Mail Requested'>; messageId: string },
): Promise<void> => {
  const { template = '', to = [], optOut: kind } = event.after;
  const context = await contextOf(services, event);
  if (!context) return;
  const contacts = await contactsBy(
    services,
    to.flatMap((one) => ('contact' in one ? [one.contact] : [])),
  );
  const recipients = recipientsOfRequest(context, to, contacts);
  if (recipients.length === 0) return;
  if (!(await templateFor(services, template, {}))) throw new CannotHandle(`there is no template ${template}`);
  const mailings = [{ notification: automated, template, recipients }];
  const optOutOf = kind === undefined ? undefined : await optOutLinks(services, kind);
  await sendMailings(services, sender, { context, messageId, mailings, ...(optOutOf && { optOutOf }) });
};
