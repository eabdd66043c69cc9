// Keeps who is in which segment. An event only says whom to look at: their records are read afresh,
// and where they stand is written on what was read, so it may come twice, late or out of order.
import type { Consume } from '#functions/events/consumer.ts';
import { refillChanged } from '#functions/segments/fill.ts';
import { reckonContact } from '#functions/segments/reckon.ts';
import { compiledGeneration, generationsOf, segmentStates } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import { asksCasesOfAlerts, concernedBy, contactsOfEvent, touchedBy } from '#shared/automation/segments/concerned.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { busEvent } from '#shared/core/events/detail.ts';
import { byHand, type DomainEvent, type Intent } from '#shared/core/events/event.ts';
import { recordKey } from '#shared/core/table/keys.ts';

/** Alerts of a case may be about another contact, whose segments may ask an alert for its case. */
const contactsOfItsAlerts = async (services: Services, { subject, record }: DomainEvent): Promise<string[]> => {
  const { alertIds = [] } = (record ?? {}) as Partial<Case>;
  if (subject.kind !== 'case' || alertIds.length === 0) return [];
  const states = [...(await segmentStates(services)).values()];
  const all = await Promise.all(
    states.flatMap((state) => generationsOf(state).map((one) => compiledGeneration(services, state.segment, one))),
  );
  if (!all.some(({ reads }) => asksCasesOfAlerts(reads))) return [];
  const items = await services.table.getMany(alertIds.map((id) => recordKey({ kind: 'alert', id })));
  return items.flatMap(({ record: alert }) => (alert as Alert).contactId ?? []);
};

export const keepSegments =
  (services: Services): Consume =>
  async ({ envelope }) => {
    const event = busEvent(envelope);
    if (event.subject.kind === 'configuration') return refillChanged(services);
    if ((await segmentStates(services)).size === 0) return;
    const concerned = concernedBy(event);
    const { actor, eventId, subject, cause } = event;
    const intentAt = (at: number): Intent => ({ actor, at, cause: { ...(cause ?? byHand), eventId, subject } });
    const contacts = new Set([...contactsOfEvent(event), ...(await contactsOfItsAlerts(services, event))]);
    for (const contactId of contacts)
      await reckonContact(
        services,
        { contactId, wanted: ({ reads }) => concerned(reads), touched: touchedBy(event) },
        intentAt,
      );
  };
