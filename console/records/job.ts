import { useQuery } from '@tanstack/react-query';
import type { OperationAnswer } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';

export type JobAnswer = OperationAnswer<'getJob'>;

const lookEveryMs = 600;

export const isUnderWay = ({ status }: Pick<JobAnswer, 'status'>): boolean =>
  status === 'queued' || status === 'running';

/** How far a job has come, looked at until it has ended. */
export const useJob = (id: string | undefined) => {
  const api = useApi();
  return useQuery({
    queryKey: ['job', id],
    queryFn: async () => (await api.getJob({ path: { id: id ?? '' } })).data,
    enabled: id !== undefined,
    refetchInterval: ({ state: { data } }) => (data && !isUnderWay(data) ? false : lookEveryMs),
    staleTime: 0,
  });
};
