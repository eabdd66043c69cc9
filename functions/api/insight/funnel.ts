import { type PeriodCells, report } from '#functions/api/insight/report.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { funnelRoute } from '#shared/insight/rollups/figures.routes.ts';
import { funnelFigures } from '#shared/insight/rollups/funnel-and-outcomes.ts';
import { inPeriod } from '#shared/insight/rollups/read-cells.ts';

const figures = ({ cells: [alerts = [], cases = []], asked }: PeriodCells) => funnelFigures({ alerts, cases }, asked);

// GET /v1/insight/funnel
export const insightFunnel = routeHandler(funnelRoute, (services, request) =>
  report(services, request, {
    slices: (period, by) => [inPeriod(`alerts${by}`, period), inPeriod(`cases${by}`, period)],
    figures,
    ofPersons: figures,
  }),
);
