import type { Services } from '#functions/services.ts';
import { type Fault, missingReference, unknownReferences } from '#shared/errors.ts';
import type { PersonOrGroup } from '#shared/records/primitives.ts';
import { recordKey } from '#shared/table/keys.ts';

/** Something that a request names and that has to be there. */
interface Named {
  contactId?: string | undefined;
  owner?: { value: PersonOrGroup | undefined; pointer: string };
  onBehalfOf?: object | undefined;
  /** Further contacts, such as those in custom fields. */
  more?: { id: string; pointer: string }[];
}

/** @throws `unknown-reference` (422) with the pointer of every contact and group that is not there */
export const requireReferences = async (
  { table, definitions }: Services,
  { contactId, owner, onBehalfOf, more = [] }: Named,
): Promise<void> => {
  const faults: Fault[] = [];
  const contact = async (id: string | undefined, pointer: string) => {
    if (id !== undefined && !(await table.get(recordKey({ kind: 'contact', id }))))
      faults.push(missingReference(pointer, 'contact', id));
  };
  await contact(contactId, '/contactId');
  if (onBehalfOf && 'contactId' in onBehalfOf) await contact(String(onBehalfOf.contactId), '/onBehalfOf/contactId');
  for (const { id, pointer } of more) await contact(id, pointer);
  if (owner?.value && 'group' in owner.value && !(await definitions.one('groups', owner.value.group)))
    faults.push(missingReference(`${owner.pointer}/group`, 'group', owner.value.group));
  if (faults.length > 0) throw unknownReferences(faults);
};
