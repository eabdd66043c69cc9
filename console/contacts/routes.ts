import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';

export const contactRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/contacts',
    component: lazyRouteComponent(() => import('#console/contacts/contacts-page.tsx'), 'ContactsPage'),
  }),
] as const;
