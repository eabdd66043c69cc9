import type { AssignRule, PoolEntry } from '#shared/casework/assignment/assign.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';

/** What a pool is asked about. */
export interface PoolQuery {
  contact?: Pick<Contact, 'network'> | undefined;
  /** People who are kept out of the record, by a conflict of interest. */
  barred?: readonly string[] | undefined;
}

/** A part of a pool: a team and its people, or people who are named. */
export interface PoolPart {
  group?: string;
  people: string[];
}

/** The person an entry names, by themselves or by their role for the contact. */
const personOf = (entry: PoolEntry, { contact }: PoolQuery): string | undefined => {
  if ('user' in entry) return entry.user;
  return 'network' in entry ? own(contact?.network, entry.network)?.user : undefined;
};

/**
 * The parts of a pool in their order, of which the first that yields anybody counts. A team yields
 * its members in the directory, a network role one person. Where people are dealt to, those who are
 * named one after another are one part, since nobody names several to have the first of them get
 * everything.
 *
 * @param membersOf the ids of a team's members, in the order of the directory; none for a team that
 * only tokens know
 */
export const partsOf = (
  { behaviour, pool }: AssignRule,
  about: PoolQuery,
  membersOf: (group: string) => readonly string[],
): PoolPart[] => {
  const parts: PoolPart[] = [];
  let named: PoolPart | undefined;
  for (const entry of pool) {
    const person = personOf(entry, about);
    if ('user' in entry && named && behaviour !== 'selected') named.people.push(entry.user);
    else if ('group' in entry) parts.push({ group: entry.group, people: [...membersOf(entry.group)] });
    else if (person !== undefined) parts.push({ people: [person] });
    named = 'user' in entry ? (parts.at(-1) ?? named) : undefined;
  }
  return parts.map((part) => ({ ...part, people: [...new Set(part.people)] }));
};
