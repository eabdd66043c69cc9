import { report } from '#functions/api/insight/report.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { conditionRegistry } from '#shared/configuration/check.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { invalid } from '#shared/core/errors.ts';
import { own } from '#shared/core/records/own.ts';
import { compares, type Figure, figure } from '#shared/insight/rollups/drill.ts';
import { type intervals, trendRoute } from '#shared/insight/rollups/figures.routes.ts';
import {
  alertFigures,
  baseOf,
  caseFigures,
  type FigureRequest,
  fieldOfBreakdown,
  timeToClose,
} from '#shared/insight/rollups/figures-of-records.ts';
import { type CountedCell, type DateRange, dayByDay } from '#shared/insight/rollups/read-cells.ts';
import { reportPeriod } from '#shared/insight/rollups/report-period.ts';
import { addDays } from '#shared/insight/rollups/reporting-days.ts';

type Interval = (typeof intervals)[number];

/** The last day of the interval that a date lies in; weeks end on Sunday. */
const lastDay = (date: string, interval: Interval): string => {
  if (interval === 'day') return date;
  if (interval === 'week') return addDays(date, (7 - new Date(`${date}T00:00:00Z`).getUTCDay()) % 7);
  const inNextMonth = addDays(`${date.slice(0, 7)}-01`, 31);
  return addDays(`${inNextMonth.slice(0, 7)}-01`, -1);
};

const intervalsOf = ({ from, to }: DateRange, interval: Interval): DateRange[] => {
  const all: DateRange[] = [];
  for (let start = from; start <= to; ) {
    const last = lastDay(start, interval);
    const end = last < to ? last : to;
    all.push({ from: start, to: end });
    start = addDays(end, 1);
  }
  return all;
};

const fieldAt = (of: string, name: string): string | undefined => {
  const field = fieldOfBreakdown.get(name);
  return field && `${of === 'cases' ? 'case' : 'alert'}.${field}`;
};

/** @throws 400 where a breakdown has no such key, whatever happens */
const refuseUnknownKey = async ({ definitions }: Services, metric: string): Promise<void> => {
  const [of = '', name = '', ...key] = metric.split('.');
  const field = fieldAt(of, name);
  if (field === undefined) return;
  const condition = compares(field, 'is', key.join('.'));
  const faults = checkCondition(condition, await conditionRegistry(definitions), '');
  if (faults.length > 0) throw invalid(faults.map((fault) => ({ ...fault, pointer: '/query/metric' })));
};

/** The figure at a path into an overview, or the milliseconds that it says. */
const figureAt = (metric: string, cells: readonly CountedCell[], asked: FigureRequest): Figure | { value?: number } => {
  const [of, name = '', ...rest] = metric.split('.') as ['cases' | 'alerts', string, ...string[]];
  if (name === 'timeToClose') {
    const value = own<number | undefined>(timeToClose(cells, asked), rest[0] ?? '');
    return value === undefined ? {} : { value };
  }
  const figures = of === 'cases' ? caseFigures(cells, asked) : alertFigures(cells, asked);
  const found = new Map(Object.entries(figures)).get(name);
  if (!Array.isArray(found)) return found as Figure;
  const key = rest.join('.');
  const part = found.find((one) => one.key === key);
  const field = fieldAt(of, name) as string;
  return part
    ? { count: part.count, drill: part.drill }
    : figure(of, 0, [...baseOf(of, asked), compares(field, 'is', key)]);
};

// GET /v1/insight/trend
export const insightTrend = routeHandler(trendRoute, async (services, request) => {
  const { query, now } = request;
  const { metric, interval } = query;
  await refuseUnknownKey(services, metric);
  const days = services.reportingDays;
  const parts = intervalsOf(reportPeriod(query, { days, now }), interval);
  const series = metric.includes('.timeToClose.') ? 'closing' : (metric.split('.')[0] as string);
  return report(
    services,
    { ...request, query: { ...query } },
    {
      slices: (period) => [dayByDay(series, period)],
      figures: ({ cells: [cells = []], asked }) => {
        const byDay = Map.groupBy(cells, ({ at }) => at);
        const items = parts.map((part) => {
          const scope = { ...asked.scope, start: days.startOf(part.from), end: days.startOf(addDays(part.to, 1)) };
          const inside: CountedCell[] = [];
          for (let day = part.from; day <= part.to; day = addDays(day, 1)) inside.push(...(byDay.get(day) ?? []));
          return { at: part.from, ...figureAt(metric, inside, { ...asked, scope }) };
        });
        return { metric, interval, items };
      },
    },
  );
});
