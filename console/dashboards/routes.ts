import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const dashboardRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/dashboards',
    component: lazyRouteComponent(() => import('#console/dashboards/dashboards-page.tsx'), 'DashboardsPage'),
  }),
] as const;
