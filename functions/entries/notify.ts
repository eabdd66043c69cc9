import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { notify } from '#functions/events/notify.ts';
import type { PortBuilders } from '#functions/services.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';
import { accessOf } from '#shared/core/aws/environment.ts';
import { apiAddressEnvironment, mailEnvironment, pagesEnvironment } from '#shared/mail/notifications/environment.ts';
import { mailerBySes } from '#shared/mail/notifications/mailer.ts';
import { sesOf } from '#shared/mail/notifications/ses.ts';

const mail = () => mailEnvironment.parse(process.env);

export const ports = {
  wakeUps: () => buildWakeUps(process.env),
  sendMail: () => mailerBySes(sesOf(accessOf(process.env, 'email')), mail()),
  pages: () => pagesEnvironment.parse(process.env),
  apiUrl: () => apiAddressEnvironment.parse(process.env).API_URL,
  replyDomain: () => mail().MAIL_REPLY_DOMAIN,
} satisfies PortBuilders;

export const handler = deployedConsumer(notify, ports);
