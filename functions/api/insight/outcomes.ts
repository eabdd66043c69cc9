import { report } from '#functions/api/insight/report.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { outcomesRoute } from '#shared/insight/rollups/figures.routes.ts';
import { originFigures, outcomeFigures } from '#shared/insight/rollups/funnel-and-outcomes.ts';
import { inPeriod } from '#shared/insight/rollups/read-cells.ts';

// GET /v1/insight/outcomes
export const insightOutcomes = routeHandler(outcomesRoute, (services, request) =>
  report(services, request, {
    slices: (period, by) => [
      inPeriod(`alerts${by}`, period),
      inPeriod(`cases${by}`, period),
      ...(by === '' ? [inPeriod('origins', period)] : []),
    ],
    figures: ({ cells: [alerts = [], cases = [], origins = []], asked }) => {
      const outcomes = outcomeFigures({ alerts, cases }, asked);
      return { cases: outcomes.cases, alerts: { ...outcomes.alerts, ...originFigures(origins, asked) } };
    },
    ofPersons: ({ cells: [alerts = [], cases = []], asked }) => outcomeFigures({ alerts, cases }, asked),
  }),
);
