import { contactsBy, contextOf } from '#functions/mail/context.ts';
import { templateFor, writeFor } from '#functions/mail/write.ts';
import type { Services } from '#functions/services.ts';
import type { SimulatedStep } from '#shared/automation/workflows/simulation.schema.ts';
import type { HeardEvent } from '#shared/mail/notifications/mail-due.events.ts';
import { recipientsOfRequest } from '#shared/mail/notifications/requested.ts';

/** A mail that was asked for, as its first reader would read it; undefined where nobody gets it. */
export const mailOf = async (services: Services, event: HeardEvent): Promise<SimulatedStep['mail']> => {
  if (event.type !== 'Mail Requested') return undefined;
  const { template: named = '', to = [] } = event.after;
  const context = await contextOf(services, event);
  const ids = to.flatMap((one) => ('contact' in one ? [one.contact] : []));
  const recipients = context ? recipientsOfRequest(context, to, await contactsBy(services, ids)) : [];
  const [reader] = recipients;
  const template = reader && (await templateFor(services, named, reader));
  if (!context || !template) return undefined;
  const { subject, text, html } = await writeFor(services, { template, context, reader });
  return { to: recipients.map(({ address }) => address), subject, text, html };
};
