import { useMemo } from 'react';
import { usePerson } from '#console/app/context.ts';
import { useConfigured } from '#console/records/configured.ts';
import { peopleOf } from '#console/records/people.ts';

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
