import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const mapRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/map',
    validateSearch: ({ type }: Record<string, unknown>): { type?: string } =>
      typeof type === 'string' ? { type } : {},
    component: lazyRouteComponent(() => import('#console/map/map-page.tsx'), 'MapPage'),
  }),
] as const;
