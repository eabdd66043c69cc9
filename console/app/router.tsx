import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { adminRoutes } from '#console/admin/routes.ts';
import { alertRoutes } from '#console/alerts/routes.ts';
import { meQuery } from '#console/app/me.ts';
import { portalRoute, publicRoute, type RouterContext, rootRoute, staffRoute } from '#console/app/parents.tsx';
import { noteHome } from '#console/app/signed-in.ts';
import { caseRoutes } from '#console/case/routes.ts';
import { contactRoutes } from '#console/contacts/routes.ts';
import { dashboardRoutes } from '#console/dashboards/routes.ts';
import { mapRoutes } from '#console/map/routes.ts';
import { portalRoutes, publicPortalRoutes } from '#console/portal/routes.ts';
import { searchRoutes } from '#console/search/routes.ts';
import { Failure } from '#console/ui/failure.tsx';
import { PageRoom } from '#console/ui/plain.tsx';
import { Skeleton } from '#console/ui/surface.tsx';
import { whyRoutes } from '#console/why/routes.ts';
import { workRoutes } from '#console/work/routes.ts';

/** The texts among what the address says. */
const textsIn = <N extends string>(search: Record<string, unknown>, names: readonly N[]): { [K in N]?: string } =>
  Object.fromEntries(names.map((name) => [name, search[name]]).filter(([, value]) => typeof value === 'string'));

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const person = context.session.person();
    if (person)
      throw redirect({ to: noteHome(await context.queries.ensureQueryData(meQuery(context.api, person.id))) });
    // The page before signing in is none of the application's (`first/welcome.tsx`).
    throw redirect({ href: '/', reloadDocument: true });
  },
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { to?: string; as?: string } => textsIn(search, ['to', 'as']),
  component: lazyRouteComponent(() => import('#console/app/sign-in.tsx'), 'SignIn'),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signed-in',
  // The answer of the issuer stays in the address as it is.
  validateSearch: (search: Record<string, unknown>) => search,
  component: lazyRouteComponent(() => import('#console/app/sign-in.tsx'), 'SignedIn'),
});

/** Mails lead to `/staff/cases/…`, whatever pages a deployment has. */
const fromMailsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/staff/$',
  beforeLoad: ({ params }) => {
    throw redirect({ href: `/${params._splat ?? ''}` });
  },
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  signedInRoute,
  fromMailsRoute,
  staffRoute.addChildren([
    ...workRoutes,
    ...caseRoutes,
    ...alertRoutes,
    ...contactRoutes,
    ...searchRoutes,
    ...dashboardRoutes,
    ...mapRoutes,
    ...whyRoutes,
    ...adminRoutes,
  ]),
  portalRoute.addChildren([...portalRoutes]),
  publicRoute.addChildren([...publicPortalRoutes]),
]);

export const createConsoleRouter = (context: RouterContext) =>
  createRouter({
    routeTree,
    context,
    defaultPreload: false,
    scrollRestoration: true,
    // What mail programs and others add to an address would be asked of the API, which refuses it.
    search: { strict: true },
    // A skeleton makes way as soon as there is something to show.
    defaultPendingMinMs: 0,
    defaultPendingComponent: () => (
      <PageRoom>
        <Skeleton />
      </PageRoom>
    ),
    defaultErrorComponent: ({ error, reset }) => (
      <PageRoom>
        <Failure error={error} onRetry={reset} />
      </PageRoom>
    ),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
