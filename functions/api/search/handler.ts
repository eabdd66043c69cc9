import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

export const handlers = {
  searchCases: () => import('#functions/api/search/search.ts'),
  searchAlerts: () => import('#functions/api/search/search.ts'),
  searchContacts: () => import('#functions/api/search/search.ts'),
  searchEverything: () => import('#functions/api/search/search-everything.ts'),
} satisfies HandlersOf<'search'>;

export const ports = {} satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
