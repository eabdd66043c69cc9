import * as z from 'zod';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant, ulidSchema } from '#shared/core/records/primitives.ts';
import { preferencesSchema } from '#shared/mail/notifications/preferences.schema.ts';
import { languageTag, renderedSchema, templateSchema } from '#shared/mail/notifications/template.ts';

// Delivery preferences, and previews of mails.

const mine = { family: 'contacts', who: 'signed-in', path: '/v1/me/notification-settings' } as const;

export const getMySettingsRoute = defineRoute({
  ...mine,
  name: 'getMyNotificationSettings',
  method: 'GET',
  summary: 'How you want to be told of things; what holds for everybody where you have not said',
  answer: preferencesSchema,
});
export const putMySettingsRoute = defineRoute({
  ...mine,
  name: 'putMyNotificationSettings',
  method: 'PUT',
  summary: 'Say how you want to be told of things: at once, by digest, or not; and when not to be disturbed',
  body: preferencesSchema,
  answer: preferencesSchema,
});

const audience = z.enum(['staff', 'requester']).optional();
const asked = {
  language: languageTag.optional(),
  template: templateSchema.optional().meta({ description: 'For admins: shown in place of the saved one.' }),
};
export const previewTemplateRoute = defineRoute({
  name: 'previewTemplate',
  method: 'POST',
  path: '/v1/templates/{key}/preview',
  family: 'config',
  who: 'staff',
  summary: 'What a template would say of a case or an alert, to staff or to a requester; nothing is sent',
  params: z.strictObject({ key: z.string().min(1).max(128) }),
  body: z.union([
    z.strictObject({ caseId: z.string().min(1).max(64), audience, ...asked }),
    z.strictObject({ alertId: ulidSchema, audience: z.literal('staff').optional(), ...asked }),
  ]),
  answer: renderedSchema,
  refusals: ['not-found', 'not-allowed', 'unknown-reference'],
});

const suppressed = z
  .strictObject({
    address: z.string(),
    reason: z.enum(['bounced', 'complained', 'refused']),
    detail: z.string(),
    at: instant,
  })
  .meta({ id: 'SuppressedAddress' });
export const suppressionsRoute = defineRoute({
  name: 'suppressedAddresses',
  method: 'GET',
  path: '/v1/suppressed-addresses',
  family: 'config',
  who: 'admin',
  summary: 'Addresses that are not mailed any more, since mail to them bounced for good or was complained of',
  query: plainPageQuery,
  answer: pageOf(suppressed),
  refusals: ['not-allowed'],
});
export const endSuppressionRoute = defineRoute({
  name: 'mailAddressAgain',
  method: 'DELETE',
  path: '/v1/suppressed-addresses/{address}',
  family: 'config',
  who: 'admin',
  summary: 'Mail an address again',
  params: z.strictObject({ address: z.string().min(3).max(254) }),
  answer: z.undefined(),
  status: 204,
  refusals: ['not-allowed', 'not-found'],
});
export const suppressionRoutes = [suppressionsRoute, endSuppressionRoute];

export const mySettingsRoutes = [getMySettingsRoute, putMySettingsRoute];
