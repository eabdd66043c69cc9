import type { CasewardClient } from '#client/client.ts';

export const summaryQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['alert', id, 'summary'],
  queryFn: async () => {
    const { data, etag } = await api.alertSummary({ path: { id } });
    return { ...data, etag };
  },
});
export type AlertSummary = Awaited<ReturnType<ReturnType<typeof summaryQuery>['queryFn']>>;

const most = 200;

export const notesQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['alert', id, 'notes'],
  queryFn: async () => (await api.alertNotes({ path: { id }, query: { limit: most } })).data.items,
});

/** What happened to it, newest first. */
export const historyQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['alert', id, 'history'],
  queryFn: async () =>
    (await api.alertHistory({ path: { id }, query: { limit: most, sort: '-createdAt' } })).data.items,
});
export type HistoryEvent = Awaited<ReturnType<ReturnType<typeof historyQuery>['queryFn']>>[number];
