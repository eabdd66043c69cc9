import { report } from '#functions/api/insight/report.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { iso } from '#shared/core/records/instants.ts';
import { targetFiguresRoute } from '#shared/insight/rollups/figures.routes.ts';
import { inPeriod, remindedBy } from '#shared/insight/rollups/read-cells.ts';
import { targetFigures } from '#shared/insight/rollups/workload-and-targets.ts';

// GET /v1/insight/targets
export const insightTargets = routeHandler(targetFiguresRoute, (services, request) => {
  const now = iso(request.now);
  const days = services.reportingDays;
  return report(services, request, {
    slices: (period) => [inPeriod('targets', period)],
    present: [remindedBy(now)],
    figures: ({ cells: [targets = []], asked }, [reminded = []]) => {
      const { start, end } = asked.scope;
      const atRisk = reminded.filter(({ members: [, , , day = '', dueAt = ''] }) => {
        const created = days.startOf(day);
        return now < dueAt && created >= start && created < end;
      });
      return targetFigures({ targets, atRisk }, asked);
    },
  });
});
