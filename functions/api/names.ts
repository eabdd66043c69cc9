import type { Services } from '#functions/services.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { DisplayNames } from '#shared/casework/cases/declare-case-event.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';

/**
 * What things are called in words about a case: by its type, and by the directory of people and
 * groups.
 */
export const namesFor = async ({ definitions }: Services, { type }: CaseDefinition): Promise<DisplayNames> => {
  const { people, groups } = directoryOf(await definitions.all('groups'));
  return { type, person: (id) => people.get(id)?.name, group: (key) => groups.get(key)?.name };
};
