import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '#shared/contract/routes.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { type AnyRoute, routeKey } from '#shared/core/http/route.ts';
import { faultOf } from '#test/declared-events.ts';
import { type Institution, institutionWith, people, type Role, shareInstitution } from '#test/house/institution.ts';
import { type Caller, prepareWalk, send } from './walk.ts';

// Every route, driven with input made from its own schema. SEED=… repeats a run, RUNS=… makes it
// longer. Some 30,000 requests of a millisecond each, in a file for each processor and one more.

const parts = {
  records: ['cases', 'alerts', 'contacts', 'events'],
  people: ['work', 'portal', 'public'],
} as const;
export type Part = keyof typeof parts | 'others';
const partOf = ({ family }: AnyRoute): Part =>
  (Object.keys(parts) as (keyof typeof parts)[]).find((part) => parts[part].some((one) => one === family)) ?? 'others';

// The routes of configuration are the same few for every kind.
const runs = Number(process.env.RUNS ?? 120);
const runsOf = ({ family, method }: AnyRoute) => (family === 'config' && method !== 'PUT' ? Math.ceil(runs / 4) : runs);
// The same each time, so that the same code gets the same verdict; `SEED=…` looks elsewhere.
const seed = Number(process.env.SEED ?? 20261122);

const prepare = () => institutionWith(prepareWalk);
const callers: Caller[] = [...(Object.keys(people) as Role[]), 'nobody'];

/** Drives the routes of a part, in a file of tests of its own. */
export const driveRoutes = (part: Part): void => {
  const routes = allRoutes.filter((route) => partOf(route) === part);
  let walk: Awaited<ReturnType<typeof prepare>>;
  const events: Awaited<ReturnType<Institution['local']['busEvents']>> = [];
  let unshare: () => void;
  beforeAll(async () => {
    unshare = await shareInstitution();
    walk = await prepare();
  });
  afterAll(() => unshare());

  describe('[IN-1] every route, with input from its own schema', () => {
    it.each(routes.map((route) => [routeKey(route), route] as const))(
      '%s answers as it is described, and never with a fault of ours',
      async (_key, route) => {
        const caller = fc.oneof(
          { weight: 3, arbitrary: fc.constant('admin' as const) },
          { weight: 1, arbitrary: fc.constantFrom(...callers) },
        );
        // What one route deletes is there for the next.
        const { as, local } = await walk.copy();
        await fc.assert(
          fc.asyncProperty(walk.requestsOf(route), caller, async (request, by) => {
            const answer = await send(as[by], route, request);
            expect(walk.check(route, answer)).toBeUndefined();
          }),
          { numRuns: runsOf(route), seed, interruptAfterTimeLimit: 20_000 },
        );
        await local.idle();
        expect(await local.deadLetters()).toEqual([]);
        events.push(...(await local.busEvents()));
      },
    );

    it('[IN-2] puts on the bus what the schema of each event says', async () => {
      const ours = events.filter((event) => event.source === 'caseward');
      expect(ours.length).toBeGreaterThan(50);
      expect(ours.flatMap((event) => faultOf(event['detail-type'], event.detail as EventDetail) ?? [])).toEqual([]);
    });
  });
};
