import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { momentKey } from '#shared/core/table/keys.ts';
import { openBatch } from '#shared/mail/notifications/batches.ts';

export const openTheBatch: Waker = async (services, wakeUp) => {
  const moment = await services.table.get(momentKey({ kind: 'batch', id: wakeUp.id }));
  if (!moment) return ended(wakeUp);
  const now = services.now();
  const writes = openBatch(moment, { eventId: services.newId(now), at: now });
  if (!writes) return waiting(wakeUp, epoch(String(moment.at)));
  await services.commit(byTheClock(now), [], writes);
  return ended(wakeUp);
};
