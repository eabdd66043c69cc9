import * as z from 'zod';
import type { Family, Route, RouteInfo } from '#shared/core/http/route.ts';

const nothing = z.strictObject({});
/**
 * The body of a request that takes none. Clients that send `{}` or `null` with every request mean
 * nothing by it.
 */
export const noBody = z.strictObject({}).optional();

interface RouteDeclaration<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>
  extends Omit<RouteInfo, 'name' | 'family' | 'isPreviewed' | 'refusals'> {
  params?: P;
  query?: Q;
  body?: B;
  answer: A;
  status?: Route<P, Q, B, A>['answer']['status'];
  refusals?: RouteInfo['refusals'];
}

/** `?dryRun=true` on a write: what would happen, nothing written. */
export const dryRunQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).optional() });

type Previewed<V> = V extends true ? { isPreviewed: true } : unknown;

/**
 * Declares a route. Path parameters are strings unless `params` says more; a writing route takes
 * `?dryRun`. Its type keeps what the table of handlers and the client are typed by.
 */
export const defineRoute = <
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof dryRunQuery,
  B extends z.ZodType = typeof noBody,
  A extends z.ZodType = z.ZodType,
  N extends string = string,
  F extends Family = Family,
  V extends true | undefined = undefined,
>(
  parts: RouteDeclaration<P, Q, B, A> & { name: N; family: F; isPreviewed?: V },
): Route<P, Q, B, A> & { name: N; family: F } & Previewed<V> => {
  const { params, query, body, answer, status = 200, refusals = [], isPreviewed, ...info } = parts;
  const defaultQuery = info.method === 'GET' ? nothing : dryRunQuery;
  return {
    ...info,
    ...((isPreviewed ? { isPreviewed } : {}) as Previewed<V> & object),
    refusals,
    input: {
      path: params ?? (nothing as unknown as P),
      query: query ?? (defaultQuery as unknown as Q),
      body: body ?? (noBody as unknown as B),
    },
    answer: { status, schema: answer },
  };
};
