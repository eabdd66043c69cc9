import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';
import { summaryQuery } from '#console/case/case-queries.ts';
import { type CaseTab, isCaseTab } from '#console/case/case-tabs.ts';

export const caseRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/cases/$id',
    validateSearch: ({ tab }: Record<string, unknown>): { tab?: CaseTab } => (isCaseTab(tab) ? { tab } : {}),
    loader: ({ context, params }) => void context.queries.prefetchQuery(summaryQuery(context.api, params.id)),
    component: lazyRouteComponent(() => import('#console/case/case-page.tsx'), 'CasePage'),
  }),
] as const;
