import type { Services } from '#functions/services.ts';
import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import { enrolmentIn } from '#shared/automation/workflows/enrolment-writes.ts';
import { enrolmentKey } from '#shared/core/table/automation-keys.ts';

export const readEnrolment = async ({ table }: Services, id: string): Promise<Enrolment | undefined> => {
  const item = await table.get(enrolmentKey(id));
  return item && enrolmentIn(item);
};
