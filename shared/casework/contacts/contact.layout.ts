import type { Contact } from '#shared/casework/contacts/contact.ts';
import { addressKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { contactListKeys } from '#shared/core/table/keys.ts';
import type { Layout } from '#shared/core/table/layout.ts';
import { contactLabelItem, contactNameKeys } from '#shared/core/table/list-keys.ts';

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

/** An item for each of its labels, with the contact as it is. */
const labels = (before: Contact | undefined, after: Contact): Write[] => [
  ...(before?.labels ?? [])
    .filter((label) => !after.labels.includes(label))
    .map((label) => contactLabelItem(after, label))
    .map(({ pk, sk }) => ({ delete: { pk, sk } })),
  ...[...new Set(after.labels)].map((label) => ({ put: contactLabelItem(after, label) })),
];

export const contactLayout: Layout<Contact> = {
  indexes: (contact) => ({ ...contactListKeys(contact.id), ...contactNameKeys(contact) }),
  satellites: (before, after) => [...addresses(before, after), ...labels(before, after)],
  subject: ({ id }) => ({ contactId: id }),
};
