import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { buildServices } from '#functions/services.ts';

export const handlers = {
  listRules: () => import('#functions/api/automation/rules.ts'),
  createRule: () => import('#functions/api/automation/rules.ts'),
  getRule: () => import('#functions/api/automation/rules.ts'),
  putRule: () => import('#functions/api/automation/rules.ts'),
  deleteRule: () => import('#functions/api/automation/rules.ts'),
  runsOfRule: () => import('#functions/api/automation/runs.ts'),
  runsOnRecord: () => import('#functions/api/automation/runs.ts'),
} satisfies HandlersOf<'automation'>;

export const handler = apiHandler(buildServices(process.env), handlers);
