import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { buildServices } from '#functions/services.ts';
import { pagesEnvironment } from '#shared/mail/notifications/environment.ts';

export const routeTable: RouteTable = {
  'GET /v1/public/case-types/{key}/form': () => import('#functions/api/public/forms.ts'),
  'POST /v1/public/case-types/{key}/cases': () => import('#functions/api/public/forms.ts'),
  'GET /v1/public/case-types/{key}/near': () => import('#functions/api/public/forms.ts'),
  'POST /v1/public/case-types/{key}/subscribe': () => import('#functions/api/public/following.ts'),
  'POST /v1/public/subscriptions/{token}/confirm': () => import('#functions/api/public/following.ts'),
  'DELETE /v1/public/subscriptions/{token}': () => import('#functions/api/public/following.ts'),
  'GET /openapi.json': () => import('#functions/api/public/documents.ts'),
  'GET /asyncapi.json': () => import('#functions/api/public/documents.ts'),
};

export const handler = apiHandler(
  buildServices(process.env, { pages: () => pagesEnvironment.parse(process.env) }),
  routeTable,
);
