import type { Webhook } from '#shared/automation/webhooks/webhook.schema.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

/** What a webhook is sent of an event: all that the bus carries of it, or which event it is. */
export const messageOf = ({ type, ...detail }: DomainEvent, { payload }: Pick<Webhook, 'payload'>): string => {
  const { eventId, schemaVersion, occurredAt, subject } = detail;
  const data = payload === 'thin' ? { eventId, schemaVersion, occurredAt, subject } : detail;
  return JSON.stringify({ type, timestamp: occurredAt, data });
};
