import type { Services } from '#functions/services.ts';
import { choicesOf, type Staying } from '#shared/insight/retention/anonymise-case.ts';

/** By the directory and the type of a record as they are now: who is staff, which fields choose. */
export const stayingFor = async (
  { definitions }: Pick<Services, 'definitions'>,
  { kind, type }: { kind: 'case' | 'alert'; type: string },
): Promise<Staying> => {
  const groups = [...(await definitions.all('groups')).values()];
  const staff = new Set(groups.flatMap(({ value }) => value.members.map(({ id }) => id)));
  const definition = await definitions.one(kind === 'case' ? 'case-types' : 'alert-types', type);
  return { isStaff: (id) => staff.has(id), choices: choicesOf(definition?.value.fields ?? []) };
};
