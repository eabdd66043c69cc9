import type { Services } from '#functions/services.ts';
import type { Explained } from '#shared/automation/rules/explained.ts';
import { iso } from '#shared/core/records/instants.ts';
import {
  type ExplainedBy,
  expiryOfRun,
  explanationIndexKeys,
  explanationKey,
} from '#shared/core/table/automation-keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';

/** Keeps what an event did not set off. What another delivery of it has kept stays. */
export const keepExplained = async (
  { table }: Services,
  explained: Explained,
  { by, type }: { by: ExplainedBy; type: string },
): Promise<void> => {
  const { kind, recordId: id, eventId, scenes } = explained;
  const at = scenes[0]?.at ?? 0;
  const item = {
    ...explanationKey({ kind, id }, eventId, by),
    ...explanationIndexKeys({ kind, id }, { type, order: `${iso(at)}#${eventId}` }),
    explained,
    expiresAt: expiryOfRun(at),
  };
  await putNew(table, item);
};
