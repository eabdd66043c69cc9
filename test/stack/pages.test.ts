import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientFor } from '#local/demo/client.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { needsToken, routeKey } from '#shared/core/http/route.ts';
import { type Institution, waysInto } from '#test/house/institution.ts';
import { prepareWalk, send } from '#test/routes/walk.ts';
import { runBlocks, startBlocks } from '#test/run-blocks.ts';
import { stackInMemory, withSample } from '#test/stack/stack.ts';

// What a stranger does with a stack: README, every route, one by one. The other guides run on a
// house.

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
beforeAll(() => withSample(stack.local));
afterAll(() => stack?.stop());

describe('[IN-5] the README’s main job works word for word', { timeout: 60_000 }, () => {
  let blocks: Promise<string>[];
  beforeAll(() => {
    blocks = startBlocks('README.md', stack);
  });

  test('the institution is there', async () => expect(await blocks[0]).toBe('Academic concern\n'));

  test('signals make one alert', async () => {
    expect((await blocks[1])?.match(/type: 'attendance'/g)).toHaveLength(1);
  });

  test('a rule says why it made a case', async () => {
    const run = await blocks[2];
    expect(run).toMatch(/field: 'contact.labels',\s+wanted: 'first-year',\s+value: \[ 'first-year' \],\s+held: true/);
    expect(run).toMatch(/do: 'create-case',\s+done: true/);
  });

  test('somebody claims it, and is told', async () => {
    const claimed = await blocks[3];
    expect(claimed).toContain("{ user: 'amara' }");
    expect(claimed).toContain('This case has been assigned to you.');
  });

  test('its target is missed', async () => {
    const travelled = await blocks[4];
    expect(travelled).toContain("state: 'breached'");
    expect(travelled?.match(/Escalation: case/g)).toHaveLength(1);
  });

  test('it is closed', async () => {
    const closed = await blocks[5];
    expect(closed).toContain("{ key: 'resolved', category: 'resolved' }");
    expect(closed).toContain('as solved');
  });

  test.each([
    'Case Created',
    'Case Assigned',
    'Target Changed',
    'Target Reminder Due',
    'Target Breached',
    'Case Escalated',
    'Note Added',
    'Case Closed',
  ])('%s is in its history, and went over the bus', async (type) => {
    const [told, onTheBus] = (await blocks[6])?.split(/^\]$/m) ?? [];
    expect(told).toContain(`'${type}'`);
    expect(onTheBus).toContain(type);
  });
});

// The inbox and the event log of the local stack forget a person, too.
test('[RE-1] [RE-2] for who answers for data: a policy tried, and one person erased everywhere', {
  timeout: 60_000,
}, async () => {
  const printed = await runBlocks('docs/guide/retention.md', stack);
  const [policy, erased] = printed;
  expect(policy).toContain('"held":[]');
  expect(erased).toContain('"counts":{"cases":1,"alerts":0,"enrolments":0,"contacts":1}');
  expect(erased).toMatch(/"kind":"erasure","status":"finished"/);
  expect(erased).toContain('"subject":"—"');
  expect(erased?.trimEnd()).toMatch(/"items": \[\]\s*\}\s*0$/);
});

test('[IN-1] every route that needs a token is refused without one, by the gateway', async () => {
  const nobody = clientFor(stack.url);
  const refused = allRoutes.filter(needsToken).map(async ({ method, path }) => {
    const { status, body } = await nobody.send(method, path.replaceAll(/\{\w+\}/g, 'x'));
    return [`${method} ${path}`, status, body];
  });
  expect(await Promise.all(refused)).toEqual(
    allRoutes.filter(needsToken).map((route) => [routeKey(route), 401, { message: 'Unauthorized' }]),
  );
});

// What a route answers to whom the house shows, body and all; here each is reached once, through
// the gateway of the template and the functions as bundled.
describe('[IN-1] every route is reached through the gateway and answers as it is described', () => {
  const families = Map.groupBy(allRoutes, ({ path }) => path.split('/').slice(0, 3).join('/'));
  let as: Institution['as'];
  let walk: Awaited<ReturnType<typeof prepareWalk>>;
  beforeAll(async () => {
    as = await waysInto({ ...stack, fetch });
    walk = await prepareWalk({ as, local: stack.local }, 'heads');
  });

  test.each([...families])('%s', async (_, routes) => {
    for (const route of routes) {
      const [request] = fc.sample(walk.requestsOf(route), { numRuns: 1, seed: 20261122 });
      if (!request) throw new Error(`no request for ${route.name}`);
      expect(walk.check(route, await send(as.admin, route, request)), route.name).toBeUndefined();
    }
  });
});

test('nothing has failed', async () => {
  await stack.local.idle();
  expect(await stack.local.deadLetters()).toEqual([]);
});
