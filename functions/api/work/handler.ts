import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { buildServices } from '#functions/services.ts';

export const routeTable: RouteTable = {
  'POST /v1/cases/{id}/tasks': () => import('#functions/api/work/tasks.ts'),
  'GET /v1/cases/{id}/tasks': () => import('#functions/api/work/tasks.ts'),
  'GET /v1/cases/{id}/tasks/{taskId}': () => import('#functions/api/work/tasks.ts'),
  'PATCH /v1/cases/{id}/tasks/{taskId}': () => import('#functions/api/work/tasks.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/start': () => import('#functions/api/work/tasks.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/complete': () => import('#functions/api/work/tasks.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/cancel': () => import('#functions/api/work/tasks.ts'),
};

export const handler = apiHandler(buildServices(process.env), routeTable);
