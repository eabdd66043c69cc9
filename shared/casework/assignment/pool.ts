import type { AssignRule } from '#shared/casework/assignment/assign.ts';
import { peopleOfStory, type Story } from '#shared/casework/assignment/people-of-story.ts';
import type { StoryPerson } from '#shared/casework/assignment/story-person.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** What a pool is asked about. */
export interface PoolQuery extends Story {
  /** People who are kept out of the record, by a conflict of interest. */
  barred?: readonly string[] | undefined;
}

/** A part of a pool: a team and its people, or people who are named. */
export interface PoolPart {
  group?: string;
  people: string[];
}

/** The staff and teams that an entry yields; a contact is given no work. */
const ownersIn = (entry: StoryPerson, about: PoolQuery): PersonOrGroup[] =>
  peopleOfStory(entry, about).flatMap((one) => ('contact' in one ? [] : [one]));

/**
 * The parts of a pool, of which the first that yields anybody counts. Where work is dealt, people
 * who are named one after another are one part, or the first of them would get everything.
 */
export const partsOf = (
  { behaviour, pool }: AssignRule,
  about: PoolQuery,
  membersOf: (group: string) => readonly string[],
): PoolPart[] => {
  const parts: PoolPart[] = [];
  let named: PoolPart | undefined;
  for (const entry of pool) {
    if ('user' in entry && named && behaviour !== 'selected') {
      named.people.push(entry.user);
      continue;
    }
    const owners = ownersIn(entry, about);
    const people = owners.flatMap((one) => ('user' in one ? one.user : []));
    const teams = owners.flatMap((one) => ('group' in one ? one.group : []));
    if (people.length > 0) parts.push({ people });
    parts.push(...teams.map((group) => ({ group, people: [...membersOf(group)] })));
    named = 'user' in entry ? parts.at(-1) : undefined;
  }
  return parts.map((part) => ({ ...part, people: [...new Set(part.people)] }));
};
