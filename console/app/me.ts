import type { CasewardClient } from '#client/client.ts';

/** Who calls, as the API knows them; asked once, and again when somebody else signs in. */
export const meQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['me', id],
  queryFn: async () => (await api.getMe()).data,
  staleTime: Number.POSITIVE_INFINITY,
});
