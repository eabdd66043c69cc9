import { deliveryPreferencesOf } from '#functions/mail/delivery-preferences.ts';
import type { MailSender } from '#functions/mail/mail-sender.ts';
import type { Services } from '#functions/services.ts';
import type { Webhook } from '#shared/automation/webhooks/webhook.schema.ts';
import { webhookOf } from '#shared/automation/webhooks/webhook-of-subject.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';
import { directoryOf, membersOfGroups } from '#shared/mail/notifications/directory.ts';
import { htmlOfText } from '#shared/mail/notifications/html.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

// Mail to the administrators, who are the members of the directory's group `admins`, about what
// they have configured.

interface WebhookState {
  name: string;
  since: string;
}

const utc = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

const lastWords = `Its deliveries say what its endpoint answered: GET /v1/webhooks/{key}/deliveries. When it works again, POST /v1/webhooks/{key}/recover sends what has not arrived.`;

/** The words of each event that administrators are mailed of. */
const wordings: Readonly<
  Record<string, (state: WebhookState, event: DomainEvent) => { subject: string; text: string }>
> = {
  'Webhook Failing': ({ name, since }) => ({
    subject: `The webhook ${name} has failed for a day`,
    text: `No message to the webhook "${name}" has arrived since ${utc(since)}. It is tried on, and switched off when it has failed for five days.\n\n${lastWords}\n`,
  }),
  'Webhook Switched Off': ({ name, since }, { after }) => ({
    subject: `The webhook ${name} was switched off`,
    text:
      after.reason === 'gone'
        ? `The endpoint of the webhook "${name}" says that it is gone for good, so it was switched off. Nothing is sent to it any more.\n\n${lastWords}\n`
        : `No message to the webhook "${name}" has arrived since ${utc(since)}, so it was switched off after five days. Nothing is sent to it any more until somebody enables it.\n\n${lastWords}\n`,
  }),
};

export const isForAdmins = ({ type }: Pick<DomainEvent, 'type'>): boolean => Object.hasOwn(wordings, type);

/** Mails the administrators of an event, each once. */
export const mailAdmins = async (
  services: Services,
  { deliver }: MailSender,
  { event, messageId }: { event: DomainEvent; messageId: string },
): Promise<void> => {
  const key = webhookOf(event.subject) ?? '';
  const kept = event.record?.value as Webhook | undefined;
  const words = own(wordings, event.type)?.({ name: kept?.name ?? key, since: String(event.after.since) }, event);
  if (!words) return;
  const page = `${services.pages.STAFF_URL}/admin/${event.subject.id}`;
  const text = `${words.text.replaceAll('{key}', key)}\n${page}\n`;
  const content: Rendered = { subject: words.subject, text, html: htmlOfText(text) };
  const admins = membersOfGroups(directoryOf(await services.definitions.all('groups')), ['admins']);
  const recipients = admins.map(({ id, email, name }) => ({ address: email, name, id, audience: 'staff' as const }));
  const preferences = await deliveryPreferencesOf(services, recipients);
  await deliver({
    // SES takes no slash in a tag.
    about: { kind: 'configuration', id: event.subject.id.replace('/', '.') },
    eventId: event.eventId,
    messageId,
    depth: event.cause.depth,
    drafts: recipients.map((recipient) => ({
      notification: event.type === 'Webhook Failing' ? 'webhook-failing' : 'webhook-switched-off',
      recipient,
      course: preferences.isSuppressed(recipient.address) ? { how: 'suppressed' } : { how: 'now' },
      write: async () => content,
    })),
  });
};
