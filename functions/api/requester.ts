import type { Services } from '#functions/services.ts';
import { contactOf } from '#shared/access/contact-of.ts';
import type { Person } from '#shared/access/person.ts';
import type { Requester } from '#shared/access/requester.ts';

/**
 * The contact that is signed in, as a requester; undefined for a token that is nobody's contact.
 */
export const requesterOf = async ({ table }: Services, caller: Person): Promise<Requester | undefined> => {
  const contact = await contactOf(table, caller);
  return contact && { id: contact.id, names: [contact.id, caller.id] };
};
