import type { Contact } from '#shared/contacts/contact.ts';
import type { Layout } from '#shared/table/layout.ts';

export const contactLayout: Layout<Contact> = {
  indexes: () => ({}),
  satellites: () => [],
  subject: ({ id }) => ({ contactId: id }),
};
