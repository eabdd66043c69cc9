import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { portalRoute, publicRoute } from '#console/app/parents.tsx';

export const portalRoutes = [
  createRoute({
    getParentRoute: () => portalRoute,
    path: '/portal',
    component: lazyRouteComponent(() => import('#console/portal/my-cases-page.tsx'), 'MyCasesPage'),
  }),
  createRoute({
    getParentRoute: () => portalRoute,
    path: '/portal/cases/$id',
    component: lazyRouteComponent(() => import('#console/portal/my-case-page.tsx'), 'MyCaseByLogin'),
  }),
  createRoute({
    getParentRoute: () => portalRoute,
    path: '/portal/raise/$type',
    component: lazyRouteComponent(() => import('#console/portal/new-case-page.tsx'), 'NewCasePage'),
  }),
] as const;

/** Where mails lead people who have no login. */
export const publicPortalRoutes = [
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/portal/raise',
    component: lazyRouteComponent(() => import('#console/portal/raise-page.tsx'), 'RaisePage'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/portal/links/$token',
    component: lazyRouteComponent(() => import('#console/portal/my-case-page.tsx'), 'MyCaseByLink'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/portal/subscriptions/$token',
    component: lazyRouteComponent(() => import('#console/portal/following-page.tsx'), 'FollowingPage'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/portal/opt-outs/$token',
    component: lazyRouteComponent(() => import('#console/portal/opt-out-page.tsx'), 'OptOutPage'),
  }),
] as const;
