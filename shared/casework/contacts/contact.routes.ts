import * as z from 'zod';
import { alertAnswerSchema } from '#shared/casework/alerts/alert.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { contactChangesSchema, contactInputSchema, contactSchema } from '#shared/casework/contacts/contact.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { listQuery, pageQuery } from '#shared/core/records/listing.schema.ts';
import { contactId, key } from '#shared/core/records/primitives.ts';

const family = 'contacts' as const;
const path = '/v1/contacts/{id}' as const;

// As many as a page of cases may name.
const mostNamed = 200;
const namedIds = z
  .string()
  .max(8000)
  .transform((ids) => ids.split(','))
  .pipe(z.array(contactId).max(mostNamed))
  .meta({ description: `Only these, with commas between: up to ${mostNamed}, wherever they come in the order.` });

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
  refusals: ['not-allowed', 'precondition-required', 'stale', 'being-erased'],
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

export const listContactsRoute = defineRoute({
  name: 'listContacts',
  method: 'GET',
  path: '/v1/contacts',
  family,
  who: 'staff',
  summary: 'Contacts by name; those with a label, those in a segment, those of some ids',
  query: z.strictObject({
    ...pageQuery,
    sort: z.enum(['name', '-name']).default('name'),
    label: z.string().min(1).max(64).optional(),
    segment: key.optional(),
    ids: namedIds.optional(),
  }),
  answer: pageOf(contactSchema),
  refusals: ['unknown-reference'],
});
const listed = {
  method: 'GET' as const,
  family,
  who: 'staff' as const,
  params: z.strictObject({ id: z.string().min(1).max(128) }),
  query: plainPageQuery.extend({ sort: listQuery.sort }),
};
export const contactCasesRoute = defineRoute({
  ...listed,
  name: 'contactCases',
  path: '/v1/contacts/{id}/cases',
  summary: 'The cases that concern a contact, as clients too, newest first unless sorted otherwise',
  answer: pageOf(caseAnswerSchema),
  refusals: ['not-found'],
});
export const contactAlertsRoute = defineRoute({
  ...listed,
  name: 'contactAlerts',
  path: '/v1/contacts/{id}/alerts',
  summary: 'The alerts about a contact, newest first unless sorted otherwise',
  answer: pageOf(alertAnswerSchema),
  refusals: ['not-found'],
});

export const exportContactRoute = defineRoute({
  name: 'exportContact',
  method: 'POST',
  path: '/v1/contacts/{id}/export',
  family,
  who: 'admin',
  summary: 'Everything of one person with their cases, files and pages to read, as a zip',
  params: z.strictObject({ id: z.string().min(1).max(128) }),
  query: z.strictObject({}),
  answer: z.file().mime('application/zip'),
  files: ['application/zip'],
  startsJob: true,
  refusals: ['not-found', 'not-allowed'],
});

export const contactRoutes = [
  exportContactRoute,
  listContactsRoute,
  contactCasesRoute,
  contactAlertsRoute,
  putContactRoute,
  getContactRoute,
  editContactRoute,
];
