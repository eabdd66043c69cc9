import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';
import { dashboardSearch } from '#console/dashboards/dashboard-search.ts';

export const dashboardRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/dashboards',
    validateSearch: dashboardSearch,
    component: lazyRouteComponent(() => import('#console/dashboards/dashboards-page.tsx'), 'DashboardsPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/dashboards/rows',
    validateSearch: ({ kind, condition }: Record<string, unknown>) => ({
      kind: kind === 'alerts' ? ('alerts' as const) : ('cases' as const),
      condition: typeof condition === 'string' ? condition : JSON.stringify(condition ?? {}),
    }),
    component: lazyRouteComponent(() => import('#console/dashboards/rows-page.tsx'), 'RowsPage'),
  }),
] as const;
