import { changed, loadCase } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { actorOf } from '#shared/access/person.ts';
import { restoreCaseRoute, trashCaseRoute } from '#shared/casework/cases/case.routes.ts';
import { deleteCase } from '#shared/casework/cases/life/delete.ts';
import { restoreCase as restore, trashCase as trash } from '#shared/casework/cases/life/trash.ts';
import { Refusal } from '#shared/core/errors.ts';

// DELETE /v1/cases/{id}: into the trash, and by admins out of the trash for good.
export const trashCase = routeHandler(trashCaseRoute, async (services, request) => {
  const { query, caller, now } = request;
  const { record } = await loadCase(services, request, 'dispose');
  if (!query.permanent) return { decisions: [trash(record, now)], body: undefined };
  if (!caller.isAdmin) throw new Refusal('not-allowed', 'Only admins delete for good');
  return { decisions: [deleteCase(record, { by: actorOf(caller), at: now })], body: undefined };
});

// POST /v1/cases/{id}/restore
export const restoreCase = routeHandler(restoreCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'dispose');
  return changed(restore(record, request.now), definition, request.now);
});
