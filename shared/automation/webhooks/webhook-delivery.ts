import type { DomainEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { deliveryKey, dueDeliveryKey } from '#shared/core/table/automation-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import type { SubjectRef } from '#shared/core/table/keys.ts';

// A delivery is one event on its way to one webhook, named by both, so that it is sent once. It
// holds where the event lies, not what that says: what is purged meanwhile is not sent any more.

export interface WebhookDelivery {
  id: string;
  webhook: string;
  /** What the receiver knows the message by: `webhook-id`. */
  messageId: string;
  eventId: string;
  type: string;
  subject: SubjectRef;
  /** Of the record, among whose events it is looked for first. */
  version?: number | undefined;
  attempts: number;
  createdAt: string;
  /** When it was put among those to be sent once more, after it had failed. */
  recoveredAt?: string | undefined;
  /** Of the next attempt, while it is pending. */
  dueAt?: string | undefined;
  /** What the last attempt came to: the status of the answer, or why there was none. */
  outcome?: string | undefined;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** How long after the one before each attempt is made. */
const schedule = [0, 5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour] as const;
// An endpoint may ask for more time than the schedule has, but not for ever.
const longestRetryAfter = 24 * hour;
// What can be recovered or replayed: as long as mails are kept.
const keptFor = 30 * 24 * hour;

/**
 * When the next attempt is made after `attempts` failed ones (epoch ms); undefined after the last.
 * @param retryAfter how long the endpoint asked to be left alone, in milliseconds
 */
export const nextAttempt = (attempts: number, at: number, retryAfter = 0): number | undefined => {
  const pause = schedule[attempts];
  return pause === undefined ? undefined : at + Math.max(pause, Math.min(retryAfter, longestRetryAfter));
};

/** The delivery of an event to a webhook, its first attempt due at once. */
export const newDelivery = (
  webhook: string,
  { eventId, type, subject, record }: Pick<DomainEvent, 'eventId' | 'type' | 'subject' | 'record'>,
  { id = eventId, at }: { id?: string; at: number },
): WebhookDelivery => ({
  id,
  webhook,
  messageId: `msg_${id}`,
  eventId,
  type,
  subject: { kind: subject.kind as SubjectRef['kind'], id: subject.id },
  ...(typeof record?.version === 'number' && { version: record.version }),
  attempts: 0,
  createdAt: iso(at),
  dueAt: iso(at),
});

/** Since when it waits to be sent: what waited when its webhook was switched off is not. */
export const queuedAt = ({ createdAt, recoveredAt = createdAt }: WebhookDelivery): string => recoveredAt;

/** The item of a delivery, without the state that the engine of deliveries gives it. */
export const deliveryItem = (delivery: WebhookDelivery): Item => ({
  ...deliveryKey(delivery.webhook, delivery.id),
  delivery,
  expiresAt: Math.ceil((epoch(delivery.createdAt) + keptFor) / 1000),
});

/** What finds a delivery when its next attempt is due. */
export const dueItem = ({ webhook, id, dueAt = '' }: WebhookDelivery): Item => ({
  ...dueDeliveryKey(webhook, dueAt, id),
  delivery: id,
});

/** What puts a delivery among those to be sent. */
export const pendingWrites = (delivery: WebhookDelivery, when?: 'new'): Write[] => [
  { put: { ...deliveryItem(delivery), state: 'waiting' }, ...(when && { when }) },
  { put: dueItem(delivery) },
];

const statuses = { waiting: 'pending', sending: 'pending', sent: 'delivered', refused: 'dead' } as const;

/** A delivery as the API answers it. */
export const answerDelivery = (item: Item) => {
  const { version: _place, webhook: _named, recoveredAt: _again, ...delivery } = item.delivery as WebhookDelivery;
  return { ...delivery, status: statuses[item.state as keyof typeof statuses] };
};

/** Since when every message to a webhook has failed, and whether the administrators know. */
export interface WebhookStanding {
  failingSince?: string | undefined;
  warnedAt?: string | undefined;
}

// Promised in docs/guide/webhooks.md.
const warnedAfter = 24 * hour;
const switchedOffAfter = 5 * 24 * hour;

/** What is due of a webhook that fails, and when something is due of it next. */
export const failingSteps = ({ failingSince, warnedAt }: WebhookStanding, now: number) => {
  if (failingSince === undefined) return { due: undefined, next: undefined };
  const [warnBy, offBy] = [epoch(failingSince) + warnedAfter, epoch(failingSince) + switchedOffAfter];
  if (now >= offBy) return { due: 'switch-off' as const, next: undefined };
  if (warnedAt === undefined)
    return now >= warnBy ? { due: 'warn' as const, next: offBy } : { due: undefined, next: warnBy };
  return { due: undefined, next: offBy };
};
