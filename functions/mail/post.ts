import { SESv2Client } from '@aws-sdk/client-sesv2';
import { logger } from '#functions/logger.ts';
import { pagesHere } from '#functions/mail/letter.ts';
import type { Services } from '#functions/services.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';
import { arm } from '#shared/clocks/moments.ts';
import { deliver } from '#shared/notifications/deliver.ts';
import { mailEnvironment } from '#shared/notifications/environment.ts';
import { mailerBySes } from '#shared/notifications/mailer.ts';
import { Outbox } from '#shared/notifications/outbox.ts';
import { awaitParcel } from '#shared/notifications/parcels.ts';

/** What mail is sent with, built once per cold start. */
export const buildPost = (services: Services, environment: Record<string, string | undefined>) => {
  const { table, now, newId } = services;
  const wakeUps = buildWakeUps(environment);
  const post: Parameters<typeof deliver>[0] = {
    outbox: new Outbox(table, now, newId),
    send: mailerBySes(new SESv2Client({}), mailEnvironment.parse(environment)),
    awaitParcel: async (person, at) =>
      (await awaitParcel(table, { person, at }, (moment) => arm(table, moment, wakeUps.start))).id,
    report: (incident) => logger.warn('a mail did not go its way', { ...incident }),
  };
  return {
    pages: pagesHere(),
    deliver: (errand: Parameters<typeof deliver>[1]) => deliver(post, errand),
  };
};
export type Post = ReturnType<typeof buildPost>;
