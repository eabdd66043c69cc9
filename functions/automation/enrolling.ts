import type { Services } from '#functions/services.ts';
import { publishedWorkflow } from '#functions/workflows/published.ts';
import { contextOfRecord, type Enrolling, onlyEnrolmentId } from '#shared/automation/workflows/enrol.ts';
import { enrolmentKey, type SubjectRef } from '#shared/core/table/keys.ts';

/** Whom actions may enrol, and about which record. */
interface EnrolmentCandidate {
  contactId: string;
  record: SubjectRef;
}

const enrollingIn = async (
  { table, definitions }: Services,
  key: string,
  { contactId, record }: EnrolmentCandidate,
): Promise<Enrolling | undefined> => {
  if (!(await definitions.one('workflows', key))) return undefined;
  const published = await publishedWorkflow(definitions, key);
  const only = published && onlyEnrolmentId(published, { contactId, context: contextOfRecord(record) });
  return {
    version: published?.version,
    isEnabled: published?.value.enabled ?? false,
    repeat: published?.value.repeat ?? 'once',
    isEnrolled: only !== undefined && (await table.get(enrolmentKey(only))) !== undefined,
  };
};

/** Reads what enrolling a contact in workflows has to do with: by key, those there are. */
export const enrollingFor = async (
  services: Services,
  candidate: EnrolmentCandidate,
  workflows: readonly string[],
): Promise<ReadonlyMap<string, Enrolling>> => {
  const found = await Promise.all(
    [...new Set(workflows)].map(async (key) => [key, await enrollingIn(services, key, candidate)] as const),
  );
  return new Map(found.flatMap(([key, one]) => (one ? [[key, one] as const] : [])));
};
