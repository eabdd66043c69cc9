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
    path: '/admin/access',
    component: lazyRouteComponent(() => import('#console/admin/places/access-page.tsx'), 'AccessPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/admin/file',
    component: lazyRouteComponent(() => import('#console/admin/places/file-page.tsx'), 'FilePage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/admin/jobs',
    component: lazyRouteComponent(() => import('#console/admin/places/jobs-page.tsx'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/admin/mail',
    component: lazyRouteComponent(() => import('#console/admin/places/mail-page.tsx'), 'MailPage'),
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
