import type * as z from 'zod';
import type { mailEnvironment } from '#shared/mail/notifications/environment.ts';
import { composeMime, type Mail } from '#shared/mail/notifications/mime.ts';
import type { Ses } from '#shared/mail/notifications/ses.ts';

/**
 * SES will never take this mail to this address. `code` is SES's name for it; the message may hold
 * the address and is not for logs.
 */
export class MailRefused extends Error {
  override name = 'MailRefused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const refusals = new Set(['MessageRejected', 'BadRequestException']);

// SES says MessageRejected also where our side is not set up (domain not verified, sandbox). Then
// the mail goes out from the dead letters later; what is wrong with a mail itself stays.
const canBeMended = /not verified/i;

/**
 * Sends one mail and gives the id of SES, by which bounces name it.
 * @throws MailRefused where trying again is of no use
 */
export type SendMail = (mail: Mail) => Promise<string>;

/** Mail by SES, from the sender of the deployment. */
export const mailerBySes = (ses: Ses, environment: z.infer<typeof mailEnvironment>): SendMail => {
  const sender = { from: environment.MAIL_FROM, replyTo: environment.MAIL_REPLY_TO };
  return async (mail) => {
    const raw = await composeMime(mail, sender);
    const input = {
      FromEmailAddress: environment.MAIL_FROM,
      Destination: { ToAddresses: [mail.to.address] },
      Content: { Raw: { Data: raw } },
      ConfigurationSetName: environment.MAIL_CONFIGURATION_SET,
      // Bounces and complaints carry these, so that they find their way back to the record.
      EmailTags: [
        { Name: mail.about.kind, Value: mail.about.id },
        { Name: 'event', Value: mail.eventId },
        { Name: 'notification', Value: mail.notification },
      ],
    };
    try {
      return (await ses.send(input)).MessageId ?? '';
    } catch (error) {
      const { name, message } = error as Error;
      if (refusals.has(name) && !canBeMended.test(message)) throw new MailRefused(name, message);
      throw error;
    }
  };
};
