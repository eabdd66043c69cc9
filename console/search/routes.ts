import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';
import { readSearchAddress } from '#console/search/search-address.ts';

export const searchRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/search',
    validateSearch: readSearchAddress,
    component: lazyRouteComponent(() => import('#console/search/search-page.tsx'), 'SearchPage'),
  }),
] as const;
