import { useMemo } from 'react';
import { useConfigured } from '#console/records/configured.ts';
import { useDirectory } from '#console/records/directory.ts';

// The names that an institution gave to the keys that figures go by.

const namesIn = (items: Iterable<{ key: string; name: string }>): [string, string][] =>
  [...items].map(({ key, name }) => [key, name]);

/** What keys are called; a key that nobody named is its own name. */
export const useNames = () => {
  const caseTypes = useConfigured('case-types');
  const alertTypes = useConfigured('alert-types');
  const priorities = useConfigured('priorities');
  const { groups, people } = useDirectory();
  return useMemo(() => {
    const names = {
      type: new Map(namesIn([...alertTypes.values(), ...caseTypes.values()])),
      status: new Map(namesIn([...caseTypes.values()].flatMap(({ statuses }) => statuses))),
      stage: new Map(namesIn([...caseTypes.values()].flatMap(({ stages }) => stages))),
      priority: new Map(namesIn(priorities.values())),
      group: new Map(namesIn(groups.values())),
      person: new Map([...people.values()].map(({ id, name }) => [id, name])),
    };
    return {
      nameOf: (dimension: keyof typeof names) => (key: string) => names[dimension].get(key) ?? key,
      choices: (dimension: 'type' | 'group') => [...names[dimension]].map(([id, name]) => ({ id, name })),
    };
  }, [caseTypes, alertTypes, priorities, groups, people]);
};
