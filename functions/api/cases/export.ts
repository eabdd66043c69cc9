import { loadCase } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { caseBundle } from '#functions/exports/case-bundle.ts';
import { handedOut } from '#functions/exports/hand-out.ts';
import { exportCaseRoute } from '#shared/casework/cases/case.routes.ts';

// GET /v1/cases/{id}/export: everything that the caller would be answered about the case.
export const exportCase = routeHandler(exportCaseRoute, async (services, request) => {
  const { caller, now } = request;
  const found = await loadCase(services, request, 'export');
  const { id, reference } = found.record;
  const bundle = caseBundle({ services, caller, now }, found);
  return handedOut(services, bundle, { kind: 'case-export', id, name: `${reference}.zip`, caller, now });
});
