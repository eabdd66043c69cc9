import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from '#console/app/parents.tsx';
import { readContactSearch, readPartSearch } from '#console/contacts/contact-search.ts';

export const contactRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/contacts',
    validateSearch: readContactSearch,
    component: lazyRouteComponent(() => import('#console/contacts/contacts-page.tsx'), 'ContactsPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/contacts/$id',
    validateSearch: readPartSearch,
    component: lazyRouteComponent(() => import('#console/contacts/contact-page.tsx'), 'ContactPage'),
  }),
] as const;
