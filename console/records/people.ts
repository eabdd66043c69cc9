import type { ConfiguredMap } from '#console/records/configured-map.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** A member of the directory, with all teams that have them. */
export interface DirectoryPerson {
  id: string;
  name: string;
  email: string | undefined;
  groups: readonly string[];
}

/** The people of all groups, by id, in the order of their names. */
export const peopleOf = (groups: ConfiguredMap<'groups'>): ReadonlyMap<string, DirectoryPerson> => {
  const people = new Map<string, DirectoryPerson>();
  for (const { key, members } of groups.values())
    for (const { id, name, email } of members)
      people.set(id, { id, name, email, groups: [...(people.get(id)?.groups ?? []), key] });
  return new Map([...people].sort(([, one], [, other]) => one.name.localeCompare(other.name)));
};

/** Ids of choices say which sort they are: a person and a team may be called alike. */
export const ownerToId = (owner: PersonOrGroup): string =>
  'user' in owner ? `user:${owner.user}` : `group:${owner.group}`;
export const ownerFromId = (id: string): PersonOrGroup =>
  id.startsWith('user:') ? { user: id.slice('user:'.length) } : { group: id.slice('group:'.length) };

interface Among {
  groups: ConfiguredMap<'groups'>;
  people: ReadonlyMap<string, DirectoryPerson>;
}

/** Teams of staff, then people, as choices of whom to give something to; or some groups alone. */
export const ownerChoices = ({ groups, people }: Among, among?: ReadonlySet<string>) => {
  const may = (key: string) => (among?.has(key) ?? true) && groups.get(key)?.staff !== false;
  const teams = [...groups.values()].filter(({ key }) => may(key));
  const persons = [...people.values()].filter((person) => person.groups.some(may));
  return [
    ...teams.map(({ key, name }) => ({ id: ownerToId({ group: key }), name })),
    ...persons.map(({ id, name, groups: theirs }) => ({
      id: ownerToId({ user: id }),
      name,
      detail: theirs.map((key) => groups.get(key)?.name ?? key).join(', '),
    })),
  ];
};
