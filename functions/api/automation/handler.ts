import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { buildServices } from '#functions/services.ts';

export const routeTable: RouteTable = {
  'GET /v1/rules': () => import('#functions/api/automation/rules.ts'),
  'POST /v1/rules': () => import('#functions/api/automation/rules.ts'),
  'GET /v1/rules/{id}': () => import('#functions/api/automation/rules.ts'),
  'PUT /v1/rules/{id}': () => import('#functions/api/automation/rules.ts'),
  'DELETE /v1/rules/{id}': () => import('#functions/api/automation/rules.ts'),
  'GET /v1/rules/{id}/runs': () => import('#functions/api/automation/runs.ts'),
  'GET /v1/rule-runs': () => import('#functions/api/automation/runs.ts'),
};

export const handler = apiHandler(buildServices(process.env), routeTable);
