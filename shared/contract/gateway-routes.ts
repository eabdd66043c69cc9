import { routes } from '#shared/contract/route-index.ts';
import { type Family, fitsPattern, type Method } from '#shared/core/http/route.ts';

// What API Gateway routes by. An HTTP API takes 300 routes and a stack 500 resources, so it does
// not know each route, only which function has all that is below a place: docs/decisions/0051.

const belowACase = ['tasks', 'activities', 'timelines', 'sequences', 'appointments', 'files', 'questions'];

/**
 * Where the routes of each family are: those at a place and below it, but for what is below a
 * longer one.
 */
const placesOf: Record<Family, readonly string[]> = {
  alerts: ['/v1/alerts'],
  cases: ['/v1/cases', '/v1/targets', '/v1/work', '/v1/insight/forgotten'],
  work: ['/v1/tasks', '/v1/mail', ...belowACase.map((noun) => `/v1/cases/{id}/${noun}`)],
  // Each kind of configuration has a place of its own there, and what nobody has is refused there.
  config: ['/v1'],
  contacts: ['/v1/contacts', '/v1/me/notification-settings', '/v1/me/absence', '/v1/people'],
  automation: ['/v1/rules', '/v1/rule-runs', '/v1/workflows'],
  events: ['/v1/events'],
  insight: ['/v1/insight', '/v1/views'],
  search: ['/v1/search'],
  jobs: ['/v1/jobs', '/v1/bulk', '/v1/imports', '/v1/cases/import', '/v1/alerts/import', '/v1/contacts/import'],
  portal: ['/v1/me', '/v1/public/links'],
  public: ['/v1/public', '/forms', '/openapi.json', '/asyncapi.json'],
};

export interface GatewayRoute {
  method: 'ANY' | 'OPTIONS' | Method;
  path: string;
  /** The family whose function is called. */
  family: Family;
  auth: 'jwt' | 'none';
}

/** `ANY /v1/cases/{proxy+}`: what API Gateway calls the route. */
export const gatewayRouteKey = ({ method, path }: GatewayRoute): string => `${method} ${path}`;

/** Whether a path has a variable where a place is written out. */
const isVariableAt = (path: string, place: string): boolean =>
  path !== place && fitsPattern(path.split('/'), place.split('/'));

const routesTo = (family: Family, place: string): GatewayRoute[] => {
  const there = routes.filter(({ path }) => path === place);
  const below = routes.filter((route) => route.family === family && route.path.startsWith(`${place}/`));
  const auth = [...there, ...below].some((route) => route.auth === 'jwt') ? 'jwt' : 'none';
  // A contact may have the id `import`: methods that this place does not take are another family's.
  if (below.length === 0 && routes.some((route) => route.family !== family && isVariableAt(route.path, place)))
    return there.map(({ method, path }) => ({ method, path, family, auth }));
  const paths = [...(there.length > 0 ? [place] : []), ...(below.length > 0 ? [`${place}/{proxy+}`] : [])];
  return paths.flatMap((path): GatewayRoute[] => [
    { method: 'ANY', path, family, auth },
    // A browser asks for leave without a token, which `ANY` with an authoriser refuses. Nothing
    // follows from it but a refusal, so the function that answers strangers answers it.
    ...(auth === 'jwt' ? [{ method: 'OPTIONS' as const, path, family: 'public' as const, auth: 'none' as const }] : []),
  ]);
};

/** Every route of API Gateway. */
export const gatewayRoutes: readonly GatewayRoute[] = Object.entries(placesOf).flatMap(([family, places]) =>
  places.flatMap((place) => routesTo(family as Family, place)),
);
