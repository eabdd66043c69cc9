// What an event is to workflows, after rules: it enrols, ends a wait, or does first steps. An event
// that comes again finds the enrolment by its name and the wait over.

import { armNext } from '#functions/arm-next.ts';
import type { Services } from '#functions/services.ts';
import { followAnswer } from '#functions/workflows/answered-step.ts';
import { endWaits } from '#functions/workflows/end-waits.ts';
import { enrolBy } from '#functions/workflows/enrol-by-event.ts';
import { runAndArm } from '#functions/workflows/run-enrolment.ts';
import { namesSetOff } from '#shared/automation/rules/trigger.schema.ts';
import { triggersOf } from '#shared/automation/rules/triggers.ts';
import { placeOfPublication } from '#shared/automation/workflows/publish.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

export const followEvent = async (services: Services, event: DomainEvent): Promise<void> => {
  if (event.type === 'Workflow Started') return runAndArm(services, String(event.after.enrollmentId));
  if (event.type === 'Workflow Published') return armNext(services, placeOfPublication(String(event.after.workflow)));
  if (event.type === 'Question Answered') await followAnswer(services, event);
  const { contactId } = event;
  const publications = await services.definitions.all('workflow-publications');
  if (contactId === undefined || publications.size === 0) return;
  const triggers = triggersOf(event);
  await enrolBy(services, { event, contactId, triggers: namesSetOff(triggers, event) });
  await endWaits(services, { event, contactId, triggers });
};
