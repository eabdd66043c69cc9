import type { Services } from '#functions/services.ts';
import { wakeTheAlert } from '#functions/wake/wake-alert.ts';
import { openTheBatch } from '#functions/wake/wake-batch.ts';
import { wakeTheCase } from '#functions/wake/wake-case.ts';
import { ended, type Waker, type Woken } from '#functions/wake/woken.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { WakeUp } from '#shared/core/clocks/moments.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { RecordKind, TimerKind } from '#shared/core/table/keys.ts';

/** Each kind of thing that waits, and what is done with it at its instant. */
const wakers: Record<TimerKind, Waker> & Partial<Record<RecordKind, Waker>> = {
  case: wakeTheCase,
  alert: wakeTheAlert,
  parcel: openTheBatch,
};

/**
 * Does everything due by now on the record of a wake-up, in one transaction, and returns what to
 * wait for next. It reads the record afresh: a wake-up that is too early waits again, a second one
 * finds nothing to do, one of an older generation ends.
 *
 * @param horizon the last instant (epoch milliseconds) for which the caller goes on waiting; what
 * comes later gets a new generation and is started anew
 */
export const wake = (services: Services, wakeUp: WakeUp, horizon: number): Promise<Woken> =>
  againOnConflict(async () => wakers[wakeUp.kind]?.(services, wakeUp, horizon) ?? ended(wakeUp));

/**
 * The case after everything that was due by now. Between an instant and its wake-up lies a second,
 * or minutes where that was lost: a target that has passed is breached before a caller closes or
 * extends the case. What cannot be done blocks no caller.
 */
export const upToDate = async (services: Services, found: Case): Promise<Case> => {
  let record = found;
  for (;;) {
    const next = nextMomentOfCase(record);
    if (next === undefined || next > services.now() || !isOpen(record)) return record;
    const wakeUp = { kind: 'case' as const, id: record.id, generation: record.generation, at: iso(next) };
    await wake(services, wakeUp, Number.POSITIVE_INFINITY);
    const after = await readRecord<Case>(services.table, 'case', record.id);
    if (!after || after.version === record.version) return after ?? record;
    record = after;
  }
};
