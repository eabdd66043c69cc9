import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readAlertSearch } from '#console/alerts/alert-search.ts';
import { staffRoute } from '#console/app/parents.tsx';

const alertsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/alerts',
  validateSearch: readAlertSearch,
  component: lazyRouteComponent(() => import('#console/alerts/alerts-page.tsx'), 'AlertsPage'),
});

const alertRoute = createRoute({
  getParentRoute: () => alertsRoute,
  path: '/$id',
  component: lazyRouteComponent(() => import('#console/alerts/alert-pane.tsx'), 'AlertPane'),
});

export const alertRoutes = [alertsRoute.addChildren([alertRoute])] as const;
