import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';
import { readListAhead } from '#console/work/case-list.ts';
import { readWorkSearch } from '#console/work/work-search.ts';

export const workRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/work',
    validateSearch: readWorkSearch,
    loaderDeps: ({ search }) => search,
    loader: ({ context, deps }) => readListAhead(deps, context),
    component: lazyRouteComponent(() => import('#console/app/staff.ts'), 'WorkPage'),
  }),
] as const;
