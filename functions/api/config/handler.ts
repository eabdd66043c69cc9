import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { buildServices } from '#functions/services.ts';
import { pagesEnvironment } from '#shared/mail/notifications/environment.ts';

export const routeTable: RouteTable = {
  'GET /v1/configuration/export': () => import('#functions/api/config/file.ts'),
  'POST /v1/configuration/import': () => import('#functions/api/config/file.ts'),
  'GET /v1/configuration/ready-made': () => import('#functions/api/config/ready-made.ts'),
  'POST /v1/configuration/ready-made/{key}/install': () => import('#functions/api/config/ready-made.ts'),
  'POST /v1/case-types/{key}/duplicate': () => import('#functions/api/config/duplicate.ts'),
  'POST /v1/case-types/{key}/retarget': () => import('#functions/api/config/retarget.ts'),
  'POST /v1/templates/{key}/preview': () => import('#functions/api/config/preview.ts'),
  'GET /v1/suppressed-addresses': () => import('#functions/api/config/suppressed.ts'),
  'DELETE /v1/suppressed-addresses/{address}': () => import('#functions/api/config/suppressed.ts'),
  // Those of every kind of configuration.
  '*': () => import('#functions/api/config/configuration.ts'),
};

export const handler = apiHandler(
  buildServices(process.env, { pages: () => pagesEnvironment.parse(process.env) }),
  routeTable,
);
