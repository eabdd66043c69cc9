import type { DomainEvent } from '#shared/core/events/event.ts';

const prefix = 'webhooks/';

/** The key of the webhook that an event is about; nothing of one that is about something else. */
export const webhookOf = ({ kind, id }: Pick<DomainEvent['subject'], 'kind' | 'id'>): string | undefined =>
  kind === 'configuration' && id.startsWith(prefix) ? id.slice(prefix.length) : undefined;
