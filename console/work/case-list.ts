import type { QueryClient } from '@tanstack/react-query';
import type { CasewardClient } from '#client/client.ts';
import { configuredQuery } from '#console/records/configured.ts';
import { pagesQuery } from '#console/records/pages.ts';
import { countsQuery, viewsQuery } from '#console/records/views.ts';
import { hasKnownOrder, listQueryOf, pageSize, type WorkSearch } from '#console/work/work-search.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

type CaseListQuery = ReturnType<typeof listQueryOf>;

/** The key and the reader of a list of cases, as `usePages` takes them. */
export const caseList = (api: CasewardClient, query: CaseListQuery) =>
  [
    ['cases', 'list', query],
    async (place: { cursor?: string }, signal: AbortSignal) =>
      (await api.listCases({ query: { ...query, ...place, limit: pageSize }, signal })).data,
  ] as const;

/** Asks at once for all that the page of a list will ask for, while the page is on its way. */
export const readListAhead = (search: WorkSearch, { api, queries }: { api: CasewardClient; queries: QueryClient }) => {
  if (hasKnownOrder(search))
    void queries.prefetchInfiniteQuery(pagesQuery<CaseAnswer>(...caseList(api, listQueryOf(search))));
  void queries.prefetchQuery(viewsQuery(api, 'cases'));
  void queries.prefetchQuery(configuredQuery(api, 'case-types'));
  void queries.prefetchQuery(configuredQuery(api, 'priorities'));
  void queries.prefetchQuery(configuredQuery(api, 'groups'));
  void queries.prefetchQuery(countsQuery(api, 'cases'));
};
