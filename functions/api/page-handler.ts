import type { HttpResponse } from '#functions/api/answers.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import type { RouteHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { AnyRoute } from '#shared/core/http/route.ts';

/** Has another route answer a request as if it had come there; its refusals are answers. */
export type AskRoute = (handler: RouteHandler, event: ApiEvent) => Promise<HttpResponse>;

/**
 * A page for people over routes that others speak with: it decides nothing, but shows what they
 * answer.
 */
export interface PageHandler {
  route: AnyRoute;
  page: (services: Services, event: ApiEvent, ask: AskRoute) => Promise<HttpResponse>;
}
