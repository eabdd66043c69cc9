import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { takeMail } from '#functions/events/inbound-mail.ts';
import { buildFiles } from '#functions/files.ts';
import type { PortBuilders } from '#functions/services.ts';
import { pagesEnvironment, senderEnvironment } from '#shared/mail/notifications/environment.ts';

export const ports = {
  files: () => buildFiles(process.env),
  pages: () => pagesEnvironment.parse(process.env),
  mailSender: () => senderEnvironment.parse(process.env).MAIL_SENDER,
} satisfies PortBuilders;

export const handler = deployedConsumer(takeMail, ports);
