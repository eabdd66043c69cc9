import type { Services } from '#functions/services.ts';
import type { WebhookDelivery } from '#shared/automation/webhooks/webhook-delivery.ts';
import { type DomainEvent, withInitialValues } from '#shared/core/events/event.ts';
import { eventBeside } from '#shared/core/records/find-event.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { eventPrefix, eventsOfVersion, partitionOf } from '#shared/core/table/keys.ts';
import { mailPrefix } from '#shared/core/table/mail-keys.ts';
import { sentEventIn } from '#shared/mail/notifications/mail-events.ts';

const eventIn = (item: Item): DomainEvent | undefined => (item.event as DomainEvent | undefined) ?? sentEventIn(item);

/** The event of a delivery as consumers get it; undefined where it has been purged. */
export const eventOfDelivery = async (
  { table }: Services,
  { subject, eventId, type, version }: WebhookDelivery,
): Promise<DomainEvent | undefined> => {
  const pk = partitionOf(subject);
  const among = async (prefix: string): Promise<DomainEvent | undefined> => {
    const items = await table.queryAll({ pk, prefix, consistent: true });
    return items.map(eventIn).find((event) => event?.eventId === eventId);
  };
  // The whole history is read for one that is too large to carry its record, or purged.
  const inHistory = async () =>
    (version !== undefined && (await among(eventsOfVersion(version)))) ||
    (await eventBeside(table, subject, eventId)) ||
    (await among(eventPrefix));
  const found = type === 'Notification Sent' ? await among(mailPrefix) : await inHistory();
  return found && withInitialValues(found);
};
