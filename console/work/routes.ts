import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';
import { readWorkSearch } from '#console/work/work-search.ts';

export const workRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/work',
    validateSearch: readWorkSearch,
    component: lazyRouteComponent(() => import('#console/work/work-page.tsx'), 'WorkPage'),
  }),
] as const;
