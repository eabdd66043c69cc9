import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const whyRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/why',
    component: lazyRouteComponent(() => import('#console/why/why-page.tsx'), 'WhyPage'),
  }),
] as const;
