import { changed, loadCase } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { actorOf } from '#shared/access/person.ts';
import { holdCaseRoute, liftHoldRoute } from '#shared/casework/cases/life/hold.routes.ts';
import { holdCase, liftHold } from '#shared/casework/cases/life/hold.ts';

// PUT /v1/cases/{id}/hold
export const hold = routeHandler(holdCaseRoute, async (services, request) => {
  const { caller, body, now } = request;
  const { record, definition } = await loadCase(services, request, 'dispose');
  return changed(holdCase(record, { ...body, by: actorOf(caller), at: now }), definition, now);
});

// DELETE /v1/cases/{id}/hold
export const lift = routeHandler(liftHoldRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'dispose');
  return changed(liftHold(record, request.now), definition, request.now);
});
