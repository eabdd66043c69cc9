import { useQuery } from '@tanstack/react-query';
import type { CasewardClient } from '#client/client.ts';
import { useApi, usePerson } from '#console/app/context.ts';

/** Who calls, as the API knows them; asked once, and again when somebody else signs in. */
export const meQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['me', id],
  queryFn: async () => (await api.getMe()).data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whether the API takes the person for an administrator; asked before any screen of staff. */
export const useIsAdmin = (): boolean => useQuery(meQuery(useApi(), usePerson().id)).data?.isAdmin ?? false;
