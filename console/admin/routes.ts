import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery } from '#console/app/me.ts';
import { type RouterContext, staffRoute } from '#console/app/parents.tsx';
import { readMessagesOfAdmin } from '#console/i18n/more-messages.ts';

/** Others are led to their work; what they ask the API for, it refuses by itself. */
const requireAdmin = async ({ context }: { context: RouterContext }) => {
  const [me] = await Promise.all([
    context.queries.fetchQuery(meQuery(context.api, context.session.person()?.id ?? '')),
    readMessagesOfAdmin(),
  ]);
  if (!me.isAdmin) throw redirect({ to: '/work' });
};

export const adminRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin',
    component: lazyRouteComponent(() => import('#console/admin/admin-page.tsx'), 'AdminPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin/access',
    component: lazyRouteComponent(() => import('#console/admin/places/access-page.tsx'), 'AccessPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin/file',
    component: lazyRouteComponent(() => import('#console/admin/places/file-page.tsx'), 'FilePage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin/imports',
    component: lazyRouteComponent(() => import('#console/admin/places/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin/jobs',
    component: lazyRouteComponent(() => import('#console/admin/places/jobs-page.tsx'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin/mail',
    component: lazyRouteComponent(() => import('#console/admin/places/mail-page.tsx'), 'MailPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin/$kind',
    component: lazyRouteComponent(() => import('#console/admin/kind-page.tsx'), 'KindPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    beforeLoad: requireAdmin,
    path: '/admin/$kind/$key',
    validateSearch: (search): { tab?: string } => (typeof search.tab === 'string' ? { tab: search.tab } : {}),
    component: lazyRouteComponent(() => import('#console/admin/editor/editor-page.tsx'), 'EditorPage'),
  }),
] as const;
