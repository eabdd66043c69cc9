import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { Problem } from '#client/client.ts';
import type { ConsoleContext } from '#console/app/context.ts';
import { meQuery } from '#console/app/me.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Page } from '#console/ui/surface.tsx';

// The routes that all others hang on: who may be there, and what is around them.

// A visitor who has yet to sign in waits for neither frame.
const portalFrame = lazyRouteComponent(() => import('#console/app/portal-frame.tsx'), 'PortalFrame');

export interface RouterContext extends ConsoleContext {
  queries: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: () => <Missing />,
});

const Missing = () => (
  <main>
    <Page title="404">
      <Failure error={new Problem(404, {}, new Headers())} />
    </Page>
  </main>
);

const requireSignIn = ({ context, location }: { context: RouterContext; location: { href: string } }) => {
  if (!context.session.person()) throw redirect({ to: '/sign-in', search: { to: location.href } });
};

/** Screens of staff. Requesters are led to their own. */
export const staffRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'staff',
  beforeLoad: requireSignIn,
  // Beside what the screen asks for, and before it is drawn.
  loader: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meQuery(context.api, context.session.person()?.id ?? ''));
    if (!me.isStaff) throw redirect({ to: '/portal' });
  },
  component: lazyRouteComponent(() => import('#console/app/staff.ts'), 'StaffFrame'),
});

/** Screens of requesters: by login. */
export const portalRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'requester',
  beforeLoad: requireSignIn,
  component: portalFrame,
});

/** Screens that need no login: links of mails, forms. */
export const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: portalFrame,
});
