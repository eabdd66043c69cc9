import { useQuery } from '@tanstack/react-query';
import { useApi } from '#console/app/context.ts';
import { spelledOut } from '#console/records/field-name.ts';

const freshForMs = 5 * 60_000;

/** The names of templates by key, which notifications have that are sent by them. */
export const useTemplates = (): ReadonlyMap<string, string> => {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['templates', 'names'],
    queryFn: async () => {
      const names = new Map<string, string>();
      for await (const { key, name } of api.each('listTemplates', { query: { limit: 200 } }))
        names.set(key, String(name));
      return names;
    },
    staleTime: freshForMs,
  });
  return data ?? new Map();
};

export const useTemplateName = (): ((key: string) => string) => {
  const templates = useTemplates();
  return (key) => templates.get(key) ?? spelledOut(key);
};
