import type { CasewardClient } from '#client/client.ts';
import { everyItem } from '#console/records/pages.ts';

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
  queryFn: () => everyItem(api.each('alertNotes', { path: { id }, query: { limit: most } })),
});

/** What happened to it, newest first. */
export const historyQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['alert', id, 'history'],
  queryFn: () => everyItem(api.each('alertHistory', { path: { id }, query: { limit: most, sort: '-createdAt' } })),
});
export type HistoryEvent = Awaited<ReturnType<ReturnType<typeof historyQuery>['queryFn']>>[number];
