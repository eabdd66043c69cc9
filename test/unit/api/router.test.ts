import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiEvent } from '#functions/api/parse.ts';
import { type HandlerTable, routerOf } from '#functions/api/router.ts';
import { gatewayRouteKey, gatewayRoutes } from '#shared/contract/gateway-routes.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { fitsPattern, routeKey } from '#shared/core/http/route.ts';

// What a function of the API finds in its environment; nothing is called.
beforeAll(() => {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  for (const name of ['STAGE', 'POWERTOOLS_SERVICE_NAME', 'TABLE_NAME', ...keys]) vi.stubEnv(name, 'none');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});

const tableOf = async (family: string): Promise<HandlerTable> =>
  ((await import(`../../../functions/api/${family}/handler.ts`)) as { handlers: HandlerTable }).handlers;

/** What API Gateway hands over of a request, whose path it has decoded. */
const requestOf = (method: string, path: string): ApiEvent =>
  ({ routeKey: 'ANY /v1/{proxy+}', rawPath: path, requestContext: { http: { method } } }) as ApiEvent;

const find = async (family: string, method: string, path: string) => {
  const event = requestOf(method, path);
  const { route } = await routerOf(await tableOf(family))(event);
  return { name: route.name, routeKey: event.routeKey, parameters: event.pathParameters };
};

describe('the router of a family', () => {
  it.each(allRoutes.map((route) => [routeKey(route), route] as const))(
    'finds the handler of %s and the variables of its path',
    async (key, { name, method, path, family }) => {
      const variables = [...path.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1]));
      const filled = variables.reduce((text, variable) => text.replace(`{${variable}}`, `one ${variable}`), path);
      const parameters = Object.fromEntries(variables.map((variable) => [variable, `one ${variable}`]));
      expect(await find(family, method, filled)).toEqual({ name, routeKey: key, parameters });
    },
  );

  it('prefers a path that is written out to one with a variable, for the methods that it has', async () => {
    expect(await find('cases', 'GET', '/v1/cases/near')).toMatchObject({ name: 'casesNear', parameters: {} });
    expect(await find('cases', 'PATCH', '/v1/cases/near')).toMatchObject({
      name: 'editCase',
      parameters: { id: 'near' },
    });
  });

  it('finds what has the name of a route, and says of such a path which methods it takes', async () => {
    expect(await find('contacts', 'PUT', '/v1/contacts/import')).toMatchObject({
      name: 'putContact',
      parameters: { id: 'import' },
    });
    const allow = 'PUT, GET, PATCH, POST';
    await expect(find('contacts', 'DELETE', '/v1/contacts/import')).rejects.toMatchObject({ headers: { allow } });
  });

  it('gives variables as API Gateway has decoded them: what looks like an escape stays', async () => {
    const { parameters } = await find('contacts', 'GET', '/v1/contacts/100%41 ü+%2F%');
    expect(parameters).toEqual({ id: '100%41 ü+%2F%' });
  });

  it.each([
    '/v1/contacts/',
    '/v1/contacts//',
    '/v1/contacts/S101/',
    '/v1//contacts/S101',
    '//v1/contacts/S101',
    '/v1/contacts/a/b',
    '/v1/Contacts/S101',
    '/v1/contacts/S101/cases/1',
    '/v1/cases/1',
    '/v1/{id}',
    '',
  ])('refuses %j, where nothing is, as not found', async (path) => {
    await expect(find('contacts', 'GET', path)).rejects.toMatchObject({ code: 'not-found', status: 404 });
  });

  it.each(['POST', 'DELETE', 'HEAD', 'TRACE', 'get'])(
    'refuses %s where a path takes other methods, and names them',
    async (method) => {
      await expect(find('contacts', method, '/v1/contacts/S101')).rejects.toMatchObject({
        code: 'method-not-allowed',
        status: 405,
        headers: { allow: 'PUT, GET, PATCH' },
      });
    },
  );
});

describe('a path that is written out where another has a variable', () => {
  const segments = (path: string) => path.split('/');
  const pairs = allRoutes.flatMap((written) =>
    allRoutes
      .filter(({ path }) => path !== written.path && fitsPattern(segments(path), segments(written.path)))
      .map((variable) => ({ written, variable })),
  );

  it('takes a word from what people name only where that word is refused as a name', () => {
    const hidden = pairs.filter(({ written, variable }) => written.method === variable.method);
    expect(hidden.map(({ written }) => routeKey(written))).toEqual([
      'GET /v1/cases/near', // ids and references of cases are ours
      'GET /v1/views/counts',
    ]);
  });

  it('leaves the other methods to the family whose variable it is', () => {
    const keys = gatewayRoutes.map(gatewayRouteKey);
    for (const { written, variable } of pairs)
      if (written.family !== variable.family) {
        expect(keys).toContain(routeKey(written));
        expect(keys).not.toContain(`ANY ${written.path}`);
      }
  });
});
