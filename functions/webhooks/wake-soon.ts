import { armNext } from '#functions/arm-next.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock } from '#functions/wake/woken.ts';
import { momentOfSubject, momentWrite } from '#shared/core/clocks/moments.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';

// One wake-up at a time sends for a webhook, so a slow one holds up no other. A consumer writes,
// then looks at the moment; the wake-up moves it, then looks for deliveries: one sees the other.

/**
 * Sees to it that the due deliveries of a webhook are sent, after they were written. `isAgain`: a
 * run may have broken off here before, so what waits for the moment is started again.
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
