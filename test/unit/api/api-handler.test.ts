import type { Context } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { apiHandler } from '#functions/api/api-handler.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { identityOf } from '../access/people.ts';

const services = {
  now: () => Date.parse('2026-11-21T09:00:00.000Z'),
  definitions: { refreshOnceAMinute: async () => true, refresh: async () => undefined, all: async () => new Map() },
  table: { cost: { calls: 0, reads: 0, writes: 0, milliseconds: 0 } },
} as unknown as Services;
const handler = apiHandler(services, {
  openApi: () => import('#functions/api/public/documents.ts'),
  getContact: () => import('#functions/api/contacts/contacts.ts'),
});

const send = async (method: string, rawPath: string) => {
  const { headers, requestContext } = identityOf('nobody');
  const event = {
    routeKey: 'ANY /v1/{proxy+}',
    rawPath,
    rawQueryString: '',
    headers,
    requestContext: { ...requestContext, requestId: 'r-1', http: { method } },
  } as unknown as ApiEvent;
  return handler(event, {} as Context);
};

describe('[IN-1] what the function says of a request to a greedy route', () => {
  const lines = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  beforeEach(() => void lines.mockClear());
  afterAll(() => lines.mockRestore());

  it.each([
    ['GET', '/openapi.json', 'GET /openapi.json', 200],
    ['GET', '/v1/contacts/S101', 'GET /v1/contacts/{id}', 403],
    ['DELETE', '/openapi.json', 'ANY /v1/{proxy+}', 405],
    ['GET', '/v1/nothing', 'ANY /v1/{proxy+}', 404],
  ])('logs for %s %s which route it was, its status and no path', async (method, path, route, status) => {
    expect((await send(method, path)).statusCode).toBe(status);
    expect(lines.mock.calls).toEqual([['answered', { requestId: 'r-1', route, status }]]);
  });

  it('refuses what is not there, and a method that a path does not take, as problem+json', async () => {
    const refused = async (method: string, path: string) => {
      const { headers, body } = await send(method, path);
      return [headers?.['content-type'], headers?.allow, JSON.parse(String(body)).code, headers?.['x-request-id']];
    };
    const type = 'application/problem+json';
    expect(await refused('GET', '/v1/nothing')).toEqual([type, undefined, 'not-found', 'r-1']);
    expect(await refused('HEAD', '/openapi.json')).toEqual([type, 'GET', 'method-not-allowed', 'r-1']);
  });

  it('answers a browser that asks for leave, whatever the path, with nothing', async () => {
    expect(await send('OPTIONS', '/v1/cases/1/claim')).toMatchObject({ statusCode: 204 });
  });
});
