import * as z from 'zod';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { date, groupKey, instant, key, personId } from '#shared/core/records/primitives.ts';

const count = z.int().min(0);
const milliseconds = z.int().min(0);

const conditionOfDrill = z
  .looseObject({})
  .meta({ description: 'A condition, as searches take it.' }) as unknown as z.ZodType<Condition>;
const drillSchema = z
  .strictObject({
    for: z.enum(['cases', 'alerts']),
    // Made here, so that it need not be checked again.
    condition: conditionOfDrill,
  })
  .meta({ id: 'Drill', description: 'The list behind a figure, which has as many rows.' });
const figureShape = { count, drill: drillSchema };
const figureSchema = z.strictObject(figureShape).meta({ id: 'Figure' });
const breakdownSchema = z.array(z.strictObject({ key: z.string(), ...figureShape })).meta({ id: 'Breakdown' });
const percentiles = { p50: milliseconds.optional(), p90: milliseconds.optional(), p99: milliseconds.optional() };

const ofRecords = {
  created: figureSchema,
  open: figureSchema,
  byType: breakdownSchema,
  byPriority: breakdownSchema,
  byStatus: breakdownSchema,
  byGroup: breakdownSchema,
};
const alerts = z.strictObject(ofRecords).meta({ id: 'AlertFigures' });
const casesByPersons = z.strictObject({ ...ofRecords, closed: figureSchema, byInstance: breakdownSchema });
const cases = casesByPersons
  .extend({ timeToClose: z.strictObject(percentiles).meta({ description: 'In milliseconds.' }) })
  .meta({ id: 'CaseFigures' });

const period = { from: date, to: date };
const reportShape = { ...period, timeZone: z.string(), asOf: instant };
/** Rows of groups of persons; whether there are groups that are not shown. */
const byPersons = <S extends z.ZodRawShape>(shape: S) => ({
  by: z.array(z.strictObject({ key: z.string(), ...shape })).optional(),
  hidden: z
    .boolean()
    .meta({ description: 'Whether there are groups that are not shown: they would tell of fewer than ten persons.' })
    .optional(),
});

