import { armNext } from '#functions/arm-next.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock } from '#functions/wake/woken.ts';
import { momentOfSubject, momentWrite } from '#shared/core/clocks/moments.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';

// All deliveries of a webhook are sent by one wake-up at a time: so one that is slow or down has
// one function to itself, and holds nobody else up. A consumer writes a delivery first and looks at
// the moment then; the wake-up moves the moment first and looks for deliveries then. One of them
// sees the other.

/**
 * Sees to it that the deliveries of a webhook that are due are sent, after they were written.
 *
 * @param isAgain whether somebody may have broken off here before, so that what waits for the
 * moment is started again
 */
export const wakeSoon = (services: Services, webhook: string, isAgain = false): Promise<void> =>
  againOnConflict(async () => {
    const subject = { kind: 'webhook' as const, id: webhook };
    const now = services.now();
    const moment = await momentOfSubject(services.table, subject);
    if (moment && epoch(moment.at) <= now) return isAgain ? armNext(services, subject) : undefined;
    const next = { subject, at: iso(now), generation: (moment?.generation ?? 0) + 1 };
    const when = moment ? { holds: { generation: moment.generation } } : ('new' as const);
    await services.commit(byTheClock(now), [], [{ ...momentWrite(next, 'waiting'), when }]);
    await armNext(services, subject);
  });
