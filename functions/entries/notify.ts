import { SESv2Client } from '@aws-sdk/client-sesv2';
import { clientOf } from '#functions/aws-client.ts';
import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { notify } from '#functions/events/notify.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';
import { apiAddressEnvironment, mailEnvironment, pagesEnvironment } from '#shared/mail/notifications/environment.ts';
import { mailerBySes } from '#shared/mail/notifications/mailer.ts';

const mail = mailEnvironment.parse(process.env);

export const handler = deployedConsumer(notify, {
  wakeUps: () => buildWakeUps(process.env),
  sendMail: () => mailerBySes(clientOf(SESv2Client), mail),
  pages: () => pagesEnvironment.parse(process.env),
  apiUrl: () => apiAddressEnvironment.parse(process.env).API_URL,
  replyDomain: () => mail.MAIL_REPLY_DOMAIN,
});
