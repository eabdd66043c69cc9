import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { fileIn } from '#shared/casework/files/file.ts';
import { type Fault, missingReference } from '#shared/core/errors.ts';
import type { NamedInField } from '#shared/core/records/fields.ts';
import { fileKey, recordKey } from '#shared/core/table/keys.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';

interface CallerAndCase {
  /** The case whose files they are; a record that is still to come has none. */
  caseId?: string | undefined;
  /** A member of staff who names themselves is known by their token. */
  caller?: Pick<Person, 'id' | 'isStaff'> | undefined;
}

const words = { contact: 'contact', user: 'member of staff', file: 'file of the case' } as const;

/**
 * What custom fields name and is not there: contacts, members of staff by the directory, files of
 * the case that were not turned away.
 */
export const missingInFields = async (
  { table, definitions, now }: Pick<Services, 'table' | 'definitions' | 'now'>,
  named: readonly NamedInField[],
  { caseId, caller }: CallerAndCase = {},
): Promise<Fault[]> => {
  const isThere = {
    contact: async (id: string) => (await table.get(recordKey({ kind: 'contact', id }))) !== undefined,
    user: async (id: string) =>
      (caller?.isStaff === true && caller.id === id) ||
      directoryOf(await definitions.all('groups')).people.get(id)?.isStaff === true,
    file: async (id: string) => {
      const file = caseId === undefined ? undefined : fileIn(await table.get(fileKey(caseId, id)), now());
      return file !== undefined && file.state !== 'rejected';
    },
  };
  const faults = await Promise.all(
    named.map(async ({ kind, id, pointer }) =>
      (await isThere[kind](id)) ? [] : [missingReference(pointer, words[kind], id)],
    ),
  );
  return faults.flat();
};
