import { createHash } from 'node:crypto';
import { type RouteHandler, routeHandler } from '#functions/api/route-handler.ts';
import { asyncApiDocument } from '#shared/contract/asyncapi.ts';
import { openApiDocument } from '#shared/contract/openapi.ts';
import { asyncApiRoute, openApiRoute } from '#shared/contract/public.routes.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import type { JsonObject } from '#shared/core/http/json-schemas.ts';

// A description changes with a deployment only; five minutes after one everybody has the new one.
const cacheControl = 'public, max-age=300';

/**
 * A document is made when it is first asked for, then kept as long as this instance of the function
 * lives.
 */
const documentHandler = (
  route: typeof openApiRoute | typeof asyncApiRoute,
  make: () => JsonObject | Promise<JsonObject>,
): RouteHandler => {
  let made: { body: JsonObject; headers: Record<string, string> } | undefined;
  return routeHandler(route, async () => {
    if (!made) {
      const body = await make();
      const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
      made = { body, headers: { etag: `"${digest}"`, 'cache-control': cacheControl } };
    }
    return made;
  });
};

// GET /openapi.json
export const openApi = documentHandler(openApiRoute, () => openApiDocument(allRoutes));

// GET /asyncapi.json
export const asyncApi = documentHandler(asyncApiRoute, asyncApiDocument);
