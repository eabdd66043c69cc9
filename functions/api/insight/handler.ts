import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { reportingDaysOf } from '#functions/insight/reporting-days-of.ts';
import { buildServices } from '#functions/services.ts';

export const handlers = {
  contactActivity: () => import('#functions/api/insight/activity.ts'),
} satisfies HandlersOf<'insight'>;

export const handler = apiHandler(
  buildServices(process.env, { reportingDays: () => reportingDaysOf(process.env) }),
  handlers,
);
