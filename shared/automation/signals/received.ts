import type { Observed } from '#shared/automation/signals/observation.schema.ts';
import type { SignalEvent } from '#shared/automation/signals/render-signal.ts';
import type { signalEvents } from '#shared/automation/signals/signal.events.ts';
import type { NewAlert } from '#shared/casework/alerts/alert.ts';
import { byHand } from '#shared/core/events/event.ts';
import type { EventOf } from '#shared/core/events/event-declaration.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { eventBesideVersions } from '#shared/core/table/keys.ts';

/** The event that a mapping took an event of another system. */
type SignalReceived = EventOf<(typeof signalEvents)[number]>;

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
