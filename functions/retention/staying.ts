import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { choicesOf, type Staying } from '#shared/insight/retention/anonymise-case.ts';

export type { Staying };

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

/** Likewise, of a record that may have gone already: then nothing stays. */
export const stayingOf = async (
  services: Services,
  { kind, id }: { kind: 'case' | 'alert' | 'contact'; id: string },
): Promise<Staying> => {
  const nothing: Staying = { isStaff: () => false, choices: new Set() };
  if (kind === 'contact') return nothing;
  const record = await readRecord<Case | Alert>(services.table, kind, id);
  return record ? stayingFor(services, { kind, type: record.type }) : nothing;
};
