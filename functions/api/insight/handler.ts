import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { reportingDaysOf } from '#functions/insight/reporting-days-of.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

export const handlers = {
  contactActivity: () => import('#functions/api/insight/activity.ts'),
  insightOverview: () => import('#functions/api/insight/overview.ts'),
  insightFunnel: () => import('#functions/api/insight/funnel.ts'),
  insightWorkload: () => import('#functions/api/insight/workload.ts'),
  insightTargets: () => import('#functions/api/insight/targets.ts'),
  insightOutcomes: () => import('#functions/api/insight/outcomes.ts'),
  insightTrend: () => import('#functions/api/insight/trend.ts'),
  listViews: () => import('#functions/api/insight/views.ts'),
  createView: () => import('#functions/api/insight/views.ts'),
  countViews: () => import('#functions/api/insight/views.ts'),
  getView: () => import('#functions/api/insight/views.ts'),
  putView: () => import('#functions/api/insight/views.ts'),
  deleteView: () => import('#functions/api/insight/views.ts'),
} satisfies HandlersOf<'insight'>;

export const ports = { reportingDays: () => reportingDaysOf(process.env) } satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
