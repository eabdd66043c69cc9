import { changed, loadCase, maySee } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { closingOf } from '#functions/closing.ts';
import { actorOf } from '#shared/access/person.ts';
import { closeCaseRoute, reopenCaseRoute } from '#shared/casework/cases/case.routes.ts';
import { closeWithAlerts, reopenCase as reopen } from '#shared/casework/cases/life/close-and-reopen.ts';

// POST /v1/cases/{id}/close
export const closeCase = routeHandler(closeCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const closing = await closingOf(services, record, (blocker) => maySee(services, caller, blocker));
  const decisions = closeWithAlerts(record, { ...body, by: actorOf(caller), at: now }, { definition, ...closing });
  return { ...changed(decisions[0], definition, now), decisions };
});

// POST /v1/cases/{id}/reopen
export const reopenCase = routeHandler(reopenCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'work');
  return changed(reopen(record, { note: request.body.note, at: request.now }, definition), definition, request.now);
});