const day = z.union([date, instant]).meta({ description: 'A date of the reporting zone, or an instant in it.' });
const periodQuery = { from: day.optional(), to: day.optional() };
const narrowingQuery = { type: key.optional(), group: groupKey.optional() };
const comparing = { compare: z.literal('previous').optional() };
const attributeOfContact = z
  .string()
  .regex(/^contact\.attributes\.[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'figures go by contact.attributes.<name> alone')
  .optional();

const common = { method: 'GET', family: 'insight', who: 'staff' } as const;

export const overviewRoute = defineRoute({
  ...common,
  name: 'insightOverview',
  path: '/v1/insight/overview',
  summary: 'Alerts and cases that were raised in a period, by what they are now',
  query: z.strictObject({ ...periodQuery, ...narrowingQuery, ...comparing, by: attributeOfContact }),
  answer: z
    .strictObject({
      ...reportShape,
      alerts,
      cases,
      previous: z.strictObject({ ...period, alerts, cases }).optional(),
      ...byPersons({ alerts, cases: casesByPersons }),
    })
    .meta({ id: 'Overview' }),
});

const funnelShape = {
  alerts: figureSchema,
  reviewed: figureSchema,
  escalated: figureSchema,
  cases: figureSchema,
  resolved: figureSchema,
};
export const funnelRoute = defineRoute({
  ...common,
  name: 'insightFunnel',
  path: '/v1/insight/funnel',
  summary: 'From the alerts of a period to the cases that came of alerts',
  query: z.strictObject({ ...periodQuery, ...narrowingQuery, ...comparing, by: attributeOfContact }),
  answer: z
    .strictObject({
      ...reportShape,
      ...funnelShape,
      previous: z.strictObject({ ...period, ...funnelShape }).optional(),
      ...byPersons(funnelShape),
    })
    .meta({ id: 'Funnel' }),
});

const workloadShape = {
  open: figureSchema,
  overdue: figureSchema,
  dueSoon: figureSchema,
  resolved: figureSchema,
  onTime: figureSchema,
};
const workloadItems = z.array(
  z.union([
    z.strictObject({ user: personId, ...workloadShape }),
    z.strictObject({ group: groupKey, ...workloadShape }),
  ]),
);
export const workloadRoute = defineRoute({
  ...common,
  name: 'insightWorkload',
  path: '/v1/insight/workload',
  summary: 'What people and teams have now, and what they resolved in a period',
  query: z.strictObject({ ...periodQuery, ...narrowingQuery, ...comparing }),
  answer: z
    .strictObject({
      ...reportShape,
      items: workloadItems,
      previous: z.strictObject({ ...period, items: workloadItems }).optional(),
    })
    .meta({ id: 'Workload' }),
});

const times = z.array(z.strictObject({ key: z.string(), ...figureShape, ...percentiles }));
const targetShape = {
  items: z.array(
    z.strictObject({
      key: z.string(),
      met: figureSchema,
      breached: figureSchema,
      atRisk: figureSchema,
      ...percentiles,
    }),
  ),
  timeInStatus: times,
  timeInStage: times,
};
export const targetFiguresRoute = defineRoute({
  ...common,
  name: 'insightTargets',
  path: '/v1/insight/targets',
  summary: 'What became of the targets of the cases of a period, and how long things took',
  query: z.strictObject({ ...periodQuery, ...narrowingQuery, ...comparing }),
  answer: z
    .strictObject({
      ...reportShape,
      ...targetShape,
      previous: z.strictObject({ ...period, ...targetShape }).optional(),
    })
    .meta({ id: 'TargetFigures' }),
});

const outcomesByPersons = {
  cases: z.strictObject({ byReason: breakdownSchema }),
  alerts: z.strictObject({ byOutcome: breakdownSchema, ledTo: breakdownSchema }),
};
const outcomeShape = {
  cases: outcomesByPersons.cases,
  alerts: outcomesByPersons.alerts.extend({ bySource: breakdownSchema, byRaiser: breakdownSchema }),
};
export const outcomesRoute = defineRoute({
  ...common,
  name: 'insightOutcomes',
  path: '/v1/insight/outcomes',
  summary: 'How alerts and cases of a period ended, where alerts came from and what they led to',
  query: z.strictObject({ ...periodQuery, ...narrowingQuery, ...comparing, by: attributeOfContact }),
  answer: z
    .strictObject({
      ...reportShape,
      ...outcomeShape,
      previous: z.strictObject({ ...period, ...outcomeShape }).optional(),
      ...byPersons(outcomesByPersons),
    })
    .meta({ id: 'Outcomes' }),
});

export const intervals = ['day', 'week', 'month'] as const;
const metricForm =
  /^(alerts|cases)\.(created|open|closed|timeToClose\.(p50|p90|p99)|by(Type|Priority|Status|Group|Instance)\.[^.]+)$/;
export const trendRoute = defineRoute({
  ...common,
  name: 'insightTrend',
  path: '/v1/insight/trend',
  summary: 'A figure of the overview over time',
  query: z.strictObject({
    ...periodQuery,
    ...narrowingQuery,
    metric: z
      .string()
      .max(200)
      .regex(metricForm, {
        error: 'a metric is a path into an overview, such as cases.created or alerts.byType.<key>',
        abort: true,
      })
      .refine((metric) => !/^alerts\.(closed|timeToClose|byInstance)/.test(metric), {
        error: 'an overview has that of cases alone',
      }),
    interval: z.enum(intervals).default('day'),
  }),
  answer: z
    .strictObject({
      ...reportShape,
      metric: z.string(),
      interval: z.enum(intervals),
      items: z.array(
        z.union([
          z.strictObject({ at: date, ...figureShape }),
          z.strictObject({ at: date, value: milliseconds.optional() }),
        ]),
      ),
    })
    .meta({ id: 'Trend' }),
});

export const figureRoutes = [overviewRoute, funnelRoute, workloadRoute, targetFiguresRoute, outcomesRoute, trendRoute];
