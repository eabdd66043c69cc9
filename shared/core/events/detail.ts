import { eventSchema } from '#shared/core/events/event.schema.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

/**
 * What the bus carries of an event of ours: the event without its type, which is the detail-type
 * there.
 */
export const detailSchema = eventSchema.omit({ type: true });
export type EventDetail = Omit<DomainEvent, 'type'>;

/**
 * The detail of an envelope whose source is ours. It was written by us, in this version or an older
 * one that reads the same.
 */
export const busDetail = (detail: unknown): EventDetail => detail as EventDetail;

/** An event of ours as an envelope of the bus carries it. */
export const busEvent = ({ detail, 'detail-type': type }: { detail: unknown; 'detail-type': string }): DomainEvent => ({
  ...busDetail(detail),
  type,
});
