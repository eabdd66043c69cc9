import { changed, loadAlert } from '#functions/api/alerts/load.ts';
import { loadOtherCase } from '#functions/api/cases/load.ts';
import { filledIn } from '#functions/api/from-template.ts';
import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { namedFor } from '#functions/named-people.ts';
import { actorOf } from '#shared/access/person.ts';
import { escalateAlertRoute, unlinkAlertRoute } from '#shared/casework/alerts/alert.routes.ts';
import {
  linkAlertToCase,
  linkCaseToAlert,
  unlinkAlert as unlink,
  unlinkFromCase,
} from '#shared/casework/alerts/escalate-alert.ts';
import { newCaseSchema } from '#shared/casework/cases/case.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { calendarOf, raiseCase } from '#shared/casework/cases/life/raise.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import { dueBy } from '#shared/casework/record-templates/record-template.ts';
import { invalid, Refusal, unknownReference } from '#shared/core/errors.ts';
import { namedInFields } from '#shared/core/records/fields.ts';

// POST /v1/alerts/{id}/escalate: the alert and its case change in one transaction, so that neither
// is ever seen without the other.
export const escalateAlert = routeHandler(escalateAlertRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { alert } = await loadAlert(services, request, 'work');
  if ('caseId' in body) {
    const absent = unknownReference('/caseId', 'case', body.caseId);
    const record = await loadOtherCase(services, { id: body.caseId, caller, action: 'work', absent });
    const decision = linkAlertToCase(alert, { caseId: record.id, at: now });
    return { ...changed(decision), decisions: [decision, linkCaseToAlert(record, { alert, at: now })] };
  }
  const { input: asked, template } = await filledIn(services, {
    for: 'case',
    schema: newCaseSchema,
    body: body.case,
    pointer: '/case',
  });
  const definition = await definitionForNew(services.definitions, asked.type);
  if (!definition) throw unknownReference('/case/type', 'case type', asked.type);
  if (asked.contactId !== undefined && asked.contactId !== alert.contactId) throw new Refusal('other-contact');
  // A reviewer of an alert may escalate it: that is what reviewing is for. It gives no right over
  // cases of that type otherwise.
  await requireReferences(services, {
    owner: { value: asked.assignee, pointer: '/case/assignee' },
    more: namedInFields(definition.type.fields, asked.fields, '/case/fields'),
    caller,
  });
  const id = services.newId(now);
  const decision = linkAlertToCase(alert, { caseId: id, at: now });
  const input = {
    ...asked,
    ...(alert.contactId && { contactId: alert.contactId }),
    alertIds: [alert.id],
    // What comes of a private alert is private, unless the caller says otherwise.
    private: asked.private ?? alert.private,
  };
  const dueAt = dueBy(template, now, calendarOf(definition));
  const named = await namedFor(services, definition, now);
  const raised = belowCase(() =>
    raiseCase(
      {
        id,
        reference: referenceFrom(services.random(5)),
        input,
        dueAt,
        by: actorOf(caller),
        at: now,
        newId: () => services.newId(now),
        named,
      },
      definition,
    ),
  );
  return { ...changed(decision), decisions: [decision, raised] };
});

/** Faults of the case inside the body have their pointers below it. */
const belowCase = <T>(decide: () => T): T => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal && error.faults.length > 0)
      throw invalid(error.faults.map((fault) => ({ ...fault, pointer: `/case${fault.pointer}` })));
    throw error;
  }
};

// POST /v1/alerts/{id}/unlink: it is written to the case too, so the caller has to work on both. A
// case that was deleted has let go of it by itself.
export const unlinkAlert = routeHandler(unlinkAlertRoute, async (services, request) => {
  const { caller, now } = request;
  const { alert } = await loadAlert(services, request, 'work');
  const decision = unlink(alert, { at: now });
  const absent = new Refusal('not-allowed');
  const record = await loadOtherCase(services, { id: alert.caseId ?? '', caller, action: 'work', absent });
  return { ...changed(decision), decisions: [decision, unlinkFromCase(record, { alertId: alert.id, at: now })] };
});
