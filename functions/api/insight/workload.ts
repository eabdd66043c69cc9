import { report } from '#functions/api/insight/report.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { workloadRoute } from '#shared/insight/rollups/figures.routes.ts';
import { everyCell, inPeriod, upTo } from '#shared/insight/rollups/read-cells.ts';
import { soonMs, workloadFigures } from '#shared/insight/rollups/workload-and-targets.ts';

// GET /v1/insight/workload
export const insightWorkload = routeHandler(workloadRoute, async (services, request) => {
  const { query, now } = request;
  const team = query.group === undefined ? undefined : (await services.definitions.all('groups')).get(query.group);
  const members = new Set(team?.value.members.map(({ id }) => id));
  // A team is asked for with those who are in it.
  const isWanted = (owner: PersonOrGroup): boolean =>
    query.group === undefined || ('group' in owner ? owner.group === query.group : members.has(owner.user));
  return report(services, request, {
    slices: (period) => [inPeriod('closed', period)],
    present: [everyCell('due'), upTo('due', iso(now)), upTo('due', iso(now + soonMs))],
    figures: ({ cells: [closed = []], asked }, [open = [], overdue = [], dueBySoon = []]) => ({
      items: workloadFigures({ open, overdue, dueBySoon, closed }, asked, isWanted),
    }),
  });
});
