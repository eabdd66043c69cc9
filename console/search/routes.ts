import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const searchRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/search',
    component: lazyRouteComponent(() => import('#console/search/search-page.tsx'), 'SearchPage'),
  }),
] as const;
