import type { Services } from '#functions/services.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import { type Actor, contactId } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { addressPartition } from '#shared/core/table/casework-keys.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import type { FindActor } from '#shared/insight/imports/original.ts';
import type { Author } from '#shared/insight/imports/rows.schema.ts';
import { isSameName } from '#shared/insight/imports/same-name.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';

/** Who of the directory has an id, a mail address, or a name that nobody else there has. */
export const findStaff = async ({ definitions }: Services): Promise<(said: string) => string | undefined> => {
  const { people } = directoryOf(await definitions.all('groups'));
  return (said) => {
    if (people.has(said)) return said;
    const all = [...people.values()];
    if (said.includes('@')) return all.find(({ email }) => foldAddress(email) === foldAddress(said))?.id;
    const [only, another] = all.filter(({ name }) => isSameName(name, said));
    return another ? undefined : only?.id;
  };
};

/** The one contact that has a mail address; where several share it, it is none of them. */
export const contactByMail = async ({ table }: Services, email: string): Promise<Contact | 'several' | undefined> => {
  const { items } = await table.query({ pk: addressPartition(email), limit: 2, consistent: true });
  const [only, another] = items;
  if (another) return 'several';
  return only && readRecord<Contact>(table, 'contact', String(only.contactId));
};

const isContact = async ({ table }: Services, id: string): Promise<boolean> =>
  contactId.safeParse(id).success && (await table.get(recordKey({ kind: 'contact', id }))) !== undefined;

/**
 * Who wrote what a row says: staff of the directory, a contact, or somebody who has gone since and
 * keeps the name that they had.
 */
export const findActors = async (
  services: Services,
  authors: readonly (Author | undefined)[],
  requester: string | undefined,
): Promise<FindActor> => {
  const staff = await findStaff(services);
  const found = new Map<string, Actor>();
  for (const said of new Set(authors)) {
    if (typeof said !== 'string') continue;
    const user = staff(said);
    if (user !== undefined) found.set(said, { kind: 'user', id: user });
    else if (said === requester || (await isContact(services, said))) found.set(said, { kind: 'requester', id: said });
    else {
      const contact = said.includes('@') ? await contactByMail(services, said) : undefined;
      const isOne = contact !== undefined && contact !== 'several';
      found.set(said, isOne ? { kind: 'requester', id: contact.id } : { kind: 'user', id: said });
    }
  }
  return (author) => (typeof author === 'string' ? (found.get(author) ?? { kind: 'user', id: author }) : author);
};
