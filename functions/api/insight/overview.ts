import { report } from '#functions/api/insight/report.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { overviewRoute } from '#shared/insight/rollups/figures.routes.ts';
import { alertFigures, caseFigures, timeToClose } from '#shared/insight/rollups/figures-of-records.ts';
import { inPeriod } from '#shared/insight/rollups/read-cells.ts';

// GET /v1/insight/overview
export const insightOverview = routeHandler(overviewRoute, (services, request) =>
  report(services, request, {
    slices: (period, by) => [
      inPeriod(`alerts${by}`, period),
      inPeriod(`cases${by}`, period),
      ...(by === '' ? [inPeriod('closing', period)] : []),
    ],
    figures: ({ cells: [alerts = [], cases = [], closing = []], asked }) => ({
      alerts: alertFigures(alerts, asked),
      cases: { ...caseFigures(cases, asked), timeToClose: timeToClose(closing, asked) },
    }),
    ofPersons: ({ cells: [alerts = [], cases = []], asked }) => ({
      alerts: alertFigures(alerts, asked),
      cases: caseFigures(cases, asked),
    }),
  }),
);
