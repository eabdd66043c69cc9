import { allRoutes } from '#shared/contract/routes.ts';
import { needsToken } from '#shared/core/http/route.ts';

// In a bundle this module is its value, written out by infra/bundles.ts: a function finds a route
// without making the schemas of all of them.

/** What API Gateway and the routers of the functions have to know of each route. */
export const routes = allRoutes.map((route) => ({
  name: route.name,
  method: route.method,
  path: route.path,
  family: route.family,
  auth: needsToken(route) ? ('jwt' as const) : ('none' as const),
}));
