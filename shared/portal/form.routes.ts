import * as z from 'zod';
import { farthest } from '#shared/casework/cases/limits.ts';
import { statusCategories } from '#shared/casework/cases/status.schema.ts';
import { defineRoute, dryRunQuery } from '#shared/core/http/define-route.ts';
import { email, instant, key, location, longText, name } from '#shared/core/records/primitives.ts';
import { largestForm, publicCaseSchema } from '#shared/portal/form.schema.ts';
import { formLanguages } from '#shared/portal/form-page/language.schema.ts';

// What anybody may ask of a case type whose starters have `anonymous` among them. Without it, all
// of this is not there.

const family = 'public' as const;
const who = 'anyone' as const;
const ofType = z.strictObject({ key });

export const publicFormSchema = z
  .strictObject({ key, name, description: longText.optional() })
  .meta({ id: 'PublicForm' });
export const publicFormsRoute = defineRoute({
  name: 'publicForms',
  method: 'GET',
  path: '/v1/public/case-types',
  family,
  who,
  summary: 'The case types that have a public form, by their names',
  answer: z.strictObject({ items: z.array(publicFormSchema) }),
});
export const formRoute = defineRoute({
  name: 'publicForm',
  method: 'GET',
  path: '/v1/public/case-types/{key}/form',
  family,
  who,
  readsOneRecord: true,
  summary: 'What the public form of a case type takes, as a JSON Schema (2020-12)',
  params: ofType,
  answer: z.looseObject({}),
  refusals: ['not-found', 'disabled'],
});
export const submitFormRoute = defineRoute({
  name: 'submitPublicForm',
  method: 'POST',
  path: '/v1/public/case-types/{key}/cases',
  family,
  who,
  summary: 'Raise a case by the public form of its type',
  params: ofType,
  body: publicCaseSchema,
  answer: z
    .strictObject({ reference: z.string(), link: z.url().meta({ description: 'Opens the case without a login.' }) })
    .meta({ id: 'Submitted' }),
  status: 201,
  refusals: ['not-found', 'disabled'],
});

const coordinate = (limit: number) => z.coerce.number().min(-limit).max(limit);
/**
 * What anybody is shown of an open case near a place: how it goes, not whose it is or what was
 * said.
 */
export const nearbyCaseSchema = z
  .strictObject({
    reference: z.string(),
    subject: z.string().optional(),
    status: z.strictObject({ key, name: z.string(), category: z.enum(statusCategories) }),
    location: location.pick({ lat: true, lon: true }),
    /** In metres. */
    distance: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'NearbyCase' });
export const publicNearRoute = defineRoute({
  name: 'publicCasesNear',
  method: 'GET',
  path: '/v1/public/case-types/{key}/near',
  family,
  who,
  summary: 'Open cases near a place, nearest first, before another is raised; none where the type shows none',
  params: ofType,
  query: z.strictObject({
    lat: coordinate(90),
    lon: coordinate(180),
    meters: z.coerce.number().positive().max(farthest).optional(),
  }),
  answer: z.strictObject({ items: z.array(nearbyCaseSchema) }),
  refusals: ['not-found', 'disabled'],
});

export const followRoute = defineRoute({
  name: 'followCase',
  method: 'POST',
  path: '/v1/public/case-types/{key}/subscribe',
  family,
  who,
  summary: 'Follow a case that is offered near a place instead of raising another; a mail asks whether it was you',
  params: ofType,
  body: z.strictObject({ reference: z.string().min(1).max(64), email, name: name.optional() }),
  answer: z.strictObject({ detail: z.string() }),
  status: 202,
  refusals: ['not-found', 'disabled'],
});
const subscription = { family, who, params: z.strictObject({ token: z.string().min(1).max(128) }) };
export const confirmFollowingRoute = defineRoute({
  ...subscription,
  name: 'confirmFollowing',
  method: 'POST',
  path: '/v1/public/subscriptions/{token}/confirm',
  summary: 'It was you who asked to follow a case',
  answer: z.undefined(),
  status: 204,
  refusals: ['link-not-valid'],
});
export const endFollowingRoute = defineRoute({
  ...subscription,
  name: 'endFollowing',
  method: 'DELETE',
  path: '/v1/public/subscriptions/{token}',
  summary: 'Hear no more of a case',
  answer: z.undefined(),
  status: 204,
  refusals: ['link-not-valid'],
});

// Pages for people, whose refusals are pages, too, where the request asks for `text/html`.
const page = z.file().mime('text/html');
const language = z
  .enum(formLanguages)
  .optional()
  .meta({ description: 'Of the page; else what `Accept-Language` wants.' });

export const formPageRoute = defineRoute({
  name: 'publicFormPage',
  method: 'GET',
  path: '/forms/{key}',
  family,
  who,
  readsOneRecord: true,
  summary: 'The public form of a case type as a page that works without JavaScript',
  params: ofType,
  query: z.strictObject({ lang: language }),
  answer: page,
  refusals: ['not-found', 'disabled'],
});
export const sendFormPageRoute = defineRoute({
  name: 'sendPublicFormPage',
  method: 'POST',
  path: '/forms/{key}',
  family,
  who,
  summary: 'Raise a case by the form of a page, once under its `key`; answers with a page, too',
  params: ofType,
  query: dryRunQuery.extend({ lang: language }),
  takes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
  largestBody: largestForm,
  body: z.string().optional().meta({
    description:
      'Inputs by their places in the body of `submitPublicForm`, with dots; `files` by `multipart/form-data`.',
  }),
  answer: page,
  status: 201,
  refusals: ['not-found', 'disabled'],
});

export const formRoutes = [
  publicFormsRoute,
  formRoute,
  formPageRoute,
  sendFormPageRoute,
  submitFormRoute,
  publicNearRoute,
  followRoute,
  confirmFollowingRoute,
  endFollowingRoute,
];
