import { changed, loadCase } from '#functions/api/cases/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { type FaultsOfType, routeHandler } from '#functions/api/route-handler.ts';
import {
  caseStatusRoute,
  deEscalateCaseRoute,
  editCaseRoute,
  escalateCaseRoute,
} from '#shared/casework/cases/case.routes.ts';
import { caseChangesSchema } from '#shared/casework/cases/case.ts';
import { staffMay } from '#shared/casework/cases/clocks/operate-clock.ts';
import { namedInDetails } from '#shared/casework/cases/details.ts';
import { changeStatus } from '#shared/casework/cases/life/close-and-reopen.ts';
import { checkCaseChanges, editCase as edit } from '#shared/casework/cases/life/edit.ts';
import { deEscalateCase as deEscalate, escalateCase as escalate } from '#shared/casework/cases/life/escalate.ts';
import { Refusal } from '#shared/core/errors.ts';
import { soundMembers } from '#shared/core/http/faults.ts';
import { namedInFields } from '#shared/core/records/fields.ts';

const faultsOfType: FaultsOfType<{ id: string }> = async (services, { path, json, caller }) => {
  const { record, definition } = await loadCase(services, { path, caller }, 'work');
  return checkCaseChanges(record, { changes: soundMembers(caseChangesSchema, json), at: services.now() }, definition)
    .faults;
};

// PATCH /v1/cases/{id}
export const editCase = routeHandler(
  editCaseRoute,
  async (services, request) => {
    const { body, caller, now } = request;
    const { record, definition } = await loadCase(services, request, 'work');
    const hasTarget = record.clocks.some((clock) => clock.key === 'completion');
    if (body.dueAt !== undefined && hasTarget && !caller.isAdmin && !staffMay(definition, 'completion', 'set'))
      throw new Refusal('not-allowed', 'The type does not let staff set this target');
    await requireReferences(services, {
      contactId: body.contactId,
      more: [...namedInFields(definition.type.fields, body.fields), ...namedInDetails(body.details, definition)],
      caseId: record.id,
      caller,
    });
    return changed(edit(record, { changes: body, at: now }, definition), definition, now);
  },
  faultsOfType,
);

// POST /v1/cases/{id}/status
export const caseStatus = routeHandler(caseStatusRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'work');
  return changed(
    changeStatus(record, { status: request.body.status, at: request.now }, definition),
    definition,
    request.now,
  );
});

// POST /v1/cases/{id}/escalate
export const escalateCase = routeHandler(escalateCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'work');
  return changed(escalate(record, { ...request.body, at: request.now }, definition), definition, request.now);
});

// POST /v1/cases/{id}/de-escalate
export const deEscalateCase = routeHandler(deEscalateCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'work');
  return changed(
    deEscalate(record, { note: request.body?.note, at: request.now }, definition),
    definition,
    request.now,
  );
});
