import type { Services } from '#functions/services.ts';
import type { EventOfContact } from '#functions/workflows/enrol-by-event.ts';
import { runAndArm } from '#functions/workflows/run-enrolment.ts';
import type { EnrolmentContext } from '#shared/automation/workflows/enrolment.schema.ts';
import { keptEvent } from '#shared/automation/workflows/kept-event.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { awaitsPrefix } from '#shared/core/table/automation-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';

/** Who waits about a record waits for what happens to that one, and to no other of its kind. */
const isAbout = (context: EnrolmentContext | undefined, { subject }: DomainEvent): boolean => {
  const named = subject.kind === 'case' ? context?.caseId : subject.kind === 'alert' ? context?.alertId : undefined;
  return named === undefined || named === subject.id;
};

/** Goes on with everybody who has waited for an event since before it happened. */
export const endWaits = async (services: Services, { event, contactId, triggers }: EventOfContact): Promise<void> => {
  const range = { pk: partitionOf({ kind: 'contact', id: contactId }), prefix: awaitsPrefix, consistent: true };
  const waits = (await services.table.queryAll(range)).filter(
    (item) =>
      triggers.includes(String(item.event)) &&
      String(item.since) <= event.occurredAt &&
      isAbout(item.context as EnrolmentContext | undefined, event),
  );
  for (const { enrolment } of waits)
    await runAndArm(services, String(enrolment), { occurred: { triggers, event: keptEvent(event) } });
};
