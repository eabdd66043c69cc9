// Makes alerts and observations of a SIS or LMS by the mappings. Alert, event and dedupe key are
// one transaction, so a signal counts once. What can never be applied is dead-lettered at once.
import { createHash } from 'node:crypto';
import { decideSignal, isForGood } from '#functions/decide-signal.ts';
import type { Consume, Envelope } from '#functions/events/consumer.ts';
import { CannotHandle } from '#functions/events/dead-letters.ts';
import { letterOf } from '#functions/events/letters.ts';
import { takeContact } from '#functions/events/take-contact.ts';
import { takeRosterEvent } from '#functions/events/take-roster-event.ts';
import type { Services } from '#functions/services.ts';
import { keepObservation } from '#shared/automation/signals/keep-observation.ts';
import { signalReceived } from '#shared/automation/signals/received.ts';
import {
  eventsIn,
  ownIdOf,
  renderSignal,
  type SignalEvent,
  UnusableSignal,
} from '#shared/automation/signals/render-signal.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { byHand } from '#shared/core/events/event.ts';
import { signalKey } from '#shared/core/table/automation-keys.ts';
import { againOnConflict, patient } from '#shared/core/table/commit.ts';
import { recordKey } from '#shared/core/table/keys.ts';

// How long a signal is known to have been seen. A source that sends the same again after a year
// means it.
const rememberedFor = 400 * 24 * 60 * 60 * 1000;

type SavedMapping = Configured<'signal-mappings'>;

const matches = (mapping: SavedMapping, event: SignalEvent, now: number): boolean =>
  mapping.value.enabled && evaluate(mapping.value.match, { event }, now).held;

const apply = (
  services: Services,
  mapping: SavedMapping,
  { event, signalId }: { event: SignalEvent; signalId: string },
): Promise<void> =>
  againOnConflict(
    async () => {
      const signal = renderSignal(mapping.value, event);
      const { contactId, observed } = signal;
      const dedupeKey = signal.dedupeKey ?? signalId;
      const key = signalKey(mapping.key, dedupeKey);
      // One call for both: a source sends thousands at once.
      const there = await services.table.getMany([key, recordKey({ kind: 'contact', id: contactId })], {
        consistent: true,
      });
      if (there.some(({ sk }) => sk === key.sk)) return;
      const hasContact = there.length > 0;
      const at = services.now();
      const by = { kind: 'signal' as const, id: mapping.key };
      const { alert, decision, writes } = await decideSignal(services, signal, { by, at, hasContact });
      const order = [event.time, signalId] as const;
      const kept = await Promise.all(
        observed.map((one) => keepObservation(services.table, { contactId, observed: one, order })),
      );
      const alertId = decision?.after.id;
      const received = signalReceived(event, {
        eventId: services.newId(at),
        at,
        mapping: mapping.key,
        contactId,
        kept: { dedupeKey, alertId, alert, observed },
      });
      const seen = { ...key, contactId, alertId, expiresAt: Math.ceil((at + rememberedFor) / 1000) };
      await services.commit({ actor: by, at, cause: byHand }, decision ? [decision] : [], [
        ...writes,
        ...kept.filter((write) => write !== undefined),
        received,
        { put: seen, when: 'new' },
      ]);
    },
    Math.random,
    patient,
  );

/** What keeps a mapping from being applied to an event, if trying again will not help. */
const reasonOf = (error: unknown): string | undefined =>
  error instanceof UnusableSignal || isForGood(error) ? error.message : undefined;

/** Why mappings that match an event cannot be applied to it; those that can were. */
const reasonsAgainst = async (
  services: Services,
  mappings: readonly SavedMapping[],
  signal: { event: SignalEvent; signalId: string },
): Promise<string[]> => {
  const reasons: string[] = [];
  for (const mapping of mappings.filter((one) => matches(one, signal.event, services.now()))) {
    try {
      await apply(services, mapping, signal);
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      reasons.push(`${mapping.key}: ${reason}`);
    }
  }
  return reasons;
};

/**
 * What tells an event from any other: its own id, else the message and, of an envelope with many,
 * what it says. It stays the same when the event comes again alone.
 */
const signalIdOf = (event: SignalEvent, envelope: Envelope): string => {
  const own = ownIdOf(event);
  if (own !== undefined || event.envelope === undefined) return own ?? envelope.id;
  return `${envelope.id}-${createHash('sha256').update(JSON.stringify(event.detail)).digest('base64url').slice(0, 22)}`;
};

export const takeSignals =
  (services: Services): Consume =>
  async ({ envelope, body }) => {
    const { source, 'detail-type': detailType, detail, time } = envelope;
    if (detailType === 'Contact Upserted') return takeContact(services, source, (JSON.parse(body) as Envelope).detail);
    const mappings = [...(await services.definitions.all('signal-mappings')).values()];
    const letters = await takeRosterEvent(services, envelope, body);
    for (const [index, event] of eventsIn({ source, detailType, detail, time }).entries()) {
      const reasons = await reasonsAgainst(services, mappings, { event, signalId: signalIdOf(event, envelope) });
      if (reasons.length === 0) continue;
      const reason = reasons.join('; ');
      letters.push(event.envelope === undefined ? { body, reason } : letterOf(body, { list: 'data', index, reason }));
    }
    if (letters.length > 0) throw new CannotHandle(letters.map(({ reason }) => reason).join('; '), letters);
  };
