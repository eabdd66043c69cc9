import type { CasewardClient, ItemOf } from '#client/client.ts';

export type RuleRunAnswer = ItemOf<'runsOnRecord'>;

const shown = 100;

/** What rules did about a record, newest first. */
export const runsQuery = (api: CasewardClient, recordId: string) => ({
  queryKey: ['rule-runs', recordId],
  queryFn: async () => (await api.runsOnRecord({ query: { recordId, limit: shown } })).data.items,
});
