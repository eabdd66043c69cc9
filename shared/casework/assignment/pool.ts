import type { PoolEntry } from '#shared/casework/assignment/assign.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** What a pool is asked about. */
export interface PoolQuery {
  contact?: Pick<Contact, 'network'> | undefined;
  /** People who are kept out of the record, by a conflict of interest. */
  barred?: readonly string[] | undefined;
}

/** The person an entry names, by themselves or by their role for the contact. */
const personOf = (entry: PoolEntry, { contact, barred }: PoolQuery): string | undefined => {
  const person =
    'user' in entry ? entry.user : 'network' in entry ? own(contact?.network, entry.network)?.user : undefined;
  return person !== undefined && barred?.includes(person) ? undefined : person;
};

/**
 * The first entry of a pool that yields anybody: a person, a team as such, or who has that role for
 * the contact.
 */
export const selectFrom = (pool: readonly PoolEntry[], about: PoolQuery): PersonOrGroup | undefined => {
  for (const entry of pool) {
    if ('group' in entry) return entry;
    const user = personOf(entry, about);
    if (user !== undefined) return { user };
  }
  return undefined;
};

/**
 * The people among whom work is dealt: those of the first entry that yields anybody. A team yields
 * its members in the directory, a network role one person. People who are named one after another
 * are one entry, since nobody names several to have the first of them get everything.
 *
 * @param membersOf the ids of a team's members, in the order of the directory; none for a team that
 * only tokens know
 */
export const peopleOf = (
  pool: readonly PoolEntry[],
  about: PoolQuery,
  membersOf: (group: string) => readonly string[],
): string[] => {
  const named: string[] = [];
  for (const entry of pool) {
    // The people named so far are an entry that ends where another kind of entry begins.
    if (!('user' in entry) && named.length > 0) break;
    const person = personOf(entry, about);
    const people = 'group' in entry ? membersOf(entry.group).filter((id) => !about.barred?.includes(id)) : [];
    if (!('user' in entry) && person !== undefined) people.push(person);
    if (people.length > 0) return [...new Set(people)];
    if ('user' in entry && person !== undefined) named.push(person);
  }
  return [...new Set(named)];
};
