import { logger } from '#functions/logger.ts';
import { toWhomItIs } from '#functions/mail/hidden-requester.ts';
import { requireRoom } from '#functions/mail/mailbox-room.ts';
import { withOwnLink } from '#functions/mail/own-link.ts';
import { recheckReaders } from '#functions/mail/recheck-readers.ts';
import type { Services } from '#functions/services.ts';
import { arm } from '#shared/core/clocks/moments.ts';
import { Deliveries } from '#shared/core/deliveries/deliveries.ts';
import { Secret } from '#shared/core/table/secret.ts';
import { awaitBatch } from '#shared/mail/notifications/batches.ts';
import { deliver, type MailDelivery } from '#shared/mail/notifications/deliver.ts';
import { Outbox } from '#shared/mail/notifications/outbox.ts';
import { endOfId, replyAddress } from '#shared/mail/replies/reply-address.ts';

/** What mail is sent with, built once per cold start. */
export const buildMailSender = (services: Services) => {
  const { table, now, newId, pages, wakeUps, sendMail, replyDomain: domain } = services;
  const sending: Parameters<typeof deliver>[0] = {
    deliveries: new Deliveries(table, now),
    outbox: new Outbox(table, now, newId),
    send: async (mail) => {
      const addressed = await toWhomItIs(services, mail);
      await requireRoom(services, mail);
      return sendMail(await withOwnLink(services, pages.PORTAL_URL, addressed));
    },
    awaitBatch: async (person, at) =>
      (await awaitBatch(table, { person, at }, (moment) => arm(table, moment, wakeUps.start))).id,
    report: (incident) => logger.warn('a mail did not go its way', { ...incident }),
  };
  const secret = new Secret(table, 'replies');
  const replyTo = async ({ about: { kind, id }, question }: MailDelivery): Promise<string | undefined> =>
    domain === undefined || kind !== 'case'
      ? undefined
      : replyAddress(await secret.load(), { caseId: id, domain, ...(question && { question: endOfId(question) }) });
  return {
    deliver: async (delivery: MailDelivery) => {
      const drafts = await recheckReaders(services, delivery);
      return deliver(sending, { ...delivery, drafts, replyTo: await replyTo(delivery) });
    },
  };
};
export type MailSender = ReturnType<typeof buildMailSender>;
