import type { CasewardClient, OperationAnswer } from '#client/client.ts';

export type ViewSubject = 'cases' | 'alerts';
export type ViewAnswer = OperationAnswer<'getView'>;
export type ViewCount = OperationAnswer<'countViews'>['items'][number];

// Counts are kept as records change, a moment behind them.
const countedEveryMs = 20_000;

/** The views that the caller has. Keys begin with the name of the list, so they are kept fresh. */
export const viewsQuery = (api: CasewardClient, of: ViewSubject) => ({
  queryKey: ['views', of],
  queryFn: async (): Promise<ViewAnswer[]> => (await api.listViews({ query: { for: of } })).data.items,
  staleTime: 60_000,
});

export const countsQuery = (api: CasewardClient, of: ViewSubject) => ({
  queryKey: [of, 'counts'],
  queryFn: async () => {
    const { data } = await api.countViews({ query: { for: of } });
    return new Map(data.items.map((item) => [item.key, item]));
  },
  refetchInterval: countedEveryMs,
});
