// Keeps who is in which segment. An event only says whom to look at: their records are read afresh,
// and where they stand is written on what was read, so it may come twice, late or out of order.
import type { Consume } from '#functions/events/consumer.ts';
import { refillChanged } from '#functions/segments/fill.ts';
import { generationsIn, reckonContact } from '#functions/segments/reckon.ts';
import { type SegmentStates, segmentStates } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import { asksCasesOfAlerts, concernedBy, contactsOfEvent, touchedBy } from '#shared/automation/segments/concerned.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import { busEvent } from '#shared/core/events/detail.ts';
import { byHand, type DomainEvent, type Intent } from '#shared/core/events/event.ts';
import { recordKey } from '#shared/core/table/keys.ts';

/** Alerts of a case may be about another contact, whose segments may ask an alert for its case. */
const contactsOfItsAlerts = async (services: Services, { subject, record }: DomainEvent): Promise<string[]> => {
  const { alertIds = [] } = (record ?? {}) as Partial<Case>;
  if (subject.kind !== 'case' || alertIds.length === 0) return [];
  const all = await generationsIn(services, await segmentStates(services));
  if (!all.some(({ reads }) => asksCasesOfAlerts(reads))) return [];
  const items = await services.table.getMany(alertIds.map((id) => recordKey({ kind: 'alert', id })));
  return items.flatMap(({ record: alert }) => (alert as Alert).contactId ?? []);
};

/**
 * Whether an event may move anybody: some segment asks for what it changed, or is on its way from
 * one definition to another, when any event has a contact looked at.
 */
const mayMove = async (
  services: Services,
  states: SegmentStates,
  isConcerned: (reads: ConditionReads) => boolean,
): Promise<boolean> =>
  [...states.values()].some(({ building, settling }) => building || settling) ||
  (await generationsIn(services, states)).some(({ reads }) => isConcerned(reads));

export const keepSegments =
  (services: Services): Consume =>
  async ({ envelope }) => {
    const event = busEvent(envelope);
    if (event.subject.kind === 'configuration') return refillChanged(services);
    const concerned = concernedBy(event);
    if (!(await mayMove(services, await segmentStates(services), concerned))) return;
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
