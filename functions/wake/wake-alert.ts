import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { wakeAlert } from '#shared/casework/alerts/due-soon.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';

export const wakeTheAlert: Waker = async (services, wakeUp) => {
  const record = await readRecord<Alert>(services.table, 'alert', wakeUp.id);
  if (record?.dueSoon?.generation !== wakeUp.generation) return ended(wakeUp);
  const now = services.now();
  const decision = wakeAlert(record, now);
  await services.commit(byTheClock(now), [decision]);
  return decision.after.dueSoon ? waiting(wakeUp, epoch(decision.after.dueSoon.at)) : ended(wakeUp);
};
