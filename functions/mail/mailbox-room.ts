import type { Services } from '#functions/services.ts';
import { MailRefused } from '#shared/notifications/mailer.ts';
import type { Mail } from '#shared/notifications/mime.ts';
import { admits, mailsToAddress } from '#shared/portal/rate-limit.ts';

/**
 * Counts a mail that somebody outside brought about, at the address that it is written to.
 *
 * @throws MailRefused where as many have gone there lately as one mailbox should get
 */
export const requireRoom = async ({ table, now }: Services, mail: Mail): Promise<void> => {
  const { isCounted, eventId, notification, to } = mail;
  if (!isCounted) return;
  const isAdmitted = await admits(table, mailsToAddress(to.address), { id: `${eventId} ${notification}`, now: now() });
  if (!isAdmitted) throw new MailRefused('TooManyMails', 'As many mails have gone to this address lately as may');
};
