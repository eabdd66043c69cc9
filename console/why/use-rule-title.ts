import { useQuery } from '@tanstack/react-query';
import { useApi } from '#console/app/context.ts';

const freshForMs = 5 * 60_000;

/** The titles of rules by their ids; of one that is gone, or of a routine, its id. */
export const useRuleTitle = (): ((id: string) => string) => {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['rules', 'titles'],
    queryFn: async () => {
      const titles = new Map<string, string>();
      for await (const { id, title } of api.each('listRules', { query: { limit: 200 } })) titles.set(id, String(title));
      return titles;
    },
    staleTime: freshForMs,
  });
  return (id) => data?.get(id) ?? id;
};
