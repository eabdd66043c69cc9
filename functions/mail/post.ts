import { logger } from '#functions/logger.ts';
import { toWhomItIs } from '#functions/mail/hidden-requester.ts';
import { requireRoom } from '#functions/mail/mailbox-room.ts';
import { asMayBeTold } from '#functions/mail/may-be-told.ts';
import { withOwnLink } from '#functions/mail/own-link.ts';
import type { Services } from '#functions/services.ts';
import { arm } from '#shared/core/clocks/moments.ts';
import { Secret } from '#shared/core/table/secret.ts';
import { deliver, type Errand } from '#shared/mail/notifications/deliver.ts';
import { Outbox } from '#shared/mail/notifications/outbox.ts';
import { awaitParcel } from '#shared/mail/notifications/parcels.ts';
import { endOfId, replyAddress } from '#shared/mail/replies/reply-address.ts';

/** What mail is sent with, built once per cold start. */
export const buildPost = (services: Services) => {
  const { table, now, newId, pages, wakeUps, sendMail, replyDomain: domain } = services;
  const post: Parameters<typeof deliver>[0] = {
    outbox: new Outbox(table, now, newId),
    send: async (letter) => {
      const addressed = await toWhomItIs(services, letter);
      await requireRoom(services, letter);
      return sendMail(await withOwnLink(services, pages.PORTAL_URL, addressed));
    },
    awaitParcel: async (person, at) =>
      (await awaitParcel(table, { person, at }, (moment) => arm(table, moment, wakeUps.start))).id,
    report: (incident) => logger.warn('a mail did not go its way', { ...incident }),
  };
  const secret = new Secret(table, 'replies');
  const replyTo = async ({ about: { kind, id }, question }: Errand): Promise<string | undefined> =>
    domain === undefined || kind !== 'case'
      ? undefined
      : replyAddress(await secret.load(), { caseId: id, domain, ...(question && { question: endOfId(question) }) });
  return {
    deliver: async (errand: Errand) => {
      const letters = await asMayBeTold(services, errand);
      return deliver(post, { ...errand, letters, replyTo: await replyTo(errand) });
    },
  };
};
export type Post = ReturnType<typeof buildPost>;
