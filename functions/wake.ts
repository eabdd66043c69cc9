import { clearAway } from '#functions/clear-away.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/cases/case.ts';
import { definitionOf } from '#shared/cases/cases.ts';
import { nextMomentOfCase } from '#shared/cases/change-case.ts';
import { wakeCase } from '#shared/cases/wake-case.ts';
import type { WakeUp } from '#shared/clocks/moments.ts';
import { byHand } from '#shared/events/event.ts';
import { iso } from '#shared/records/instants.ts';
import { readRecord } from '#shared/records/read.ts';
import { againOnConflict } from '#shared/table/commit.ts';

export interface Woken extends WakeUp {
  /** Whether there is another moment to wait for: at `at`. */
  again: boolean;
}

/**
 * Does whatever is due by now on the thing that a wake-up is for, in one transaction, and says what to wait for next. It reads the thing afresh: come too
 * early it waits again, come twice it finds nothing more to do, come for an older generation it ends.
 *
 * @param horizon the last instant (epoch milliseconds) for which the caller goes on waiting; what comes later gets a new generation and is started anew
 */
export const wake = (services: Services, wakeUp: WakeUp, horizon: number): Promise<Woken> =>
  againOnConflict(async () => {
    const ended = { ...wakeUp, again: false };
    const record = await readRecord<Case>(services.table, 'case', wakeUp.id);
    // What is woken of a deleted case is the clearing away of what it left.
    if (!record) return { ...wakeUp, again: await clearAway(services, wakeUp.id), at: iso(services.now()) };
    if (record.generation !== wakeUp.generation) return ended;
    const definition = await definitionOf(services.definitions, record);
    const now = services.now();
    const decision = wakeCase(record, { at: now, horizon }, definition);
    await services.commit({ actor: { kind: 'clock', id: 'wake-up' }, at: now, cause: byHand }, [decision]);
    const next = nextMomentOfCase(decision.after);
    if (next === undefined || decision.after.generation !== wakeUp.generation) return ended;
    return { ...wakeUp, again: true, at: iso(next) };
  });
