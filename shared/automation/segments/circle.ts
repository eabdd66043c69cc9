import type { Segment } from '#shared/automation/segments/segment.ts';
import { nodesOf } from '#shared/core/conditions/plan.ts';
import { segmentsNamed } from '#shared/core/conditions/related.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Fault } from '#shared/core/errors.ts';

/** The segments that a condition names, each with the pointer to its name. */
const namedIn = ({ condition }: Pick<Segment, 'condition'>): { segment: string; pointer: string }[] =>
  [...nodesOf(condition, '/condition')].flatMap(({ node, pointer }) => {
    if (!('field' in node && node.field === 'contact.segments')) return [];
    const isList = Array.isArray(node.value);
    return segmentsNamed(node.value).map((segment, index) => ({
      segment,
      pointer: `${pointer}/value${isList ? `/${index}` : ''}`,
    }));
  });

/** How one segment leads to another by those that they name; undefined where it does not. */
const wayBetween = async (definitions: Configurations, from: string, to: string): Promise<string[] | undefined> => {
  const segments = await definitions.all('segments');
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const segment of cameFrom.keys()) {
    if (segment === to) {
      const way: string[] = [];
      for (let one: string | undefined = to; one !== undefined; one = cameFrom.get(one)) way.unshift(one);
      return way;
    }
    const found = segments.get(segment);
    for (const named of found ? namedIn(found.value) : [])
      if (!cameFrom.has(named.segment)) cameFrom.set(named.segment, segment);
  }
  return undefined;
};

/**
 * The names in a segment's condition that lead back to itself, over any number of others: who is in
 * it would depend on who is in it.
 */
export const circlesOf = async (
  definitions: Configurations,
  key: string,
  segment: Pick<Segment, 'condition'>,
): Promise<Fault[]> => {
  const found = await Promise.all(
    namedIn(segment).map(async ({ segment: named, pointer }): Promise<Fault[]> => {
      const way = await wayBetween(definitions, named, key);
      return way ? [{ pointer, code: 'circular', detail: `leads back: ${[key, ...way].join(' → ')}` }] : [];
    }),
  );
  return found.flat();
};
