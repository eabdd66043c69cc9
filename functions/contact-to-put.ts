import { isBeingErased } from '#functions/retention/place-of-erasing.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { firstVersion, readRecord } from '#shared/core/records/read.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * The contact of an id that others give, or the version that one begins with where none is.
 * @throws `being-erased` (409) while what was kept under the id before is being taken away
 */
export const contactToPut = async (table: Table, id: string): Promise<{ current?: Contact; nextVersion: number }> => {
  const current = await readRecord<Contact>(table, 'contact', id);
  if (current) return { current, nextVersion: current.version + 1 };
  const [isErased, nextVersion] = await Promise.all([
    isBeingErased(table, id),
    firstVersion(table, { kind: 'contact', id }),
  ]);
  if (isErased) throw new Refusal('being-erased');
  return { nextVersion };
};
