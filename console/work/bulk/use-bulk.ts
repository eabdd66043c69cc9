import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { isUnderWay, type JobAnswer, useJob } from '#console/records/job.ts';
import type { ViewSubject } from '#console/records/views.ts';
import { type BulkAction, outcomeOf } from '#console/work/bulk/bulk-action.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';

/** Which rows: some by their ids, or all that meet a condition. */
export type BulkRows = { ids: readonly string[] } | { condition: Condition };

const outcomeFrom = async (url: string) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the report answered ${response.status}`);
  return outcomeOf(await response.text());
};

/** What a job did, or its dry run would do, once it has ended. */
const useOutcome = (job: JobAnswer | undefined) =>
  useQuery({
    queryKey: ['job', job?.id, 'outcome'],
    queryFn: () => outcomeFrom(job?.report?.url ?? ''),
    enabled: job?.report !== undefined && !isUnderWay(job),
    staleTime: Number.POSITIVE_INFINITY,
  });

export type OutcomeQuery = ReturnType<typeof useOutcome>;

/** A bulk: its dry run first, then the same done. */
export const useBulk = (of: ViewSubject, rows: BulkRows) => {
  const api = useApi();
  const [action, setAction] = useState<BulkAction>();
  const [dryId, setDryId] = useState<string>();
  const [doneId, setDoneId] = useState<string>();
  const [error, setError] = useState<unknown>();
  const { data: dryJob } = useJob(dryId);
  const { data: job } = useJob(doneId);
  const selection = 'ids' in rows ? { ids: [...rows.ids] } : { condition: rows.condition };
  const begin = async (more: { action: BulkAction; dryRun?: true; token?: string }) => {
    setError(undefined);
    try {
      return (await api.bulk({ body: { for: of, ...selection, ...more } })).data.id;
    } catch (failure) {
      setError(failure);
      return undefined;
    }
  };
  return {
    error,
    dryJob,
    job,
    dryOutcome: useOutcome(dryJob),
    outcome: useOutcome(job),
    tryOut: async (wanted: BulkAction) => {
      setAction(wanted);
      setDryId(await begin({ action: wanted, dryRun: true }));
    },
    run: async () => {
      if (action) setDoneId(await begin({ action, ...(dryJob?.token !== undefined && { token: dryJob.token }) }));
    },
    /** Back to the choice. */
    reconsider: () => setDryId(undefined),
  };
};
