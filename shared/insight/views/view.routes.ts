import * as z from 'zod';
import { nothing, pageOf } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { shortListQuery } from '#shared/core/records/listing.schema.ts';
import { instant, key } from '#shared/core/records/primitives.ts';
import { newViewSchema, savedViewKey, viewAnswerSchema, viewSubjects } from '#shared/insight/views/view.schema.ts';

const family = 'insight' as const;
const who = 'staff' as const;
const subject = z.enum(viewSubjects);
const one = { family, who, path: '/v1/views/{key}', params: z.strictObject({ key }) } as const;

export const listViewsRoute = defineRoute({
  name: 'listViews',
  method: 'GET',
  path: '/v1/views',
  family,
  who,
  summary: 'The views that you have: the built-in ones, yours, and those shared with a team of yours',
  query: z.strictObject({ ...shortListQuery, for: subject.optional() }),
  answer: pageOf(viewAnswerSchema),
});

export const createViewRoute = defineRoute({
  name: 'createView',
  method: 'POST',
  path: '/v1/views',
  family,
  who,
  summary: 'Save a view',
  body: newViewSchema,
  answer: viewAnswerSchema,
  status: 201,
  refusals: ['already-exists', 'too-many-pinned', 'unknown-reference'],
});

export const countViewsRoute = defineRoute({
  name: 'countViews',
  method: 'GET',
  path: '/v1/views/counts',
  family,
  who,
  summary: 'How many rows each of your views has for you',
  query: z.strictObject({ for: subject.default('cases') }),
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          key,
          count: z.int().min(0),
          /** There are more; only built-in and pinned views are counted to the end. */
          atLeast: z.literal(true).optional(),
        }),
      ),
      asOf: instant,
    })
    .meta({ id: 'ViewCounts' }),
});

export const getViewRoute = defineRoute({
  ...one,
  name: 'getView',
  method: 'GET',
  summary: 'A view; built-in ones are of cases unless you ask for those of alerts',
  query: z.strictObject({ for: subject.optional() }),
  answer: viewAnswerSchema,
  refusals: ['not-found'],
});

export const putViewRoute = defineRoute({
  ...one,
  params: z.strictObject({ key: savedViewKey }),
  name: 'putView',
  method: 'PUT',
  summary: 'Save a view under a key, or change one of yours',
  ifMatch: 'when-exists',
  body: newViewSchema,
  answer: viewAnswerSchema,
  refusals: ['not-found', 'not-allowed', 'already-exists', 'too-many-pinned', 'unknown-reference'],
});

export const deleteViewRoute = defineRoute({
  ...one,
  name: 'deleteView',
  method: 'DELETE',
  summary: 'Delete a view of yours; administrators delete any',
  ifMatch: 'optional',
  answer: nothing,
  status: 204,
  refusals: ['not-found', 'not-allowed'],
});

export const viewRoutes = [
  listViewsRoute,
  createViewRoute,
  countViewsRoute,
  getViewRoute,
  putViewRoute,
  deleteViewRoute,
];
