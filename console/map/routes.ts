import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

interface MapSearch {
  type?: string;
  /** What is looked at first; everything there is without it. */
  lat?: number;
  lon?: number;
}

export const mapRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/map',
    validateSearch: ({ type, lat, lon }: Record<string, unknown>): MapSearch => ({
      ...(typeof type === 'string' && { type }),
      ...(typeof lat === 'number' && typeof lon === 'number' && { lat, lon }),
    }),
    component: lazyRouteComponent(() => import('#console/map/map-page.tsx'), 'MapPage'),
  }),
] as const;
