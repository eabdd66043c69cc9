import type { Services } from '#functions/services.ts';
import { hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import { MailRefused } from '#shared/mail/notifications/mailer.ts';
import type { Mail } from '#shared/mail/notifications/mime.ts';
import { admits, mailsToAddress, mailsToHidden } from '#shared/portal/rate-limit.ts';

/**
 * Counts a mail that somebody outside brought about, at the address that it is written to. That of
 * a hidden requester is counted for their case: counted with other mails to their address, it would
 * fail for staff who filled that mailbox to find out whose it is.
 *
 * @throws MailRefused where as many have gone there lately as one mailbox should get
 */
export const requireRoom = async ({ table, now }: Services, mail: Mail): Promise<void> => {
  const { isCounted, eventId, notification, to, about } = mail;
  if (!isCounted) return;
  const limit = to.address === hiddenAddress ? mailsToHidden(about.id) : mailsToAddress(to.address);
  const isAdmitted = await admits(table, limit, { id: `${eventId} ${notification}`, now: now() });
  if (!isAdmitted) throw new MailRefused('TooManyMails', 'As many mails have gone to this address lately as may');
};
