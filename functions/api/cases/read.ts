import { loadCase } from '#functions/api/cases/load.ts';
import { historyOf } from '#functions/api/log.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import { caseHistoryRoute, getCaseRoute } from '#shared/casework/cases/case.routes.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { recordAsOf } from '#shared/core/records/as-of.ts';
import { epoch } from '#shared/core/records/instants.ts';

// GET /v1/cases/{id}
export const getCase = routeHandler(getCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'view');
  const { asOf } = request.query;
  if (asOf === undefined) return { body: answerCase(record, definition, request.now), version: record.version };
  if (epoch(asOf) > request.now)
    throw invalid([{ pointer: '/query/asOf', code: 'in-the-future', detail: 'lies in the future' }]);
  const then = await recordAsOf<Case>(
    services.table,
    { kind: 'case', id: record.id },
    { version: record.version, at: asOf },
  );
  if (!then) throw new Refusal('not-found', 'It was not there yet');
  return { body: answerCase(then, await definitionOf(services.definitions, then), epoch(asOf)), version: then.version };
});

// GET /v1/cases/{id}/history
export const caseHistory = routeHandler(caseHistoryRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  return { body: await historyOf(services, request, { kind: 'case', id: record.id }) };
});
