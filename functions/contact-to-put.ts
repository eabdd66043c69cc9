import type { Contact } from '#shared/casework/contacts/contact.ts';
import { firstVersion, readRecord } from '#shared/core/records/read.ts';
import type { Table } from '#shared/core/table/table.ts';

/** The contact of an id that others give, or the version that one begins with where none is. */
export const contactToPut = async (table: Table, id: string): Promise<{ current?: Contact; nextVersion: number }> => {
  const current = await readRecord<Contact>(table, 'contact', id);
  if (current) return { current, nextVersion: current.version + 1 };
  return { nextVersion: await firstVersion(table, { kind: 'contact', id }) };
};
