import type { Person } from '#shared/access/person.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { addressPartition } from '#shared/core/table/casework-keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * The contact that a person is: by the `sub` of their token, else by its verified mail address. An
 * address that several contacts share leads to none of them.
 */
export const contactOf = async (table: Table, { id, verifiedEmail }: Person): Promise<Contact | undefined> => {
  const own = await readRecord<Contact>(table, 'contact', id);
  if (own || verifiedEmail === undefined) return own;
  const { items } = await table.query({ pk: addressPartition(verifiedEmail), limit: 2, consistent: true });
  const [only, another] = items;
  return only && !another ? readRecord<Contact>(table, 'contact', String(only.contactId)) : undefined;
};
