import type { Person } from '#shared/access/person.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';

/**
 * Somebody of the directory, as the access policy asks about them. Their groups are those that list
 * them, since no token is at hand.
 */
export type DirectoryPerson = Person & { email: string; name: string };

/**
 * Whom there is to mail: the groups as the configuration lists them, and each of their members
 * once.
 */
export interface Directory {
  people: ReadonlyMap<string, DirectoryPerson>;
  /** Names of groups by key. */
  groups: ReadonlyMap<string, { name: string; members: readonly DirectoryPerson[] }>;
}

type Groups = ReadonlyMap<string, Configured<'groups'>>;

const build = (groups: Groups): Directory => {
  const memberships = new Map<string, { email: string; name: string; groups: string[]; isStaff: boolean }>();
  for (const { key, value } of groups.values())
    for (const { id, email, name } of value.members) {
      const known = memberships.get(id) ?? { email, name, groups: [], isStaff: false };
      memberships.set(id, { ...known, groups: [...known.groups, key], isStaff: known.isStaff || value.staff });
    }
  const people = new Map(
    [...memberships].map(([id, one]): [string, DirectoryPerson] => [
      id,
      { id, ...one, isAdmin: one.groups.includes('admins'), seesAll: one.groups.includes('view-all') },
    ]),
  );
  const membersOf = (ids: readonly { id: string }[]) => ids.flatMap(({ id }) => people.get(id) ?? []);
  return {
    people,
    groups: new Map(
      [...groups.values()].map(({ key, value }) => [key, { name: value.name, members: membersOf(value.members) }]),
    ),
  };
};

// Configuration keeps its map for as long as nothing is changed, so the directory of a map is
// worked out once.
const built = new WeakMap<Groups, Directory>();

/** The directory of the groups that are configured. */
export const directoryOf = (groups: Groups): Directory => {
  let directory = built.get(groups);
  if (!directory) {
    directory = build(groups);
    built.set(groups, directory);
  }
  return directory;
};

/** Members of groups, each once. Groups that only tokens know have none. */
export const membersOfGroups = (directory: Directory, groups: readonly string[]): DirectoryPerson[] => [
  ...new Set(groups.flatMap((group) => directory.groups.get(group)?.members ?? [])),
];
