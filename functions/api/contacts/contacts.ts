import { routeHandler } from '#functions/api/route-handler.ts';
import { contactToPut } from '#functions/contact-to-put.ts';
import { actorOf } from '#shared/access/person.ts';
import { editContactRoute, getContactRoute, putContactRoute } from '#shared/casework/contacts/contact.routes.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { editContact as edit, putContact as put } from '#shared/casework/contacts/put-contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readRecord, requireVersion, requireVersionToPut } from '#shared/core/records/read.ts';

// PUT /v1/contacts/{id}
export const putContact = routeHandler(putContactRoute, async ({ table }, { path, body, caller, ifMatch, now }) => {
  const { current, nextVersion } = await contactToPut(table, path.id);
  requireVersionToPut(current, ifMatch);
  const decision = put(current, { id: path.id, input: body, by: actorOf(caller), at: now, nextVersion });
  return { decisions: [decision], status: current ? 200 : 201, body: decision.after, version: decision.after.version };
});

// GET /v1/contacts/{id}
export const getContact = routeHandler(getContactRoute, async ({ table }, { path }) => {
  const contact = await readRecord<Contact>(table, 'contact', path.id);
  if (!contact) throw new Refusal('not-found');
  return { body: contact, version: contact.version };
});

// PATCH /v1/contacts/{id}
export const editContact = routeHandler(editContactRoute, async ({ table }, { path, body, caller, ifMatch, now }) => {
  const current = await readRecord<Contact>(table, 'contact', path.id);
  if (!current) throw new Refusal('not-found');
  requireVersion(current, ifMatch);
  const decision = edit(current, body, { by: actorOf(caller), at: now });
  return { decisions: [decision], body: decision.after, version: decision.after.version };
});
