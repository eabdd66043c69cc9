import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientFor, type LocalControls } from '#local/demo/client.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { needsToken, routeKey } from '#shared/core/http/route.ts';
import { type Institution, waysInto } from '#test/house/institution.ts';
import { prepareWalk, send } from '#test/routes/walk.ts';

// The gateway of the template before the functions as bundled. What a route answers to whom the
// house shows; here each is reached once as an admin and once without a token.

export const gatewayTests = (stack: () => { url: string; local: LocalControls }): void => {
  test('[IN-1] every route that needs a token is refused without one, by the gateway', async () => {
    const nobody = clientFor(stack().url);
    const refused = allRoutes.filter(needsToken).map(async ({ method, path }) => {
      const { status, body } = await nobody.send(method, path.replaceAll(/\{\w+\}/g, 'x'));
      return [`${method} ${path}`, status, body];
    });
    expect(await Promise.all(refused)).toEqual(
      allRoutes.filter(needsToken).map((route) => [routeKey(route), 401, { message: 'Unauthorized' }]),
    );
  });

  test('[IN-1] every route is reached through the gateway and answers as it is described', {
    timeout: 60_000,
  }, async () => {
    const { url, local } = stack();
    const as: Institution['as'] = await waysInto({ url, fetch, local });
    const walk = await prepareWalk({ as, local });
    const before = (await local.deadLetters()).length;
    for (const route of allRoutes) {
      const [request] = fc.sample(walk.requestsOf(route), { numRuns: 1, seed: 20261122 });
      if (!request) throw new Error(`no request for ${route.name}`);
      expect(walk.check(route, await send(as.admin, route, request)), route.name).toBeUndefined();
    }
    await local.idle();
    expect((await local.deadLetters()).slice(before)).toEqual([]);
  });
};
