import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '#shared/contract/routes.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { type AnyRoute, routeKey } from '#shared/core/http/route.ts';
import { faultOf } from '#test/declared-events.ts';
import { type Institution, people, type Role, startInstitution } from '#test/house/institution.ts';
import { type Caller, prepareWalk, send } from './walk.ts';

// Every route, driven with input made from its own schema. SEED=… repeats a run, RUNS=… makes it
// longer.

// Half a minute on two cores, together with the start of the stack. The routes of configuration are
// the same few for every kind.
const runs = Number(process.env.RUNS ?? 12);
const runsOf = ({ family, method }: AnyRoute) => (family === 'config' && method !== 'PUT' ? Math.ceil(runs / 4) : runs);
// The same each time, so that the same code gets the same verdict; `SEED=…` looks elsewhere.
const seed = Number(process.env.SEED ?? 20261122);

let institution: Institution;
let walk: Awaited<ReturnType<typeof prepareWalk>>;

const callers: Caller[] = [...(Object.keys(people) as Role[]), 'nobody'];

beforeAll(async () => {
  institution = await startInstitution();
  walk = await prepareWalk(institution);
});

describe('[IN-1] every route, with input from its own schema', () => {
  it.each(allRoutes.map((route) => [routeKey(route), route] as const))(
    '%s answers as it is described, and never with a fault of ours',
    async (_key, route) => {
      const caller = fc.oneof(
        { weight: 3, arbitrary: fc.constant('admin' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...callers) },
      );
      await fc.assert(
        fc.asyncProperty(walk.requestsOf(route), caller, async (request, by) => {
          const answer = await send(institution.as[by], route, request);
          expect(walk.check(route, answer)).toBeUndefined();
        }),
        { numRuns: runsOf(route), seed, interruptAfterTimeLimit: 20_000 },
      );
    },
  );

  it('leaves nothing behind that anybody stumbles over', async () => {
    await institution.local.idle();
    expect(await institution.local.deadLetters()).toEqual([]);
  });

  it('[IN-2] puts on the bus what the schema of each event says', async () => {
    const ours = (await institution.local.busEvents()).filter((event) => event.source === 'caseward');
    expect(ours.length).toBeGreaterThan(50);
    expect(ours.flatMap((event) => faultOf(event['detail-type'], event.detail as EventDetail) ?? [])).toEqual([]);
  });
});
