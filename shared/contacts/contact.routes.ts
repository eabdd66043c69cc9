import * as z from 'zod';
import { contactChangesSchema, contactInputSchema, contactSchema } from '#shared/contacts/contact.ts';
import { defineRoute } from '#shared/http/define-route.ts';
import { contactId } from '#shared/records/primitives.ts';

const family = 'contacts' as const;
const path = '/v1/contacts/{id}' as const;

export const putContactRoute = defineRoute({
  name: 'putContact',
  method: 'PUT',
  path,
  family,
  who: 'admin',
  summary: 'Put a contact under the id that the SIS has for it',
  ifMatch: 'when-exists',
  params: z.strictObject({ id: contactId }),
  body: contactInputSchema,
  answer: contactSchema,
  refusals: ['not-allowed', 'precondition-required', 'stale'],
});
export const getContactRoute = defineRoute({
  name: 'getContact',
  method: 'GET',
  path,
  family,
  who: 'staff',
  summary: 'One contact',
  params: z.strictObject({ id: z.string().min(1).max(128) }),
  answer: contactSchema,
  refusals: ['not-found'],
});
export const editContactRoute = defineRoute({
  name: 'editContact',
  method: 'PATCH',
  path,
  family,
  who: 'admin',
  summary: 'Change parts of a contact',
  ifMatch: 'required',
  params: z.strictObject({ id: z.string().min(1).max(128) }),
  body: contactChangesSchema,
  answer: contactSchema,
  refusals: ['not-found', 'not-allowed', 'stale'],
});

export const contactRoutes = [putContactRoute, getContactRoute, editContactRoute];
