import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type RouteTable, storiesOf } from '#functions/api/route-table.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { routeKey } from '#shared/core/http/route.ts';

// What a function of the API finds in its environment; nothing is called.
beforeAll(() => {
  for (const name of ['STAGE', 'POWERTOOLS_SERVICE_NAME', 'TABLE_NAME']) vi.stubEnv(name, 'none');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});

const tableOf = async (family: string): Promise<RouteTable> =>
  ((await import(`../../../functions/api/${family}/handler.ts`)) as { routeTable: RouteTable }).routeTable;

const families = [...new Set(allRoutes.map(({ family }) => family))];

describe('the route table of a family', () => {
  it.each(allRoutes.map((route) => [routeKey(route), route.family]))('finds the story of %s', async (key, family) => {
    const { route } = await storiesOf(await tableOf(family))(key);
    expect(routeKey(route)).toBe(key);
  });

  it.each(families)('of %s names no route that is not declared', async (family) => {
    const declared = allRoutes.filter((route) => route.family === family).map(routeKey);
    expect(declared).toEqual(expect.arrayContaining(Object.keys(await tableOf(family)).filter((key) => key !== '*')));
  });

  it('refuses a route that it does not have', async () => {
    await expect(storiesOf({ '*': async () => ({}) })('GET /v1/nothing')).rejects.toMatchObject({ code: 'not-found' });
  });
});
