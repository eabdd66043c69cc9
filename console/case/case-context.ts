import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { useApi } from '#console/app/context.ts';
import { type CaseRecord, type CaseSummary, caseQueries, type Right } from '#console/case/case-queries.ts';
import { useConfigured } from '#console/records/configured.ts';
import type { ConfiguredMap } from '#console/records/configured-map.ts';
import { sayDone } from '#console/ui/toast.ts';

/** The case that a page shows. */
export const CaseContext = createContext<CaseSummary | undefined>(undefined);

interface ShownCase {
  id: string;
  record: CaseRecord;
  summary: CaseSummary;
  /** None as long as it is on its way, and where the reader may not know it. */
  type: ReturnType<ConfiguredMap<'case-types'>['get']>;
  /** Whether the reader may do something beside its actions; nothing while it is in the trash. */
  may: (right: Right) => boolean;
  isOpen: boolean;
}

export const useCase = (): ShownCase => {
  const summary = useContext(CaseContext);
  const types = useConfigured('case-types');
  if (!summary) throw new Error('outside of a case');
  const { record, rights } = summary;
  return {
    id: record.id,
    record,
    summary,
    type: types.get(record.type),
    may: (right) => rights.includes(right) && record.trashedAt === undefined,
    isOpen: record.status.category === 'to-do' || record.status.category === 'in-progress',
  };
};

export const useCaseQueries = () => {
  const { id } = useCase();
  return caseQueries(useApi(), id);
};

/**
 * Does something to the case and has what is shown of it asked for again, also where it was
 * refused, since then it is not as the reader sees it.
 */
export const useAct = () => {
  const { id } = useCase();
  const queries = useQueryClient();
  return async <T>(doIt: () => Promise<T>, done?: string): Promise<T> => {
    try {
      const answer = await doIt();
      if (done !== undefined) sayDone(done);
      return answer;
    } finally {
      void queries.invalidateQueries({ queryKey: ['case', id] });
      void queries.invalidateQueries({ queryKey: ['cases'] });
    }
  };
};
