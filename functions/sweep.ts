import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { wake } from '#functions/wake/wake.ts';
import { arm, momentsBefore, type SubjectTimer, wakeUpFor } from '#shared/core/clocks/moments.ts';

// An execution wakes within seconds of its moment; one that has not by then is lost.
const grace = 2 * 60 * 1000;
// What a run takes on of each shard: as much as it gets through in its time, at some 20 ms each.
const momentsAShard = 1000;

const each = async (moments: SubjectTimer[], act: (moment: SubjectTimer) => Promise<unknown>): Promise<void> => {
  for (const moment of moments) {
    try {
      await act(moment);
    } catch (error) {
      // One that fails must not keep the others; it is there again next time.
      logger.error('a moment could not be acted on', {
        kind: moment.subject.kind,
        id: moment.subject.id,
        error: error as Error,
      });
    }
  }
};

/** Starts what comes within the horizon, and does what is due where its execution was lost. */
export const sweep = async (services: Services): Promise<{ started: number; lost: number }> => {
  const { wakeUps } = services;
  const now = services.now();
  const lost = await momentsBefore(services.table, 'armed', now - grace, momentsAShard);
  // No wake-up waits for their next moments: each gets a new generation, and is started below or by
  // the next run.
  await each(lost, (moment) => wake(services, wakeUpFor(moment), now));
  const near = await momentsBefore(services.table, 'waiting', wakeUps.horizonFrom(now), momentsAShard);
  await each(near, (moment) => arm(services.table, moment, wakeUps.start));
  if (lost.length > 0) logger.warn('wake-ups were lost', { lost: lost.length });
  return { started: near.length, lost: lost.length };
};
