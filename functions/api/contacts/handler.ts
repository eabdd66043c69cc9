import { apiHandler } from '#functions/api/api-handler.ts';
import { editContact, getContact, putContact } from '#functions/api/contacts/contacts.ts';
import { contactAlerts, contactCases } from '#functions/api/contacts/of-contact.ts';
import { buildServices } from '#functions/services.ts';

export const handler = apiHandler(buildServices(process.env), [
  putContact,
  getContact,
  editContact,
  contactCases,
  contactAlerts,
]);
