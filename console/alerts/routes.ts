import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const alertRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/alerts',
    component: lazyRouteComponent(() => import('#console/alerts/alerts-page.tsx'), 'AlertsPage'),
  }),
] as const;
