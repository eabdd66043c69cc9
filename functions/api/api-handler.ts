import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { HttpResponse } from '#functions/api/answers.ts';
import { accessLog, costs, problems, refusalAnswer, requestIds, viewers } from '#functions/api/around-requests.ts';
import { handleRequest } from '#functions/api/handle-request.ts';
import type { PageHandler } from '#functions/api/page-handler.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import type { RouteHandler } from '#functions/api/route-handler.ts';
import { type HandlerTable, routerOf } from '#functions/api/router.ts';
import type { Services } from '#functions/services.ts';
import { Refusal } from '#shared/core/errors.ts';

/** Pages ask other routes, and show what they answer or refuse. */
const answered = async (
  event: ApiEvent,
  handler: RouteHandler | PageHandler,
  services: Services,
): Promise<HttpResponse> => {
  if ('run' in handler) return handleRequest(event, handler, services);
  return handler.page(services, event, async (other, asked) => {
    try {
      return await handleRequest(asked, other, services);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error, event);
      throw error;
    }
  });
};

/**
 * The Lambda of a family of routes: log, request ids and costs outermost, problems around
 * everything that may refuse, then the handler.
 */
export const apiHandler = (services: Services, table: HandlerTable) => {
  const handlerOf = routerOf(table);
  return middy<ApiEvent, HttpResponse, Error, Context>()
    .use(accessLog())
    .use(viewers())
    .use(requestIds())
    .use(costs(services))
    .use(problems())
    .handler(async (event) =>
      // To a browser that asks for leave; what it may do, the gateway adds.
      event.requestContext.http.method === 'OPTIONS'
        ? { statusCode: 204 }
        : answered(event, await handlerOf(event), services),
    );
};
