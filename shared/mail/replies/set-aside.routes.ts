import * as z from 'zod';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant } from '#shared/core/records/primitives.ts';
import { setAsideMailSchema } from '#shared/mail/replies/set-aside.schema.ts';

// Mail that came in and is on no case.

const forAdmins = { family: 'work', who: 'admin' } as const;

export const setAsideMailsRoute = defineRoute({
  ...forAdmins,
  name: 'mailSetAside',
  method: 'GET',
  path: '/v1/mail/set-aside',
  summary: 'Mails of the last 30 days that are on no case, with the reason, newest first',
  query: plainPageQuery,
  answer: pageOf(setAsideMailSchema),
  refusals: ['not-allowed', 'invalid-cursor'],
});
export const setAsideMailRoute = defineRoute({
  ...forAdmins,
  name: 'oneMailSetAside',
  method: 'GET',
  path: '/v1/mail/set-aside/{id}',
  summary: 'One of them, with a URL that hands it out for a few minutes where staff may know whom it is from',
  params: z.strictObject({ id: z.string().min(1).max(300) }),
  answer: setAsideMailSchema
    .extend({ download: z.strictObject({ url: z.string(), expiresAt: instant }).optional() })
    .meta({ id: 'OneMailSetAside' }),
  refusals: ['not-allowed', 'not-found'],
});
export const setAsideRoutes = [setAsideMailsRoute, setAsideMailRoute];
