import type { ReadingServices } from '#functions/services.ts';
import { publishedWorkflow } from '#functions/workflows/published.ts';
import { contextOfRecord, type Enrolling, onlyEnrolmentId } from '#shared/automation/workflows/enrol.ts';
import { enrolmentKey } from '#shared/core/table/automation-keys.ts';
import type { SubjectRef } from '#shared/core/table/keys.ts';

/** Whom actions may enrol, and about which record. */
interface EnrolmentCandidate {
  contactId: string;
  record: SubjectRef;
}

/**
 * Reads what enrolling a contact in a workflow has to do with; undefined where there is none.
 */
export const enrollingIn = async (
  { table, definitions }: ReadingServices,
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
