import type { PageHandler } from '#functions/api/page-handler.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import type { RouteHandler } from '#functions/api/route-handler.ts';
import { routes } from '#shared/contract/route-index.ts';
import type { NamesOf } from '#shared/contract/routes.ts';
import { Refusal } from '#shared/core/errors.ts';
import { type Family, fitsPattern, isVariable, routeKey } from '#shared/core/http/route.ts';
import { own } from '#shared/core/records/own.ts';

/**
 * Routes by name, each with the module of its handler, which its first request loads: a cold start
 * then costs what that request needs, not the whole family: docs/decisions/0012.
 */
export type HandlerTable = Readonly<Record<string, () => Promise<object>>>;
/**
 * The table of a whole family: it compiles when it has each of the family's routes, and no other.
 */
export type HandlersOf<F extends Family> = Record<NamesOf<F>, () => Promise<object>>;

type IndexedRoute = (typeof routes)[number];

const isHandler = (exported: unknown): exported is RouteHandler | PageHandler =>
  typeof exported === 'object' && exported !== null && 'route' in exported && ('run' in exported || 'page' in exported);

/** Finds the handler of a route in the module that the table has for it. */
const loaderOf = (table: HandlerTable) => {
  const loaded = new Map<string, RouteHandler | PageHandler>();
  return async (name: string): Promise<RouteHandler | PageHandler> => {
    if (!loaded.has(name))
      for (const exported of Object.values((await own(table, name)?.()) ?? {}).flat())
        if (isHandler(exported)) loaded.set(exported.route.name, exported);
    const handler = loaded.get(name);
    if (!handler) throw new Error(`the module of ${name} has no handler for it`);
    return handler;
  };
};

/** The variables of a path that fits a pattern. */
const parametersOf = (pattern: readonly string[], path: readonly string[]): Record<string, string> => {
  const pairs = pattern.map((segment, index) => [segment, path[index] ?? ''] as const);
  const variables = pairs.filter(([segment]) => isVariable(segment));
  return Object.fromEntries(variables.map(([segment, given]) => [segment.slice(1, -1), given]));
};

/**
 * A text segment goes before a variable, as in API Gateway: `/v1/cases/near` before
 * `/v1/cases/{id}`.
 */
const bySpecificity = (one: { segments: string[] }, other: { segments: string[] }): number => {
  const rank = ({ segments }: { segments: string[] }) => segments.map((s) => (isVariable(s) ? 'b' : 'a')).join('');
  return rank(one) < rank(other) ? -1 : 1;
};

/**
 * Finds a route by method and path.
 * @throws `not-found`, `method-not-allowed` with the methods that the path takes in any family
 */
const finderOf = (known: readonly IndexedRoute[]) => {
  const patterns = known.map((route) => ({ route, segments: route.path.split('/') })).sort(bySpecificity);
  return (method: string, path: string) => {
    const segments = path.split('/');
    const there = patterns.filter(({ segments: pattern }) => fitsPattern(pattern, segments));
    const found = there.find(({ route }) => route.method === method);
    if (found) return { route: found.route, parameters: parametersOf(found.segments, segments) };
    if (there.length === 0) throw new Refusal('not-found', 'There is nothing at this path');
    const taken = routes.filter(({ path: pattern }) => fitsPattern(pattern.split('/'), segments));
    const allow = [...new Set(taken.map((route) => route.method))].join(', ');
    throw new Refusal('method-not-allowed', `This path takes ${allow}`, { headers: { allow } });
  };
};

/**
 * Finds the handler of a request and writes its route and path variables into the event, as API
 * Gateway does for a route of its own. The path is decoded by then: docs/decisions/0051.
 */
export const routerOf = (table: HandlerTable): ((event: ApiEvent) => Promise<RouteHandler | PageHandler>) => {
  const find = finderOf(routes.filter(({ name }) => Object.hasOwn(table, name)));
  const load = loaderOf(table);
  return async (event) => {
    const { route, parameters } = find(event.requestContext.http.method, event.rawPath);
    event.routeKey = routeKey(route);
    event.pathParameters = parameters;
    return load(route.name);
  };
};
