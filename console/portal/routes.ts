import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { portalRoute, publicRoute } from '#console/app/parents.tsx';

export const portalRoutes = [
  createRoute({
    getParentRoute: () => portalRoute,
    path: '/portal',
    component: lazyRouteComponent(() => import('#console/portal/my-cases-page.tsx'), 'MyCasesPage'),
  }),
] as const;

export const publicPortalRoutes = [
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/portal/links/$token',
    component: lazyRouteComponent(() => import('#console/portal/my-cases-page.tsx'), 'MyCasesPage'),
  }),
] as const;
