import { defineRoute } from '#shared/core/http/define-route.ts';
import {
  foundAlertsSchema,
  foundCasesSchema,
  foundContactsSchema,
  foundEverythingSchema,
  mediaTypes,
  searchContactsSchema,
  searchEverythingSchema,
  searchRecordsSchema,
} from '#shared/insight/search/search.schema.ts';

const search = {
  method: 'POST',
  family: 'search',
  who: 'staff',
  files: Object.values(mediaTypes),
  startsJob: true,
} as const;

export const searchCasesRoute = defineRoute({
  ...search,
  name: 'searchCases',
  path: '/v1/search/cases',
  summary: 'Cases by words, by fields and by a condition, as a list, as CSV or as GeoJSON',
  body: searchRecordsSchema,
  answer: foundCasesSchema,
  refusals: ['invalid-cursor'],
});

export const searchAlertsRoute = defineRoute({
  ...search,
  name: 'searchAlerts',
  path: '/v1/search/alerts',
  summary: 'Alerts by words, by fields and by a condition, as a list or as CSV',
  body: searchRecordsSchema,
  answer: foundAlertsSchema,
  refusals: ['invalid-cursor'],
});

export const searchContactsRoute = defineRoute({
  ...search,
  name: 'searchContacts',
  path: '/v1/search/contacts',
  summary: 'Contacts by words, by fields and by a condition, as a list or as CSV',
  body: searchContactsSchema,
  answer: foundContactsSchema,
  refusals: ['invalid-cursor'],
});

export const searchEverythingRoute = defineRoute({
  method: 'POST',
  family: 'search',
  who: 'staff',
  name: 'searchEverything',
  path: '/v1/search',
  summary: 'Cases, alerts and contacts by words; what has exactly this reference comes first',
  body: searchEverythingSchema,
  answer: foundEverythingSchema,
  refusals: ['invalid-cursor'],
});

export const searchRoutes = [searchCasesRoute, searchAlertsRoute, searchContactsRoute, searchEverythingRoute] as const;
