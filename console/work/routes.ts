import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const workRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/work',
    component: lazyRouteComponent(() => import('#console/work/work-page.tsx'), 'WorkPage'),
  }),
] as const;
