import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const adminRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/admin',
    component: lazyRouteComponent(() => import('#console/admin/admin-page.tsx'), 'AdminPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/admin/$kind',
    component: lazyRouteComponent(() => import('#console/admin/kind-page.tsx'), 'KindPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/admin/$kind/$key',
    validateSearch: (search): { tab?: string } => (typeof search.tab === 'string' ? { tab: search.tab } : {}),
    component: lazyRouteComponent(() => import('#console/admin/editor/editor-page.tsx'), 'EditorPage'),
  }),
] as const;
