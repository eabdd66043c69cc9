import { useQuery } from '@tanstack/react-query';
import { useApi } from '#console/app/context.ts';

// The names that an institution gave to the keys that figures go by.

const longFresh = 5 * 60_000;

const namesIn = (items: readonly { key: string; name?: unknown }[]): Map<string, string> =>
  new Map(items.map(({ key, name }) => [key, typeof name === 'string' ? name : key]));

interface Dimensions {
  type: ReadonlyMap<string, string>;
  group: ReadonlyMap<string, string>;
  priority: ReadonlyMap<string, string>;
  status: ReadonlyMap<string, string>;
  person: ReadonlyMap<string, string>;
}

const none: Dimensions = {
  type: new Map(),
  group: new Map(),
  priority: new Map(),
  status: new Map(),
  person: new Map(),
};

/** What keys are called; a key that nobody named is its own name. */
export const useNames = () => {
  const api = useApi();
  const { data = none } = useQuery({
    queryKey: ['names of figures'],
    staleTime: longFresh,
    queryFn: async (): Promise<Dimensions> => {
      const query = { limit: 200 };
      const [cases, alerts, groups, priorities] = await Promise.all([
        api.listCaseTypes({ query }),
        api.listAlertTypes({ query }),
        api.listGroups({ query }),
        api.listPriorities({ query }),
      ]);
      // A configuration is as its kind has it; these kinds have these lists.
      const listed = <Item>(items: readonly object[], name: string): Item[] =>
        items.flatMap((item) => (item as Record<string, Item[] | undefined>)[name] ?? []);
      const statuses = listed<{ key: string; name: string }>(cases.data.items, 'statuses');
      const people = listed<{ id: string; name?: string }>(groups.data.items, 'members');
      return {
        type: new Map([...namesIn(alerts.data.items), ...namesIn(cases.data.items)]),
        group: namesIn(groups.data.items),
        priority: namesIn(priorities.data.items),
        status: namesIn(statuses),
        person: new Map(people.map(({ id, name }) => [id, name ?? id])),
      };
    },
  });
  return {
    nameOf: (dimension: keyof Dimensions) => (key: string) => data[dimension].get(key) ?? key,
    choices: (dimension: 'type' | 'group') => [...data[dimension]].map(([id, name]) => ({ id, name })),
  };
};
