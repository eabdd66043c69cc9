import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const whyRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/why',
    validateSearch: ({ recordId }: Record<string, unknown>): { recordId?: string } =>
      typeof recordId === 'string' ? { recordId } : {},
    component: lazyRouteComponent(() => import('#console/why/why-page.tsx'), 'WhyPage'),
  }),
] as const;
