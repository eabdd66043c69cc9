import { routeHandler } from '#functions/api/route-handler.ts';
import { contactAndLinked } from '#functions/exports/contact-bundle.ts';
import { handedOut } from '#functions/exports/hand-out.ts';
import { exportContactRoute } from '#shared/casework/contacts/contact.routes.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { safeFileName } from '#shared/casework/files/file-name.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readRecord } from '#shared/core/records/read.ts';

// POST /v1/contacts/{id}/export: everything of one person.
export const exportContact = routeHandler(exportContactRoute, async (services, { path, caller, now }) => {
  const contact = await readRecord<Contact>(services.table, 'contact', path.id);
  if (!contact) throw new Refusal('not-found');
  const name = `${safeFileName(contact.id)?.replaceAll(/[^\w.-]/g, '_') ?? 'contact'}.zip`;
  const bundle = contactAndLinked({ services, caller, now }, contact);
  return handedOut(services, bundle, { kind: 'contact-export', id: contact.id, name, caller, now });
});
