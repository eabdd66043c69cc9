import type { Services } from '#functions/services.ts';
import { type HiddenRequester, hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import { hiddenRequesterKey } from '#shared/core/table/casework-keys.ts';
import { suppressionKey } from '#shared/core/table/mail-keys.ts';
import { MailRefused } from '#shared/mail/notifications/mailer.ts';
import type { Mail } from '#shared/mail/notifications/mime.ts';

/**
 * A mail to a hidden requester with their address in place of the placeholder.
 * @throws MailRefused where they gave none or it is not mailed any more, which only shows here
 */
export const toWhomItIs = async ({ table }: Services, mail: Mail): Promise<Mail> => {
  const { about, to } = mail;
  if (to.address !== hiddenAddress) return mail;
  const item = about.kind === 'case' ? await table.get(hiddenRequesterKey(about.id)) : undefined;
  const address = (item?.hidden as HiddenRequester | undefined)?.email;
  if (address === undefined) throw new MailRefused('NoAddress', 'The requester has given no address');
  if (item?.unmailableSince !== undefined || (await table.get(suppressionKey(address))))
    throw new MailRefused('Suppressed', 'The address is not mailed any more');
  return { ...mail, to: { ...to, address } };
};
