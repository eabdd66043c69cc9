import type middy from '@middy/core';
import * as z from 'zod';
import type { HttpResponse } from '#functions/api/answers.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { problem, Refusal } from '#shared/core/errors.ts';
import { edgeEnvironment, edgeHeaders } from '#shared/core/http/environment.ts';
import type { Cost } from '#shared/core/table/table.ts';

// What lies around every request of the API, whatever it asks.

interface Timed extends Cost {
  started: number;
}

/**
 * Says in the answer what it cost: own time and the table's, in milliseconds, and the units and
 * calls that it took. The bench reads it.
 */
export const costs = (services: Services): middy.MiddlewareObj<ApiEvent, HttpResponse> => {
  let before: Timed;
  return {
    before: () => {
      before = { started: performance.now(), ...services.table.cost };
    },
    after: ({ response }) => {
      if (!response) return;
      const { calls, reads, writes, milliseconds } = services.table.cost;
      const table = milliseconds - before.milliseconds;
      const own = performance.now() - before.started - table;
      const units = `reads=${reads - before.reads} writes=${writes - before.writes} calls=${calls - before.calls}`;
      response.headers = {
        ...response.headers,
        'server-timing': `own;dur=${own.toFixed(2)}, table;dur=${table.toFixed(2)};desc="${units}"`,
      };
    },
  };
};

/** Every answer says which request it answers. */
export const requestIds = (): middy.MiddlewareObj<ApiEvent, HttpResponse> => ({
  after: ({ event, response }) => {
    if (response) response.headers = { ...response.headers, 'x-request-id': event.requestContext.requestId };
  },
});

/**
 * Which route each request went to: in the access log of the gateway one route stands for all of a
 * family.
 */
export const accessLog = (): middy.MiddlewareObj<ApiEvent, HttpResponse, Error> => {
  const write = ({ event, response }: middy.Request<ApiEvent, HttpResponse, Error>): void =>
    logger.info('answered', {
      requestId: event.requestContext.requestId,
      route: event.routeKey,
      status: response?.statusCode,
    });
  return { after: write, onError: write };
};

/**
 * Who calls by way of CloudFront calls from where CloudFront says; that it was CloudFront is known
 * by its key. Anybody else calls from where the gateway saw them.
 */
export const viewers = (): middy.MiddlewareObj<ApiEvent, HttpResponse> => {
  const { EDGE_KEY } = edgeEnvironment.parse(process.env);
  return {
    before: ({ event: { headers, requestContext } }) => {
      const viewer = headers[edgeHeaders.viewer];
      if (EDGE_KEY === undefined || headers[edgeHeaders.key] !== EDGE_KEY || viewer === undefined) return;
      requestContext.http.sourceIp = viewer;
    },
  };
};

const problemHeaders = (requestId: string) => ({
  'content-type': 'application/problem+json',
  'x-request-id': requestId,
});

export const refusalAnswer = (refusal: Refusal, { requestContext: { requestId } }: ApiEvent): HttpResponse => ({
  statusCode: refusal.status,
  headers: { ...problemHeaders(requestId), ...refusal.headers },
  body: JSON.stringify(problem(refusal, requestId)),
});

/**
 * Refusals become problem+json. Anything else is a fault of ours: logged with its stack, answered
 * without it.
 */
export const problems = (): middy.MiddlewareObj<ApiEvent, HttpResponse, Error> => ({
  onError: (request) => {
    const { error, event } = request;
    const requestId = event.requestContext.requestId;
    if (error instanceof Refusal) {
      request.response = refusalAnswer(error, event);
      return;
    }
    logger.error('a request failed', {
      requestId,
      routeKey: event.routeKey,
      error:
        error instanceof z.ZodError ? new Error(`answer does not fit its schema: ${error.message}`) : (error as Error),
    });
    const body = {
      type: 'urn:caseward:problem:internal',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal',
      requestId,
    };
    request.response = { statusCode: 500, headers: problemHeaders(requestId), body: JSON.stringify(body) };
  },
});
