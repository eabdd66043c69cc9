import type { Services } from '#functions/services.ts';
import { hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import { MailRefused } from '#shared/mail/notifications/mailer.ts';
import type { Mail } from '#shared/mail/notifications/mime.ts';
import { admits, mailsToAddress, mailsToHidden } from '#shared/portal/rate-limit.ts';

/**
 * Counts a mail at its address; that of a hidden requester at their case, or staff who filled a
 * mailbox would find out whose it is. @throws MailRefused where the mailbox has had enough lately
 */
export const requireRoom = async ({ table, now }: Services, mail: Mail): Promise<void> => {
  const { isCounted, eventId, notification, to, about } = mail;
  if (!isCounted) return;
  const limit = to.address === hiddenAddress ? mailsToHidden(about.id) : mailsToAddress(to.address);
  const isAdmitted = await admits(table, limit, { id: `${eventId} ${notification}`, now: now() });
  if (!isAdmitted) throw new MailRefused('TooManyMails', 'As many mails have gone to this address lately as may');
};
