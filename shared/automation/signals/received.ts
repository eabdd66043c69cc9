import type { Observed } from '#shared/automation/signals/observation.schema.ts';
import type { SignalEvent } from '#shared/automation/signals/render-signal.ts';
import type { signalEvents } from '#shared/automation/signals/signal.events.ts';
import type { NewAlert } from '#shared/casework/alerts/alert.ts';
import { byHand } from '#shared/core/events/event.ts';
import type { EventOf } from '#shared/core/events/event-declaration.ts';
import { ulidFrom } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { eventBesidePrefix, eventBesideVersions, partitionOf } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** The event that a mapping took an event of another system. */
export type SignalReceived = EventOf<(typeof signalEvents)[number]>;

const isReceived = (event: { type: string }): event is SignalReceived => event.type === 'Signal Received';

interface TakenSignal {
  eventId: string;
  /** Epoch milliseconds. */
  at: number;
  /** Key of the mapping. */
  mapping: string;
  contactId: string;
  kept: {
    dedupeKey: string;
    alertId: string | undefined;
    alert: NewAlert | undefined;
    observed: Observed[];
  };
}

/** Says that a signal was received: beside the versions of its contact, which stays as it is. */
export const signalReceived = (
  { source, detailType, time }: SignalEvent,
  { eventId, at, mapping, contactId, kept: { dedupeKey, alertId, alert, observed } }: TakenSignal,
): Write => {
  const subject = { kind: 'contact' as const, id: contactId };
  const event: SignalReceived = {
    eventId,
    schemaVersion: 1,
    type: 'Signal Received',
    occurredAt: iso(at),
    subject,
    contactId,
    actor: { kind: 'signal', id: mapping },
    cause: byHand,
    changed: [],
    before: {},
    after: {
      mapping,
      source,
      detailType,
      sentAt: time,
      dedupeKey,
      ...(alertId !== undefined && { alertId }),
      ...(alert && { alert }),
      ...(observed.length > 0 && { observed }),
    },
  };
  return { put: { ...eventBesideVersions(subject, eventId), event }, when: 'new' };
};

/**
 * The signals that a contact received from an instant on (epoch milliseconds), oldest first: one
 * query, since they lie in the order of time.
 */
export const signalsReceived = async (table: Table, contactId: string, from: number): Promise<SignalReceived[]> => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const items = await table.queryAll({
    pk,
    from: `${eventBesidePrefix}${ulidFrom(from)}`,
    to: `${eventBesidePrefix}\uffff`,
  });
  return items.map(({ event }) => event as { type: string }).filter(isReceived);
};
