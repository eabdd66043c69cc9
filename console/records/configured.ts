import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { CasewardClient } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import type { ConfiguredMap, Keyed, NamingKind } from '#console/records/configured-map.ts';
import type { KindValues } from '#shared/core/definitions/kind.ts';

// What an institution has configured and every screen names things by. It changes seldom, so it is
// asked for once in a while, and again when an administrator saves something here.

const freshForMs = 5 * 60_000;

const lists = {
  'case-types': 'listCaseTypes',
  'alert-types': 'listAlertTypes',
  priorities: 'listPriorities',
  groups: 'listGroups',
  instances: 'listInstances',
  segments: 'listSegments',
  'record-templates': 'listRecordTemplates',
} as const satisfies Record<NamingKind, string>;

export const configuredQuery = <K extends NamingKind>(
  api: CasewardClient,
  kind: K,
): UseQueryOptions<ConfiguredMap<K>> => ({
  queryKey: [kind, 'all'],
  queryFn: async () => {
    const all = new Map<string, Keyed<KindValues[K]>>();
    // All of them are asked alike and answer alike.
    const name = lists[kind] as 'listCaseTypes';
    for await (const item of api.each(name, { query: { limit: 200 } }))
      all.set(item.key, item as unknown as Keyed<KindValues[K]>);
    return all;
  },
  staleTime: freshForMs,
});

const none = new Map<string, never>();

/** Everything of a kind of configuration; nothing as long as it is on its way. */
export const useConfigured = <K extends NamingKind>(kind: K): ConfiguredMap<K> => {
  const { data } = useQuery(configuredQuery(useApi(), kind));
  return data ?? (none as unknown as ConfiguredMap<K>);
};
