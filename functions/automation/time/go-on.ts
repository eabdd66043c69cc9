import type { Services } from '#functions/services.ts';
import { byTheClock, ended, type Woken, waiting } from '#functions/wake/woken.ts';
import { momentWrite, type WakeUp } from '#shared/core/clocks/moments.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { momentKey } from '#shared/core/table/keys.ts';

interface Woke {
  wakeUp: WakeUp;
  /** The moment that it was read by. */
  item: Item;
  /** What it waits for next (epoch milliseconds); undefined, or never, where there is nothing. */
  next: number | undefined;
  horizon: number;
}

/**
 * Moves a moment on to its next instant, or away; beyond the horizon in a new generation that the
 * sweep starts. @throws CommitConflict where somebody else has moved it
 */
export const goOn = async (services: Services, { wakeUp, item, next, horizon }: Woke): Promise<Woken> => {
  const { kind, id, generation } = wakeUp;
  const subject = { kind, id };
  const now = services.now();
  const when = { holds: { generation } };
  if (next === undefined || !Number.isFinite(next)) {
    await services.commit(byTheClock(now), [], [{ delete: momentKey(subject), when }]);
    return ended(wakeUp);
  }
  const isNear = next <= horizon;
  const moment = { subject, at: iso(next), generation: isNear ? generation : Math.max(generation + 1, now) };
  const { put } = momentWrite(moment, isNear ? 'armed' : 'waiting');
  await services.commit(byTheClock(now), [], [{ put: { ...item, ...put }, when }]);
  return isNear ? waiting(wakeUp, next) : ended(wakeUp);
};
