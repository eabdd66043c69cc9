import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { buildServices } from '#functions/services.ts';

export const routeTable: RouteTable = {
  'POST /v1/alerts': () => import('#functions/api/alerts/create.ts'),
  'POST /v1/alerts/bulk': () => import('#functions/api/alerts/bulk.ts'),
  'GET /v1/alerts': () => import('#functions/api/alerts/list.ts'),
  'GET /v1/alerts/{id}': () => import('#functions/api/alerts/read.ts'),
  'PATCH /v1/alerts/{id}': () => import('#functions/api/alerts/change.ts'),
  'POST /v1/alerts/{id}/start': () => import('#functions/api/alerts/change.ts'),
  'POST /v1/alerts/{id}/resolve': () => import('#functions/api/alerts/change.ts'),
  'POST /v1/alerts/{id}/dismiss': () => import('#functions/api/alerts/change.ts'),
  'POST /v1/alerts/{id}/cancel': () => import('#functions/api/alerts/change.ts'),
  'POST /v1/alerts/{id}/reopen': () => import('#functions/api/alerts/change.ts'),
  'POST /v1/alerts/{id}/assign': () => import('#functions/api/alerts/change.ts'),
  'POST /v1/alerts/{id}/escalate': () => import('#functions/api/alerts/escalate.ts'),
  'POST /v1/alerts/{id}/unlink': () => import('#functions/api/alerts/escalate.ts'),
  'GET /v1/alerts/{id}/history': () => import('#functions/api/alerts/read.ts'),
  'GET /v1/alerts/{id}/notes': () => import('#functions/api/alerts/read.ts'),
  'POST /v1/alerts/{id}/notes': () => import('#functions/api/alerts/read.ts'),
};

export const handler = apiHandler(buildServices(process.env), routeTable);
