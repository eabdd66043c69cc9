import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { buildServices } from '#functions/services.ts';

export const routeTable: RouteTable = {
  'PUT /v1/contacts/{id}': () => import('#functions/api/contacts/contacts.ts'),
  'GET /v1/contacts/{id}': () => import('#functions/api/contacts/contacts.ts'),
  'PATCH /v1/contacts/{id}': () => import('#functions/api/contacts/contacts.ts'),
  'GET /v1/contacts/{id}/cases': () => import('#functions/api/contacts/of-contact.ts'),
  'GET /v1/contacts/{id}/alerts': () => import('#functions/api/contacts/of-contact.ts'),
  'GET /v1/me/notification-settings': () => import('#functions/api/contacts/my-settings.ts'),
  'PUT /v1/me/notification-settings': () => import('#functions/api/contacts/my-settings.ts'),
};

export const handler = apiHandler(buildServices(process.env), routeTable);
