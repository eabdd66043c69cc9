import { useQuery } from '@tanstack/react-query';
import type { ConditionField } from '#console/admin/conditions/condition.ts';
import { useApi } from '#console/app/context.ts';

/** Every field that a condition may ask about, with its operators. */
export const useFields = (): readonly ConditionField[] => {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['condition-fields'],
    queryFn: async () => {
      const found: ConditionField[] = [];
      for await (const field of api.each('conditionFields', { query: { limit: 100 } }))
        found.push(field as ConditionField);
      return found;
    },
    staleTime: 60_000,
  });
  return data ?? [];
};
