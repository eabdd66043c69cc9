import type { Services } from '#functions/services.ts';
import { wakeTheCase } from '#functions/wake/wake-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';

/**
 * The case after all that was due by now, which its wake-up may do later: a target that has passed
 * is breached before a caller closes the case. What cannot be done blocks no caller.
 */
export const upToDate = async (services: Services, found: Case): Promise<Case> => {
  let record = found;
  for (;;) {
    const next = nextMomentOfCase(record);
    if (next === undefined || next > services.now() || !isOpen(record)) return record;
    const wakeUp = { kind: 'case' as const, id: record.id, generation: record.generation, at: iso(next) };
    await againOnConflict(() => wakeTheCase(services, wakeUp, Number.POSITIVE_INFINITY));
    const after = await readRecord<Case>(services.table, 'case', record.id);
    if (!after || after.version === record.version) return after ?? record;
    record = after;
  }
};
