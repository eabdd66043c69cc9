import { useMemo } from 'react';
import { usePerson } from '#console/app/context.ts';
import { type ConfiguredMap, useConfigured } from '#console/records/configured.ts';
import type { Choice } from '#console/ui/fields.tsx';
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

/** The people and teams that work can be given to, and how they are called. */
export const useDirectory = () => {
  const groups = useConfigured('groups');
  const me = usePerson();
  return useMemo(() => {
    const people = peopleOf(groups);
    return {
      groups,
      people,
      nameOfPerson: (id: string): string => people.get(id)?.name ?? (id === me.id ? me.name : id),
      nameOfGroup: (key: string): string => groups.get(key)?.name ?? key,
    };
  }, [groups, me]);
};
export type Directory = ReturnType<typeof useDirectory>;

/** Ids of choices say which sort they are: a person and a team may be called alike. */
export const ownerToId = (owner: PersonOrGroup): string =>
  'user' in owner ? `user:${owner.user}` : `group:${owner.group}`;
export const ownerFromId = (id: string): PersonOrGroup =>
  id.startsWith('user:') ? { user: id.slice('user:'.length) } : { group: id.slice('group:'.length) };

/** Teams of staff, then people, as choices of whom to give something to; or some groups alone. */
export const ownerChoices = ({ groups, people }: Directory, among?: ReadonlySet<string>): Choice[] => {
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
