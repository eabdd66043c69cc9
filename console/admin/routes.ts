import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const adminRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/admin',
    component: lazyRouteComponent(() => import('#console/admin/admin-page.tsx'), 'AdminPage'),
  }),
] as const;
