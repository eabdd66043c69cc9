import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { addressKey, contactListKeys } from '#shared/core/table/keys.ts';
import type { Layout } from '#shared/core/table/layout.ts';

/** The mail address by which a person who signs in is this contact. */
const signInAddressOf = ({ email, unconfirmed }: Contact): string | undefined =>
  unconfirmed ? unconfirmed.signInEmail : email;

const addresses = (before: Contact | undefined, after: Contact): Write[] => {
  const keyOf = (contact: Contact | undefined) => {
    const address = contact && signInAddressOf(contact);
    return contact && address && addressKey(address, contact.id);
  };
  const [was, is] = [keyOf(before), keyOf(after)];
  if (was && is && was.pk === is.pk) return [];
  return [...(was ? [{ delete: was }] : []), ...(is ? [{ put: { ...is, contactId: after.id } }] : [])];
};

export const contactLayout: Layout<Contact> = {
  indexes: ({ id }) => contactListKeys(id),
  satellites: addresses,
  subject: ({ id }) => ({ contactId: id }),
};
