import type { Story } from '#functions/api/story.ts';
import { Refusal } from '#shared/core/errors.ts';
import { routeKey } from '#shared/core/http/route.ts';
import { own } from '#shared/core/records/own.ts';

/**
 * The routes of a family and the module that tells each one's story, under `*` the module of all that are not named. A module is loaded when one of its
 * routes is first called: a cold start then costs what its first request needs, not the schemas of the whole family.
 */
export type RouteTable = Readonly<Record<string, () => Promise<object>>>;

const isStory = (exported: unknown): exported is Story =>
  typeof exported === 'object' && exported !== null && 'route' in exported && 'tell' in exported;

/** Finds the story of a route by its key, such as `POST /v1/cases/{id}/claim`. @throws `not-found` where the family has no such route */
export const storiesOf = (table: RouteTable): ((key: string) => Promise<Story>) => {
  const found = new Map<string, Story>();
  return async (key) => {
    const known = found.get(key);
    if (known) return known;
    const load = own(table, key) ?? table['*'];
    for (const exported of load ? Object.values(await load()).flat() : [])
      if (isStory(exported)) found.set(routeKey(exported.route), exported);
    const told = found.get(key);
    if (!told) throw new Refusal('not-found');
    return told;
  };
};
