import { missingInFields } from '#functions/named-in-fields.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { type Fault, missingReference, unknownReferences } from '#shared/core/errors.ts';
import type { NamedInField } from '#shared/core/records/fields.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { recordKey } from '#shared/core/table/keys.ts';

/** Something that a request names and that has to be there. */
interface Named {
  contactId?: string | undefined;
  owner?: { value: PersonOrGroup | undefined; pointer: string };
  onBehalfOf?: object | undefined;
  /** What custom fields name. */
  more?: readonly NamedInField[];
  /** The case whose files they may be. */
  caseId?: string;
  caller?: Person;
}

/**
 * @throws `unknown-reference` (422) with the pointer of every contact, group, member of staff and
 * file that is not there
 */
export const requireReferences = async (
  services: Services,
  { contactId, owner, onBehalfOf, more = [], caseId, caller }: Named,
): Promise<void> => {
  const { table, definitions } = services;
  const faults: Fault[] = [];
  const contact = async (id: string | undefined, pointer: string) => {
    if (id !== undefined && !(await table.get(recordKey({ kind: 'contact', id }))))
      faults.push(missingReference(pointer, 'contact', id));
  };
  await contact(contactId, '/contactId');
  if (onBehalfOf && 'contactId' in onBehalfOf) await contact(String(onBehalfOf.contactId), '/onBehalfOf/contactId');
  faults.push(...(await missingInFields(services, more, { caseId, caller })));
  if (owner?.value && 'group' in owner.value && !(await definitions.one('groups', owner.value.group)))
    faults.push(missingReference(`${owner.pointer}/group`, 'group', owner.value.group));
  if (faults.length > 0) throw unknownReferences(faults);
};
