import { changed, loadCase } from '#functions/api/cases/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { mayGiveCase } from '#shared/access/policy.ts';
import { assignCaseRoute, claimCaseRoute, releaseCaseRoute } from '#shared/casework/cases/case.routes.ts';
import {
  assignCase as assign,
  claimCase as claim,
  releaseCase as release,
} from '#shared/casework/cases/people/assign.ts';
import { Refusal } from '#shared/core/errors.ts';

// POST /v1/cases/{id}/claim: of many at once the transaction lets one through; the others find it
// assigned when they look again.
export const claimCase = routeHandler(claimCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'claim');
  return changed(claim(record, { user: request.caller.id, at: request.now }, definition), definition, request.now);
});

// POST /v1/cases/{id}/release
export const releaseCase = routeHandler(releaseCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'work');
  return changed(release(record, { at: request.now }), definition, request.now);
});

// POST /v1/cases/{id}/assign: managers give a case to anybody; who else works on it, to the groups
// that its type allows.
export const assignCase = routeHandler(assignCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const { reason, note, ...to } = body;
  const type = await services.definitions.one('case-types', record.type);
  const current = type?.value ?? definition.type;
  if (!mayGiveCase(caller, { type: current, record, to }))
    throw new Refusal('not-allowed', 'The type does not allow you to give it there');
  await requireReferences(services, { owner: { value: to, pointer: '' } });
  return changed(assign(record, { to, reason, note, at: now }, definition), definition, now);
});
