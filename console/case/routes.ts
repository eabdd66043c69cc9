import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const caseRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/cases/$id',
    component: lazyRouteComponent(() => import('#console/case/case-page.tsx'), 'CasePage'),
  }),
] as const;
