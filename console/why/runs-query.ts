import type { CasewardClient, ItemOf } from '#client/client.ts';

export type RuleRunAnswer = ItemOf<'runsOnRecord'>;

const aPage = 100;

/** A page of what rules did about a record, newest first. */
export const readRuns = async (api: CasewardClient, recordId: string, place: { cursor?: string }) =>
  (await api.runsOnRecord({ query: { recordId, limit: aPage, ...place } })).data;

/** One of them; null where it is not kept any more. */
export const runQuery = (api: CasewardClient, { recordId, id }: { recordId: string; id: string }) => ({
  queryKey: ['rule-runs', recordId, id],
  queryFn: async (): Promise<RuleRunAnswer | null> => {
    for await (const run of api.each('runsOnRecord', { query: { recordId, limit: aPage } }))
      if (run.id === id) return run;
    return null;
  },
});
